"""Practice: questions without a clock, each with its worked solution."""
