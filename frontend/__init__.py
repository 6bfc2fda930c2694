"""The web page: what builds it into the package."""
