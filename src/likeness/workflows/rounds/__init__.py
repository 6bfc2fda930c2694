"""The game: rounds over a collection, who takes part, and whose face is closest to the average."""
