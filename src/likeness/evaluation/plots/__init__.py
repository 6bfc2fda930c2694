"""Plots: numbers in, pictures out, as SVG text or PNG bytes. One file for each kind of plot."""
