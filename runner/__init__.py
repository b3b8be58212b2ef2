"""The runner host: executes other people's snippets, proves answer keys, knows neither Django nor a database."""
