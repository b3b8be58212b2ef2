"""The test: ten questions, easy to hard, that tell whether a pattern is strong."""
