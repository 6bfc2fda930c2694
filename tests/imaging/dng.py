"""A camera's RAW file, as small as one can be."""

from __future__ import annotations

import struct

import numpy as np

BYTE, ASCII, SHORT, LONG, RATIONAL, SIGNED = 1, 2, 3, 4, 5, 10  # TIFF 6.0, section 2
CODES = {SHORT: "H", LONG: "I", RATIONAL: "I", SIGNED: "i"}
OFFSET = -1  # to be replaced by where the pixels begin


def dng_file(width: int = 64, height: int = 48, orientation: int = 1) -> bytes:
    """Return a DNG whose sensor saw a bright red left and a dark red right half."""
    sensor = np.full((height, width), 20_000, np.uint16)
    sensor[0::2, 0::2], sensor[1::2, 1::2] = 40_000, 5_000
    sensor[:, width // 2 :] //= 8
    tags: list[tuple[int, int, bytes | list[int]]] = [
        (254, LONG, [0]),
        (256, LONG, [width]),
        (257, LONG, [height]),
        (258, SHORT, [16]),
        (259, SHORT, [1]),
        (262, SHORT, [32803]),  # colour filter array
        (271, ASCII, b"Acme\0"),
        (272, ASCII, b"Box\0"),
        (273, LONG, [OFFSET]),
        (274, SHORT, [orientation]),
        (277, SHORT, [1]),
        (278, LONG, [height]),
        (279, LONG, [width * height * 2]),
        (33421, SHORT, [2, 2]),
        (33422, BYTE, bytes([0, 1, 1, 2])),  # red green / green blue
        (50706, BYTE, bytes([1, 4, 0, 0])),
        (50707, BYTE, bytes([1, 1, 0, 0])),
        (50708, ASCII, b"Acme Box\0"),
        (50717, LONG, [65535]),
        (50721, SIGNED, [1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1]),
        (50728, RATIONAL, [1] * 6),
        (50778, SHORT, [21]),
    ]
    return _tiff(tags) + sensor.tobytes()


def _tiff(tags: list[tuple[int, int, bytes | list[int]]]) -> bytes:
    data_at = 8 + 2 + 12 * len(tags) + 4
    end = data_at + sum(len(_packed(t, v, 0)) for _, t, v in tags if len(_packed(t, v, 0)) > 4)
    directory, data = struct.pack("<H", len(tags)), b""
    for tag, kind, values in tags:
        raw = _packed(kind, values, end)
        count = len(values) // (2 if kind in {RATIONAL, SIGNED} else 1)
        directory += struct.pack("<HHI", tag, kind, count)
        if len(raw) > 4:
            directory += struct.pack("<I", data_at + len(data))
            data += raw
        else:
            directory += raw.ljust(4, b"\0")
    return b"II*\0\x08\0\0\0" + directory + bytes(4) + data


def _packed(kind: int, values: bytes | list[int], end: int) -> bytes:
    if isinstance(values, bytes):
        return values
    return struct.pack(f"<{len(values)}{CODES[kind]}", *(end if v == OFFSET else v for v in values))
