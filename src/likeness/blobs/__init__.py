"""Named bytes that can be made again: thumbnails and crops."""
