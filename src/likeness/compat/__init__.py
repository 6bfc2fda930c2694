"""Doors in the shape of other programs' own."""
