"""The command line: one file per noun, and `output` as the only place that prints."""
