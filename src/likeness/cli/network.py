"""likeness network: who resembles whom, and who is on photos with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet, noun
from likeness.cli.output import (
    print_json,
    print_line,
    print_message,
    print_next,
    print_pairs,
    print_rows,
)
from likeness.cli.progress import show_progress
from likeness.cli.table import Column
from likeness.cli.text import counted
from likeness.types import Alike, Bridge, Network, NodeKind, Person, ResemblancePath

if TYPE_CHECKING:
    from likeness.library import Library

app = noun()

ENDINGS = ".html, .json, .graphml, .png, .svg or .cypher"
MOST_LISTED = 1_000

Names = Mapping[str, str]
"""How people are called, by id: by their names, those without one by their ids."""

OfOption = Annotated[NodeKind, typer.Option("--of", help="What the nodes are.")]
LimitOption = Annotated[
    int, typer.Option(min=1, max=MOST_LISTED, metavar="NUMBER", help="So many at most.")
]


@app.callback()
def network(
    context: typer.Context,
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Write it here: .html (a page to explore), .png, .svg, .json, .graphml or "
            ".cypher.",
        ),
    ] = None,
    of: OfOption = "people",
    minimum: Annotated[
        float | None,
        typer.Option(
            min=-1,
            max=1,
            metavar="COSINE",
            help="How alike two have to be; else where strangers seldom are.",
            show_default=False,
        ),
    ] = None,
    nearest: Annotated[
        int,
        typer.Option(
            min=0, max=16, metavar="NUMBER", help="Also so many nearest of each, however alike."
        ),
    ] = 8,
    collection: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only who is on photos of this collection."),
    ] = None,
    person: Annotated[
        list[str] | None,
        typer.Option(metavar="PERSON", help="Only this person; may be given repeatedly."),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, metavar="NUMBER", help="The same one draws it the same.")
    ] = 0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw who resembles whom, and who is on photos with whom.

    The web page shows the newest one. Hidden people and those who opted out never come into it.

    Example: likeness network -o network.html
    """
    if context.invoked_subcommand:
        return
    session = Session.of(context)
    with session.open() as library, stoppable() as stop:
        if out:
            library.check_network_file(out)
        with show_progress(quiet=quiet, stopping=stop) as progress:
            made = library.network(
                of,
                minimum=minimum,
                nearest=nearest,
                collection=collection,
                people=person or (),
                seed=seed,
                progress=progress,
                stop=stop,
            )
            if out:
                library.save_network(made, out, progress=progress, stop=stop)
    if json:
        print_json({"nodes": len(made.nodes), "edges": len(made.edges), "file": out})
    elif not quiet:
        print_network(session, made, out)


