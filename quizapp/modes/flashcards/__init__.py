"""Flashcards: recall, rate yourself, and meet each card again when it is about to be forgotten."""
