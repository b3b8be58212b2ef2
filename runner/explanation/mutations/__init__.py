"""Misconceptions as changes of a program: one declaration per file in this folder, found by listing it."""
