"""People out of faces, and whom samples show: pure functions over arrays."""
