"""What pages share: Markdown, highlighting, template tags, response headers; no models."""
