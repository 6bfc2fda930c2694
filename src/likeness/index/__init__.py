"""Nearest faces: a mirror of the catalog that can always be made again."""
