"""Average faces, faces on templates, portraits: arrays and points in, pictures out."""
