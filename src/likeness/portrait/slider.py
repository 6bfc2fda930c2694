"""A page with a slider from one average to another: one self-contained file of HTML.

Nothing is loaded from anywhere. Titles are names from anywhere, so the page defends itself twice:
the template escapes them, and a Content Security Policy lets run exactly the one style and the one
script that this file puts there, by their SHA-256 (https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from importlib.resources import files

from likeness.imaging.lettering import plain
from likeness.web.policy import policy

FRAMES = 17  # a good number of pictures: each weighs some 10 kB as WebP of 512 pixels


def morph_page(pictures: Sequence[bytes], one: str, other: str) -> str:
    """Return the page; it always encodes to UTF-8.

    Args:
        pictures: From one average to the other in equal steps, both ends included, as JPEG or WebP.
            Between two of them the page fades.
        one: Title of the first.
        other: Title of the last.

    Raises:
        ValueError: Fewer than two pictures, or one is neither JPEG nor WebP.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    if len(pictures) < 2:
        raise ValueError(f"A slider needs at least two pictures; got {len(pictures)}.")
    style, script = _resource("slider.css"), _resource("slider.js")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.from_string(_resource("slider.html.jinja")).render(
        one=plain(one),
        other=plain(other),
        pictures=[_uri(picture) for picture in pictures],
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704 (our own file, and the policy names its hash)
        script=Markup(script),  # noqa: S704 (our own file, and the policy names its hash)
    )
    return text.strip() + "\n"  # nothing may stand before the document type


def _resource(name: str) -> str:
    return files("likeness.portrait").joinpath(name).read_text("utf-8").strip()


def _uri(picture: bytes) -> str:
    if picture[:3] == b"\xff\xd8\xff":
        kind = "jpeg"
    elif picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        kind = "webp"
    else:
        raise ValueError("The pictures of a slider are JPEG or WebP; got something else.")
    return f"data:image/{kind};base64,{b64encode(picture).decode()}"
