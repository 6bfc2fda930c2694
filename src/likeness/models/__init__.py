"""Models: what they are, how they run, and what they say about photos."""
