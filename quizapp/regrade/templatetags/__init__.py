"""Template tags about corrected keys."""
