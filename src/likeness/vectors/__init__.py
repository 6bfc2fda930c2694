"""Unit vectors, compared: arrays in, arrays out."""
