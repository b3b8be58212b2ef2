"""The pages of one question: its program line by line, and what small changes of it print."""
