"""The Python door: one class, the verbs of the command line, frozen records back.

from likeness import Library

with Library.open("~/Faces") as library:
    library.add("~/Pictures")
    for person in library.people():
        print(person.name, person.photos)
    answer = library.find("me.jpg")
"""

from __future__ import annotations

from likeness.library.asking import Asking
from likeness.library.averages import Averages
from likeness.library.care import Care
from likeness.library.collections import Collections
from likeness.library.door import Link, OnProgress
from likeness.library.exports import Exports
from likeness.library.faces import Faces
from likeness.library.network import Networks
from likeness.library.pages import Pages
from likeness.library.people import People
from likeness.library.photos import Photos
from likeness.library.reports import Reports
from likeness.library.rounds import Rounds
from likeness.library.search import Search
from likeness.library.serving import Serving
from likeness.library.trust import Trust

__all__ = ["Library", "Link", "OnProgress"]


class Library(
    Photos,
    Pages,
    Faces,
    People,
    Asking,
    Collections,
    Trust,
    Averages,
    Networks,
    Reports,
    Rounds,
    Search,
    Exports,
    Care,
    Serving,
):
    """One collection with all that is known about it. Make one with `Library.open`.

    Every method raises a `likeness.errors.LikenessError` with one clear sentence when it cannot
    do what it was asked. Photos may be named by path or id, people by id or name.
    """
