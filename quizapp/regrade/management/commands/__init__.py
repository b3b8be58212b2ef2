"""Commands of regrade, one a module."""
