"""Reports: one self-contained page of HTML, and the same as JSON."""
