"""Reads other people's questions and examples from a folder, without running or importing any of them."""
