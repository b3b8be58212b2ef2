"""What a snippet can run in: one declaration per file in this folder, found by listing it."""
