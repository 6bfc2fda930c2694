"""Buckets that speak S3: one way to read and write them, for blobs and for sources of photos."""
