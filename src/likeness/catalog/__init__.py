"""The catalog: the truth about a library."""