@app.command()
def path(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="ONE", help="A person, or a face (face:ID).")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Likewise.")],
    further: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FURTHER", help="Where it leads on to, in this order.", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Show how one person leads to another, each step as alike as can be.

    The least alike step counts: no other path has a better one.

    Example: likeness network path Anna Bob
    """
    of: NodeKind = "faces" if one.startswith("face:") else "people"
    session = Session.of(context)
    with session.open() as library:
        found = library.resemblance_path(one, other, *(further or ()), of=of)
        names = names_of(library)
    print_path(found, names, json=json, empty=f"Nothing joins {one} and {other}: they lie apart.")


@app.command()
def chain(context: typer.Context, json: Json = False) -> None:
    """Show the longest chain of look-alikes: its ends are furthest apart of all.

    Each looks like the next, and no shorter chain joins the ends.

    Example: likeness network chain
    """
    session = Session.of(context)
    with session.open() as library:
        found = library.longest_chain()
        names = names_of(library)
    print_path(found, names, json=json, empty="No two people look alike.")


@app.command()
def relatives(context: typer.Context, limit: LimitOption = 20, json: Json = False) -> None:
    """List people who look alike and are never on a photo together.

    Only that they look alike is said: nothing about who is whose relative.

    Example: likeness network relatives --limit 10
    """
    session = Session.of(context)
    with session.open() as library:
        found = library.long_lost(limit)
        names = names_of(library)
    print_alike(found, names, json=json, empty="No two people look alike without being together.")


@app.command()
def alike(context: typer.Context, limit: LimitOption = 20, json: Json = False) -> None:
    """List people who look alike, most alike first.

    Example: likeness network alike --limit 10
    """
    session = Session.of(context)
    with session.open() as library:
        found = library.look_alikes(limit)
        names = names_of(library)
    print_alike(found, names, json=json, empty="There are no two people to compare.")


@app.command()
def bridges(context: typer.Context, limit: LimitOption = 20, json: Json = False) -> None:
    """List people through whom groups hang together, the most important first.

    Two people are joined who are alike enough, or on a photo together. The share is that of the
    shortest paths between others that lead through somebody.

    Example: likeness network bridges
    """
    session = Session.of(context)
    with session.open() as library:
        found = library.bridges(limit)
        names = names_of(library)
    if json:
        for bridge in found:
            print_json(bridge, name=names.get(bridge.node))
        return
    columns: list[Column[Bridge]] = [
        Column("share", lambda bridge: f"{bridge.betweenness:.1%}", right=True),
        Column("groups", lambda bridge: listed(bridge.communities)),
        Column("person", lambda bridge: called(bridge.node, names)),
    ]
    print_rows(found, columns, json=False, empty="Nobody joins groups that would fall apart.")


@app.command()
def push(
    context: typer.Context,
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help="neo4j+s://USER:PASSWORD@HOST, bolt://HOST, or the file of a LadybugDB.",
        ),
    ],
    of: OfOption = "people",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Bring a graph database level with the network of the whole library.

    A second time nothing changes, and what else is in it stays. Credentials may come from
    NEO4J_USERNAME and NEO4J_PASSWORD: what is typed here, others on this machine may see.

    Example: likeness network push family.lbug
    """
    with (
        Session.of(context).open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        pushed = library.push_network(target, of=of, progress=progress, stop=stop)
    if json:
        print_json(pushed)
    elif not quiet:
        print_line(
            f"{counted(pushed.nodes, 'node')} and {counted(pushed.relationships, 'relationship')}: "
            f"{pushed.written:,} written, {pushed.removed:,} removed."
        )


# ---------------------------------------------------------------- in words


@dataclass(frozen=True)
class Step:
    """One step of a path."""

    similarity: float | None  # to the one before
    who: str


STEPS: list[Column[Step]] = [
    Column("alike", lambda step: "" if step.similarity is None else f"{step.similarity:.3f}"),
    Column("who", lambda step: step.who),
]


def print_network(session: Session, made: Network, out: str | None) -> None:
    """Say what a network holds, and what can be asked of it."""
    print_pairs(facts(made))
    if made.left_out:
        print_message(f"{made.left_out:,} more were left out: choose a collection, or some people.")
    if out:
        print_line(f"Written to {out}.")
    print_next(
        [
            ("Explore it", session.command("serve")),
            ("Find look-alikes", session.command("network", "alike")),
            ("Ask how two are joined", session.command("network", "path", "ONE", "OTHER")),
        ]
    )


def facts(made: Network) -> list[tuple[str, str]]:
    """Return labels and values about a network."""
    count = len(made.nodes)
    similar = sum(edge.similarity is not None for edge in made.edges)
    together = sum(edge.photos > 0 for edge in made.edges)
    groups = {node.community for node in made.nodes}
    return [
        (made.of, f"{count:,}"),
        ("edges", f"{len(made.edges):,}: {similar:,} alike, {together:,} together on photos"),
        ("groups", f"{len(groups):,}"),
        ("alike from", f"{made.minimum:.3f}, and the {made.nearest} nearest of each"),
    ]


def names_of(library: Library) -> Names:
    """Return how all people are called."""
    known: Sequence[Person] = library.people(hidden=True)
    return {row.person: row.name for row in known if row.name is not None}


def called(node: str, names: Names) -> str:
    """Return the name of somebody, else the id."""
    return names.get(node, node)


def steps(found: ResemblancePath, names: Names) -> list[Step]:
    """Return the steps of a path; the first has nobody before it."""
    alike: list[float | None] = [None, *found.similarities]
    return [
        Step(similarity, called(node, names))
        for node, similarity in zip(found.nodes, alike, strict=True)
    ]


def print_path(found: ResemblancePath | None, names: Names, *, json: bool, empty: str) -> None:
    """Print a path, a line for each step."""
    if json:
        told = found or {"nodes": (), "similarities": (), "weakest": None}
        print_json(told, names=[names.get(node) for node in found.nodes] if found else [])
        return
    print_rows(steps(found, names) if found else [], STEPS, json=False, empty=empty)


def print_alike(found: Sequence[Alike], names: Names, *, json: bool, empty: str) -> None:
    """Print pairs of people."""
    if json:
        for pair in found:
            print_json(pair, names=[names.get(pair.one), names.get(pair.other)])
        return
    columns: list[Column[Alike]] = [
        Column("alike", lambda pair: f"{pair.similarity:.3f}", right=True),
        Column("photos", lambda pair: f"{pair.photos:,}" if pair.photos else "", right=True),
        Column("one", lambda pair: called(pair.one, names)),
        Column("other", lambda pair: called(pair.other, names)),
    ]
    print_rows(found, columns, json=False, empty=empty)


def listed(communities: Sequence[int]) -> str:
    """Return groups by number, from 1, the largest."""
    return ", ".join(str(community + 1) for community in communities)
