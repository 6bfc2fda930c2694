"""Backups: a whole library in one file, and back."""
