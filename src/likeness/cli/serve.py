"""likeness serve: the library on the network."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from likeness.cli.context import Session, who
from likeness.cli.entrance import entrance
from likeness.cli.logs import logging_to_stderr
from likeness.cli.options import Json, flag
from likeness.cli.output import print_json, print_line, print_message


def serve(  # noqa: PLR0917 - typer names every parameter
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where to listen.", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", help="Port; 0: any free one.", show_default=False),
    ] = None,
    root_path: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Path below which a proxy shows it.", show_default=False),
    ] = None,
    tls: Annotated[bool, flag("--tls", text="HTTPS with a certificate of its own making.")] = False,
    no_browser: Annotated[bool, flag("--no-browser", text="Do not open the page.")] = False,
    json: Json = False,
) -> None:
    """Serve the library to browsers, phones and programs.

    By itself it listens on this machine only, and opens a page that nobody else can open. Listening
    elsewhere demands accounts: `likeness users create NAME --role owner`.

    Example: likeness serve --host 0.0.0.0 --tls
    """
    from likeness.rest.serving import Address
    from likeness.rest.serving import serve as run

    session = Session.of(context)
    changes: dict[str, Any] = {"host": host, "port": port, "root_path": root_path}
    given = {name: value for name, value in changes.items() if value is not None}
    if tls:
        given["tls"] = "self-signed"

    def ready(address: Address) -> None:
        if json:
            print_json(
                {
                    "url": address.url,
                    "link": address.entrance,
                    "fingerprint": address.fingerprint,
                }
            )
            return
        print_line(f"Serving {library.folder} at {address.url}")
        if address.fingerprint:
            print_message("Browsers warn of the certificate once. Its SHA-256 fingerprint:")
            print_message(address.fingerprint)
        if address.entrance:
            print_message("Open this within ten minutes; it works once:")
            print_line(address.entrance)
            if not no_browser:
                _open(library.folder, address.entrance, kept)
        print_message("Ctrl-C ends it.")

    with (
        session.open_serving(given) as library,
        logging_to_stderr(library.settings.log_level),
        ExitStack() as kept,
    ):
        run(library, who=who(), ready=ready)


def _open(folder: Path, link: str, kept: ExitStack) -> None:
    """Open the page, where there is a browser to open it with; what leads there is *kept*."""
    import os
    import sys
    import webbrowser

    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform == "linux" and not shown:
        return
    try:
        file = kept.enter_context(entrance(folder, link))
    except OSError:
        print_message("No browser is opened: the library folder cannot be written.")
        return
    webbrowser.open(file.as_uri())
