"""One folder for each way of studying a pattern, all of one shape."""
