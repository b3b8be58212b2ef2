"""What authors use: admin pages and the packs command."""
