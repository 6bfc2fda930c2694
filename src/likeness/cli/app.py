"""The root of the command line: all commands, and the boundary where errors become words."""

from __future__ import annotations

import logging
import re
import shlex
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperArgument, TyperGroup

from likeness.cli import (
    averages,
    collections,
    config,
    evaluate,
    export,
    faces,
    keys,
    models,
    network,
    people,
    rounds,
    sources,
    users,
)
from likeness.cli.add import add
from likeness.cli.average import average
from likeness.cli.backup import backup
from likeness.cli.context import Opener, Session, open_library
from likeness.cli.doctor import doctor
from likeness.cli.failures import failures
from likeness.cli.find import find
from likeness.cli.forget import forget
from likeness.cli.group import group
from likeness.cli.history import history, undo
from likeness.cli.move import move_library
from likeness.cli.options import Json, flag
from likeness.cli.output import (
    OutputClosedError,
    fall_silent,
    finish,
    print_error,
    print_line,
    print_message,
)
from likeness.cli.photos import photos
from likeness.cli.portraits import portraits
from likeness.cli.restore import restore
from likeness.cli.review import review
from likeness.cli.serve import serve
from likeness.cli.trust import trust
from likeness.cli.upgrade import upgrade
from likeness.cli.welcome import welcome
from likeness.cli.why import why
from likeness.cli.worker import worker
from likeness.errors import InterruptedRunError, LikenessError, UsageError
from likeness.version import __version__

PROGRAM = "likeness"

DONE = 0
FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells have it

COMMANDS: dict[str, dict[str, Callable[..., None] | typer.Typer]] = {
    "Photos": {
        "add": add,
        "photos": photos,
        "failures": failures,
        "sources": sources.app,
        "collections": collections.app,
    },
    "People": {
        "people": people.app,
        "faces": faces.app,
        "group": group,
        "review": review,
        "why": why,
        "history": history,
        "undo": undo,
    },
    "Find and take away": {
        "find": find,
        "export": export.app,
    },
    "Draw": {
        "average": average,
        "averages": averages.app,
        "portraits": portraits,
        "network": network.app,
    },
    "Play": {
        "rounds": rounds.app,
    },
    "Measure": {
        "trust": trust,
        "evaluate": evaluate.app,
    },
    "Serve": {
        "serve": serve,
        "worker": worker,
        "users": users.app,
        "keys": keys.app,
    },
    "Care": {
        "models": models.app,
        "doctor": doctor,
        "config": config.app,
        "upgrade": upgrade,
        "backup": backup,
        "restore": restore,
        "move-library": move_library,
        "forget": forget,
    },
}
"""Every command, in the order in which a newcomer meets them."""


LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
"""Within a paragraph."""

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class InOrder(TyperGroup):
    """Lists commands as `COMMANDS` does; typer would put all that have verbs last."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return [name for commands in COMMANDS.values() for name in commands]


app = typer.Typer(
    name=PROGRAM,
    cls=InOrder,
    invoke_without_command=True,
    add_completion=False,
    context_settings=HELP,
)


def print_version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        print_line(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    library: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Library folder; else LIKENESS_LIBRARY, else your user data folder.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    version: Annotated[
        bool,
        flag("--version", text="Print the version.", callback=print_version, is_eager=True),
    ] = False,
) -> None:
    """Find every face in your photos, see who is there, and find anybody again.

    Everything stays on this machine, unless you name a server; your photos are never changed.

    Example: likeness add ~/Pictures
    """
    del json, version
    session = Session.of(context)
    session.folder = library
    if context.invoked_subcommand is None:
        welcome(session)


for panel, commands in COMMANDS.items():
    for name, command in commands.items():
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name, rich_help_panel=panel)
        else:
            app.command(name, rich_help_panel=panel)(command)


def run(argv: Sequence[str], *, opener: Opener = open_library) -> int:
    """Run one command line and return its exit status.

    Args:
        argv: The words after the program's name.
        opener: How commands open the library.
    """
    # What goes wrong reaches the user in our words, once: not also as a log with a traceback.
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
    try:
        status = _run(argv, Session(opener=opener, words=tuple(argv)))
        finish()
    except OutputClosedError:
        fall_silent()
        return DONE
    except LikenessError as exc:  # the output could not be written
        print_error(str(exc))
        return FAILED
    return status


def _run(argv: Sequence[str], session: Session) -> int:
    command = typer.main.get_command(app)
    hide_types(command)
    try:
        check_words(argv)
        status = command.main(list(argv), PROGRAM, standalone_mode=False, obj=session)
    except LikenessError as exc:
        return _refused(exc)
    except typer.TyperException as exc:
        return _wrong_use(exc)
    except typer.Abort:  # the input ended at a question
        return FAILED
    except SystemExit as exc:  # how rich and typer end when the reader of a help page has gone
        raise OutputClosedError from exc
    if status == INTERRUPTED:  # what typer makes of KeyboardInterrupt
        print_message("Stopped.")
    return status if isinstance(status, int) else DONE


def hide_types(command: Any) -> None:
    """Leave the types that Python gives arguments, as `<list[str]>`, out of the help pages.

    And let paragraphs be as wide as the terminal.

    Args:
        command: A command or group, with all below it.
    """
    context = typer.Context(command, **HELP)
    if command.help:  # as paragraphs: rich would keep the lines of the source
        command.help = LINE_END.sub(" ", command.help)
    shown = command.get_help_option(context)
    if shown is not None:
        shown.metavar = ""
    for argument in command.params:
        if isinstance(argument, TyperArgument):
            argument.display_type_rich = lambda **_: None  # type: ignore[method-assign]
    for below in getattr(command, "commands", {}).values():
        hide_types(below)


def check_words(argv: Sequence[str]) -> None:
    """Refuse empty words: as a path, a shell variable that is not set would mean this folder.

    Raises:
        UsageError: There is one, alone or as the value of an option.
    """
    for word in argv:
        if not word or (word.startswith("--") and word.endswith("=")):
            raise UsageError(f"Nothing stands where a word is needed: {shlex.join(argv)}")


def _refused(error: LikenessError) -> int:
    """Say in one line what did not work."""
    if isinstance(error, InterruptedRunError):
        print_message(str(error))
        return INTERRUPTED
    print_error(str(error))
    return WRONG_USE if isinstance(error, UsageError) else FAILED


def _wrong_use(error: typer.TyperException) -> int:
    """Say what is wrong with the words typed, and where to read on."""
    context: typer.Context | None = getattr(error, "ctx", None)
    print_error(" ".join(error.format_message().split()))
    if context is not None:
        print_message(f"Try: {context.command_path} --help")
    return error.exit_code
