"""Photos that somebody sends to the library: safe names, and nothing lost on the way."""
