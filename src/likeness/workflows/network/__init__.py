"""Networks of who resembles whom: kept level, built, kept, asked, written to files."""
