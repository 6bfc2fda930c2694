"""Networks of who resembles whom: laid out, asked, and written to files. Knows no library."""
