"""A key was wrong: the answers it judged are judged again, fairly, completely and once."""
