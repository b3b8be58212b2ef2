"""What this side of the project is measured by, one figure a module, each on a database of its own."""
