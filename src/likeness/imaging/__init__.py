"""Imaging: files to pixels, and arrays to arrays."""
