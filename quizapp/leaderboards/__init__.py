"""Boards, standings and ranks."""
