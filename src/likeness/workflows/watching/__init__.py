"""New photos appear by themselves: sources are watched, and jobs asked for."""
