"""Where photos lie: folders and buckets, behind one protocol."""
