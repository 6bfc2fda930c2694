"""Long work: asked for as jobs, done by workers."""
