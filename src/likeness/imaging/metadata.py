"""What a photo's EXIF and XMP say: which way is up, when and with what it was taken.

Metadata is written by anybody: whatever is malformed counts as absent, and nothing raises.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from likeness.types import TakenFrom

if TYPE_CHECKING:
    from PIL import Image

# EXIF tags, CIPA DC-008 (Exif 3.0).
MAKE, MODEL, ORIENTATION, EXIF_IFD = 0x010F, 0x0110, 0x0112, 0x8769
TIME_ORIGINAL, TIME_DIGITIZED = 0x9003, 0x9004
OFFSET_ORIGINAL, OFFSET_DIGITIZED = 0x9011, 0x9012

# XMP properties that tell when the shutter opened, best first.
XMP_TIMES = (
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated",
    "{http://ns.adobe.com/xap/1.0/}CreateDate",
)
XMP_KEY = "xmp"  # where Pillow's readers leave the packet
MAX_XMP = 2**20  # bytes; real packets have a few thousand

EXIF_TIME = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?")
XMP_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$"
)
OFFSET = re.compile(r"([+-])(\d\d):(\d\d)$")

FIRST_YEAR = 1826  # of the oldest photograph that is kept, Niépce's view from Le Gras
MAX_OFFSET = 14 * 60  # minutes; Kiribati
MAX_CAMERA = 100  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a photo says of itself."""

    orientation: int = 1  # EXIF, 1 to 8
    taken: datetime | None = None  # local time as the camera wrote it, without zone
    taken_offset: int | None = None  # minutes east of UTC
    taken_from: TakenFrom | None = None
    camera: str | None = None


def read_metadata(image: Image.Image) -> Metadata:
    """Return what *image*, opened but not necessarily loaded, says of itself."""
    about = _of_tags(_tags(image.getexif))
    moment = None if about.taken else _xmp_moment(_xmp_packet(image.info))
    if moment is None:
        return about
    return replace(about, taken=moment[0], taken_offset=moment[1], taken_from="xmp")


def tiff_metadata(data: bytes) -> Metadata:
    """Return what a file with TIFF tags, such as most cameras' RAW files, says of itself."""
    from PIL import Image

    def exif() -> Image.Exif:
        found = Image.Exif()
        found.load(data)
        return found

    return _of_tags(_tags(exif))


def _of_tags(exif: Mapping[int, Any]) -> Metadata:
    moment = _exif_moment(exif)
    taken, offset = moment or (None, None)
    return Metadata(
        orientation=_orientation(exif.get(ORIENTATION)),
        taken=taken,
        taken_offset=offset,
        taken_from="exif" if moment else None,
        camera=_camera(exif.get(MAKE), exif.get(MODEL)),
    )


def file_moment(mtime_ns: int) -> tuple[datetime, int] | None:
    """Return a file's time as (UTC without zone, offset 0), None if it is implausible."""
    try:
        taken = datetime.fromtimestamp(mtime_ns // 10**9, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    return (taken, 0) if _plausible(taken) else None


def _tags(read: Callable[[], Image.Exif]) -> dict[int, Any]:
    """Return the tags of the first directory and the EXIF directory in one mapping."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = read()
            return {**dict(exif), **dict(exif.get_ifd(EXIF_IFD))}
    except Exception:  # Pillow's parser raises whatever the garbage makes it trip over
        return {}


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _camera(make: object, model: object) -> str | None:
    """Join make and model, which often repeats the make, into one printable line."""
    first, second = _clean(make), _clean(model)
    if first and second.lower().startswith(first.split()[0].lower()):
        first = ""
    return f"{first} {second}".strip()[:MAX_CAMERA].strip() or None


def _clean(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        return ""
    printable = "".join(c if c.isprintable() and c != "\ufffd" else " " for c in text[:1000])
    return " ".join(printable.split())


# ---------------------------------------------------------------- moments

Moment = tuple[datetime, int | None]


def _exif_moment(exif: Mapping[int, Any]) -> Moment | None:
    pairs = ((TIME_ORIGINAL, OFFSET_ORIGINAL), (TIME_DIGITIZED, OFFSET_DIGITIZED))
    for time_tag, offset_tag in pairs:
        found = EXIF_TIME.match(_clean(exif.get(time_tag)))
        taken = _moment(found.groups()) if found else None
        if taken is not None:
            return taken, _offset(_clean(exif.get(offset_tag)))
    return None


def _xmp_moment(packet: bytes) -> Moment | None:
    """Return the best moment of an XMP packet, as attribute or as element."""
    values = dict(_xmp_values(packet))
    for name in XMP_TIMES:
        found = XMP_TIME.match(values.get(name, "").strip())
        taken = _moment(found.groups()[:6]) if found else None
        if found and taken is not None:
            return taken, _offset(found.group(7) or "")
    return None


def _xmp_packet(info: Mapping[Any, Any]) -> bytes:
    packet = info.get(XMP_KEY)
    if not isinstance(packet, bytes) or len(packet) > MAX_XMP:
        return b""
    return packet.strip(b"\0 \r\n\t")


def _xmp_values(packet: bytes) -> Iterator[tuple[str, str]]:
    if not any(name.rpartition("}")[2].encode() in packet for name in XMP_TIMES):
        return  # parsing costs more than all the rest of this file
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(packet, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return
    for element in root.iter():
        for name in XMP_TIMES:
            if element.tag == name and element.text:
                yield name, element.text
            if name in element.attrib:
                yield name, element.attrib[name]


def _moment(parts: tuple[str | None, ...]) -> datetime | None:
    try:
        taken = datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    return taken if _plausible(taken) else None


def _offset(text: str) -> int | None:
    if text == "Z":
        return 0
    found = OFFSET.match(text)
    if not found:
        return None
    minutes = int(found.group(2)) * 60 + int(found.group(3))
    minutes = -minutes if found.group(1) == "-" else minutes
    return minutes if abs(minutes) <= MAX_OFFSET else None


def _plausible(taken: datetime) -> bool:
    latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=366)
    return taken.year >= FIRST_YEAR and taken <= latest
