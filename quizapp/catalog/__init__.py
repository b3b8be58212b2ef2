"""What there is to learn: subjects, patterns, modes, items and their immutable revisions."""
