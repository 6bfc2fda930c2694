"""Write docs/reference/cli.md from the help texts: `python docs/generate.py`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from likeness import types
from likeness.cli.app import PROGRAM, app
from likeness.cli.config import Setting
from likeness.cli.welcome import Standing
from likeness.network.graph_store import Pushed

PAGE = Path(__file__).parent / "reference" / "cli.md"

PYTHON_TYPE = re.compile(r" <[^>]*>")

INTRODUCTION = r"""# Command line

This page is made from the help texts by `docs/generate.py`.

`--library DIR` stands before the command; without it `LIKENESS_LIBRARY` names the library, and
without that it lies in your user data folder. A new library folder is readable by you alone.

`PHOTO` is a path or an id, `ID` of a person an id or a name. A sample is a file, `FILE#N` for its
N-th face, largest first, or `face:ID` for a face of the library. A file whose name really ends in
`#2` is found under its full name.

**Output.** Answers go to stdout, progress and messages to stderr. With `--json` an answer is JSON
lines in UTF-8: one object per row, or one object where the answer is one thing. Keys may be added
in later versions, never removed or retyped. A byte of a file name that is not UTF-8 is written as
the escape `\udcXX`, XX being the byte: Python's `os.fsencode` turns it back. On a terminal such
bytes, control characters and line ends in names are shown as `\xff`, `\x1b`, `\n`.

**Exit status.** 0: done, also when single files failed. 1: it could not be done, and one line on
stderr says why. 2: the words typed make no sense. 130: stopped by Ctrl-C. The first Ctrl-C lets
`add` finish and keep the photos it is working on; the second ends it at once, and what was
committed before stays.
"""


@dataclass(frozen=True)
class Served:
    """What `serve` answers as soon as it listens."""

    url: str
    link: str
    fingerprint: str


@dataclass(frozen=True)
class Measured:
    """What the answers of all evaluations begin with."""

    command: str
    dataset: str
    model: str
    detector: str
    metric: str
    seed: int
    people: int
    photos: int
    faces: int
    coverage: float
    unreadable: int


@dataclass(frozen=True)
class Drawn:
    """How large a network is, and where it was written."""

    nodes: int
    edges: int
    file: str | None


@dataclass(frozen=True)
class Freed:
    """What clearing the cache frees."""

    bytes: int


ROWS: dict[str, type[Any]] = {
    "": Standing,
    "add": types.AddReport,
    "photos": types.Photo,
    "failures": types.Failure,
    "sources": types.Source,
    "sources remove": types.Source,
    "collections": types.Collection,
    "collections create": types.Collection,
    "collections add": types.Collection,
    "collections remove": types.Collection,
    "collections delete": types.Collection,
    "serve": Served,
    "people": types.Person,
    "people name": types.Edit,
    "people merge": types.Edit,
    "people split": types.Edit,
    "people hide": types.Edit,
    "people opt-out": types.Edit,
    "people feature": types.Edit,
    "people apart": types.Edit,
    "people born": types.Edit,
    "faces": types.Face,
    "faces assign": types.Edit,
    "faces confirm": types.Edit,
    "faces reject": types.Edit,
    "faces ignore": types.Edit,
    "faces not-a-face": types.Edit,
    "group": types.GroupReport,
    "history": types.Edit,
    "undo": types.Edit,
    "average": types.AverageReport,
    "averages": types.KeptAverage,
    "averages show": types.KeptAverage,
    "averages again": types.KeptAverage,
    "averages compare": types.AveragesApart,
    "averages remove": types.KeptAverage,
    "portraits": types.PortraitReport,
    "network": Drawn,
    "network path": types.ResemblancePath,
    "network chain": types.ResemblancePath,
    "network relatives": types.Alike,
    "network alike": types.Alike,
    "network bridges": types.Bridge,
    "network push": Pushed,
    "rounds": types.GameRound,
    "rounds list": types.GameRound,
    "rounds open": types.GameRound,
    "rounds join": types.Joined,
    "rounds withdraw": types.GameRound,
    "rounds close": types.GameRound,
    "rounds show": types.GameRound,
    "rounds replay": types.Replay,
    "rounds remove": types.GameRound,
    "rounds leaderboard": types.Standing,
    "rounds series": types.GameSeries,
    "upgrade": types.UpgradeReport,
    "find": types.FindAnswer,
    "review": types.Question,
    "why": types.FaceReasons,
    "trust": types.TrustReport,
    "export people": types.ExportReport,
    "export faces": types.ExportReport,
    "evaluate similarity": Measured,
    "evaluate accuracy": Measured,
    "evaluate grid": Measured,
    "evaluate grouping": Measured,
    "evaluate identify": Measured,
    "evaluate map": Measured,
    "evaluate profile": Measured,
    "evaluate clear": Freed,
    "users": types.Account,
    "users list": types.Account,
    "users create": types.Account,
    "users password": types.Account,
    "users role": types.Account,
    "users disable": types.Account,
    "users enable": types.Account,
    "users remove": types.Account,
    "keys": types.ApiKey,
    "keys create": types.ApiKey,
    "keys revoke": types.ApiKey,
    "worker": types.Job,
    "models": types.ModelInfo,
    "models list": types.ModelInfo,
    "models show": types.ModelInfo,
    "models verify": types.Check,
    "doctor": types.Check,
    "backup": types.BackupReport,
    "restore": types.RestoreReport,
    "move-library": types.MoveReport,
    "config show": Setting,
    "forget": types.ForgetReport,
}
"""What `--json` prints, by command."""

ALSO = {
    "sources remove": "`removed`",
    "collections delete": "`deleted`",
    "people split": "`person`, the new one",
    "users remove": "`removed`",
    "keys create": "`secret`",
    "keys revoke": "`revoked`",
    "faces": "with `--draw`, `number`",
    "group": "with `--strictness list`, rows of `strictness`, `people`, `unassigned`, `chosen`, "
    "`now`",
    "review": "with `--answer`, `question`, `reply`, `what`, `edits`",
    "why": "for a person `person`, `name`, `faces`, `photos`, `confirmed`, `purity`, "
    "`purity_from`, `doubtful`, `merges`, `apart`, `edits`",
    "find": "with `--out` or `--zip`, `copied`",
    "average": "`file`; with `--keep`, `average`; with `--over`, `period`, `moved`; with `--gender "
    "both` a row for women and one for men",
    "averages show": "`file`",
    "network path": "`names`",
    "network chain": "`names`",
    "network relatives": "`names`",
    "network alike": "`names`",
    "network bridges": "`name`",
    "rounds open": "`join`, `screen`, the paths of its pages",
    "rounds show": "`boards`, `file`",
    "rounds remove": "`removed`",
    "averages compare": "`file`",
    "evaluate similarity": "`order`, `label`, `names`, `values`, `within`, `between`, `groups`, "
    "`faceless`, `intervals`, `report`, `files`",
    "evaluate accuracy": "`same`, `different`, `auc`, `eer`, `eer_threshold`, `tar`, `accuracy`, "
    "`sigma`, `threshold`, `curve`, `densities`, `closest_different`, `farthest_same`, "
    "`resolution`, `pairs`, `groups`, `intervals`, `report`, `files`",
    "evaluate grid": "`ranked_by`, `photos_compared`, `pairs_compared`, `engines`, `cells`, "
    "`intervals`, `report`, `files`",
    "evaluate grouping": "`unlabelled_faces`, `methods`, `groups`, `intervals`, `report`, `files`",
    "evaluate identify": "`likeness`, `nearest_template`, `groups`, `intervals`, `report`, `files`",
    "evaluate map": "`method`, `perplexity`, `trustworthiness`, `points`, `report`, `files`",
    "evaluate profile": "`person`, `values`, `mean`, `spread`, `shown`, `report`, `files`; figures "
    "with an interval are objects of `value`, `low`, `high`, `note`",
}
"""Keys beside those of the record."""


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command's words after the program's name, and its context."""
    yield from _below(typer.Context(typer.main.get_command(app), info_name=PROGRAM), ())


