"""Real pre-trained weights of a host: which are known, which lie in its folder, and how they get there."""
