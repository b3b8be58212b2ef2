"""Charts as SVG made on the server: numbers in, a drawing with a table behind it out."""
