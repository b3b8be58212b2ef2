"""The cheat sheet: a pattern on one page, with cards to recall, a quick quiz and open questions."""
