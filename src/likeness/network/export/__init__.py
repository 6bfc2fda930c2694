"""Networks as files: one file of code for each format, and each a pure function."""
