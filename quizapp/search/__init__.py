"""Finding patterns, lessons and questions by their words."""
