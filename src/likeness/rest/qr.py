"""QR codes as SVG: one shape, no script, no style, nothing from elsewhere."""

from __future__ import annotations

import io

from fastapi import Request, Response

QUIET = 4
"""Light modules around the code that readers need (ISO/IEC 18004, 6.3.8)."""

CORRECTION = "m"
"""15 % of the code may be hidden: a glare on a screen, and still few modules for small phones."""

SVG = "image/svg+xml"


class Svg(Response):
    """An SVG file."""

    media_type = SVG


def page_address(request: Request, path: str) -> str:
    """Return the absolute address of a page of ours, as whoever asks sees this server.

    The guards let no foreign Host pass, and the scheme is a proxy's word only where that proxy is
    believed (`serve.proxies`): an address that a stranger chose is never in the code.

    Args:
        request: That the page's own server answers.
        path: Below the start page, with a slash in front.
    """
    root = request.scope.get("root_path", "")
    return f"{request.url.scheme}://{request.headers['host']}{root}{path}"


def qr_code(text: str) -> bytes:
    """Return a QR code of *text* as an SVG document that fills whatever it is shown in."""
    import segno

    written = io.BytesIO()
    segno.make(text, error=CORRECTION, micro=False).save(
        written,
        kind="svg",
        border=QUIET,
        dark="#000",
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return written.getvalue()
