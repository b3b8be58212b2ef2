"""The lesson: why a pattern works this way, in steps that one commits to before reading on."""
