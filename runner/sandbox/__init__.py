"""The containment: a supervisor, the zygotes it keeps warm, and the jail each child enters before a snippet."""
