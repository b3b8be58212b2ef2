"""Runs the entries of other people's banks and tells which of their keys hold."""
