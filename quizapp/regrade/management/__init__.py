"""Commands of regrade."""
