"""Commands of operations, one a module."""
