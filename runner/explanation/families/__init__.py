"""One module for each family of things a line can do; each says what it knows about one step of a story."""
