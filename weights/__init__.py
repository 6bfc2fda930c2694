"""The build step that turns published MIT model files into Likeness's built-in ONNX models.

Not part of the installed package: `hatch_build.py` runs it when a wheel is built, and
`python -m weights` runs it by hand.
"""
