"""average: of whom, from which photos, how drawn, what it tells, and what is kept of it."""
