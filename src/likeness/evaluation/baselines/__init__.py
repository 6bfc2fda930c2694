"""Known ways of grouping faces, to be compared with what Likeness does.

`base.BASELINES` lists them; `compare.compare` runs each where an oracle would, where its authors
would, or where it makes as many mistakes between strangers as something else.
"""
