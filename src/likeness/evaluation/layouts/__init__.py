"""Layouts of labelled photos: text and relative paths in, who is on which photo out. No files.

`folders` (a folder per person), `pairs_csv`, `lfw` (pairs.txt), `people_json` and `celeba`
(identity_CelebA.txt) each read one layout; `recognise` tells label files apart.
"""
