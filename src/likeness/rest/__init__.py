"""The server: one library over HTTP."""
