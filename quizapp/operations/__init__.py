"""Starting, checking and watching an installation."""
