"""What runs in the child beside the snippet: standard library only, and nothing it reports is trusted."""
