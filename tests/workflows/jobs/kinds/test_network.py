"""Jobs that make networks."""

from __future__ import annotations

import pytest

from likeness import Library
from likeness.errors import (
    InterruptedRunError,
    UnknownCollectionError,
    UnknownPersonError,
    UsageError,
)
from likeness.types import Job, Progress
from likeness.workflows.jobs.kinds.network import KIND, NetworkArguments


def done(library: Library, **arguments: object) -> Job:
    """Ask for a network, let a worker make it, and return the job as it ended."""
    job = library.jobs.ask("network", arguments)
    library.work(once=True)
    return library.jobs.get(job.job)


def test_a_job_makes_the_same_network_as_the_library_and_says_how_large_it_is(
    indexed: Library,
) -> None:
    job = done(indexed, of="faces", nearest=2, seed=3)

    kept = indexed.kept_network("faces")
    assert kept is not None
    assert job.state == "done"
    assert job.result == {
        "of": "faces",
        "made": kept.made,
        "nodes": len(kept.nodes),
        "edges": len(kept.edges),
        "left_out": 0,
    }
    again = indexed.network("faces", nearest=2, seed=3)
    assert (again.edges, [node.node for node in again.nodes]) == (
        kept.edges,
        [node.node for node in kept.nodes],
    )


def test_names_become_ids_when_it_is_asked_for(indexed: Library) -> None:
    person = indexed.people()[0].person
    indexed.name(person, "Anna")
    indexed.create_collection("Party", [indexed.faces(person=person)[0].photo])

    job = indexed.jobs.ask(
        "network", {"people": ["Anna", person], "collection": " Party ", "of": "faces"}
    )
    indexed.name(person, "Berta")
    indexed.work(once=True)

    assert dict(job.arguments)["people"] == [person]
    assert dict(job.arguments)["collection"] == "Party"
    kept = indexed.kept_network("faces")
    assert kept is not None
    assert {node.person for node in kept.nodes} == {person}


def test_who_or_what_is_unknown_is_refused_when_it_is_asked_for(indexed: Library) -> None:
    with pytest.raises(UnknownPersonError):
        indexed.jobs.ask("network", {"people": ["Nobody"]})
    with pytest.raises(UnknownCollectionError):
        indexed.jobs.ask("network", {"collection": "Nothing"})
    for wrong in ({"nearest": 17}, {"minimum": 2}, {"of": "photos"}, {"most": 1}):
        with pytest.raises(UsageError):
            indexed.jobs.ask("network", wrong)


def test_one_that_is_cancelled_leaves_the_network_before(indexed: Library) -> None:
    before = indexed.network("faces")
    told: list[Progress] = []
    arguments = NetworkArguments(of="faces", seed=9)

    with pytest.raises(InterruptedRunError):
        KIND.run(indexed._parts, arguments, told.append, lambda: bool(told))

    assert told
    assert {progress.stage for progress in told} == {"network"}
    kept = indexed.kept_network("faces")
    assert kept is not None
    assert (kept.seed, kept.made) == (0, before.made)


def test_a_network_of_nobody_fails_with_what_to_do(indexed: Library) -> None:
    for row in indexed.people():
        indexed.hide(row.person)

    job = done(indexed)

    assert job.state == "failed"
    assert job.error is not None
    assert "add photos" in job.error
    assert indexed.kept_network() is None