def _below(context: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    yield " ".join(words), context
    if isinstance(context.command, TyperGroup):
        for name in context.command.list_commands(context):
            inner = context.command.commands[name]
            yield from _below(typer.Context(inner, parent=context, info_name=name), (*words, name))


def page() -> str:
    """Return the reference page."""
    return "\n".join([INTRODUCTION, *(section(words, context) for words, context in commands())])


def section(words: str, context: Any) -> str:
    """Return what the page says about one command."""
    title = f"## `{PROGRAM} {words}`" if words else f"## `{PROGRAM}`"
    text, _, example = context.command.help.partition("Example: ")
    usage = " ".join(context.command.get_usage(context).removeprefix("Usage: ").split())
    parts = [
        title,
        text.strip(),
        f"`{usage}`",
        f"```console\n$ {example.strip()}\n```",
        parameters(context),
    ]
    if words in ROWS:
        parts.append(f"With `--json`: {keys(words)}.")
    return "\n\n".join(parts) + "\n"


def parameters(context: Any) -> str:
    """Return the arguments and options of a command as a table."""
    rows = []
    for param in context.command.params:
        record = param.get_help_record(context)
        if record is None:  # what only we call
            continue
        name, text = record
        shown = PYTHON_TYPE.sub("", name).strip().replace("|", r"\|")
        rows.append(f"| `{shown}` | {' '.join(text.split())} |")
    return "\n".join(["| | |", "|---|---|", *rows])


def keys(words: str) -> str:
    """Return the keys of a command's JSON."""
    named = [f"`{field.name}`" for field in dataclasses.fields(ROWS[words])]
    return ", ".join([*named, *([ALSO[words]] if words in ALSO else [])])


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
