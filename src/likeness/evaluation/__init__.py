"""Yardsticks for faces: pure functions over arrays, no files and no network.

What is measured is told apart by file: `roc` and `verification` (are two faces one person?),
`partition` and `baselines` (who belongs together?), `openset` (is somebody there, and who?),
`similarity` (who looks like whom?), `embedding_map` and `profile` (what does the model see?).
`estimate` is how a figure is given: with an interval, or with the reason why not. `layouts` reads
labels, `plots` draws, `report` makes a page of it all.
"""
