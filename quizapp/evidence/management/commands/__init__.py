"""The evidence app's commands."""
