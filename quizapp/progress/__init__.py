"""The one history of answers and what follows from it: points, streak, badges."""
