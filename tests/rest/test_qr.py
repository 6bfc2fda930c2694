"""QR codes, read back from their SVG as a phone reads them."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
from fastapi import Request
from numpy.typing import NDArray

from likeness.rest.qr import page_address, qr_code

SVG = "{http://www.w3.org/2000/svg}"
PIXELS = 8
"""Of a module."""


def drawn(svg: bytes) -> NDArray[np.uint8]:
    """Return the picture that a QR code's SVG is: its path is made of lines one module high."""
    root = ET.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2])
    modules = np.full((side, side), 255, np.uint8)
    across, down = 0.0, 0.0
    path = root.findall(f"{SVG}path")[1].attrib["d"]
    for verb, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        given = [float(number) for number in re.findall(r"-?[0-9.]+", numbers)]
        if verb == "h":
            modules[int(down), int(across) : int(across + given[0])] = 0
            across += given[0]
        else:
            begin = (0.0, 0.0) if verb == "M" else (across, down)
            across, down = begin[0] + given[0], begin[1] + given[1]
    return np.kron(modules, np.ones((PIXELS, PIXELS), np.uint8))


def read(svg: bytes) -> str:
    """Return what a QR code says."""
    said, _, _ = cv2.QRCodeDetector().detectAndDecode(drawn(svg))
    return said


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8420/join/MTIzNDU2Nzg5MGFiY2RlZg",
        "https://[fd00::1]:8420/faces/join/MTIzNDU2Nzg5MGFiY2RlZg",
        "https://" + "a" * 200 + ".example/join/MTIzNDU2Nzg5MGFiY2RlZg",
    ],
)
def test_a_phone_reads_the_address(address: str) -> None:
    assert read(qr_code(address)) == address


def test_it_is_one_shape_without_script_style_or_anything_from_elsewhere() -> None:
    root = ET.fromstring(qr_code('https://a.example/<script>"&'))

    assert [(one.tag, sorted(one.attrib)) for one in root.iter()] == [
        (f"{SVG}svg", ["viewBox"]),
        (f"{SVG}path", ["d", "fill"]),
        (f"{SVG}path", ["d", "stroke"]),
    ]


def test_the_address_is_that_by_which_the_page_was_asked_for() -> None:
    request = Request(
        {
            "type": "http",
            "scheme": "https",
            "path": "/faces/api/v1/rounds",
            "root_path": "/faces",
            "query_string": b"",
            "headers": [(b"host", b"home.example:8443")],
        }
    )

    assert page_address(request, "/join/abc") == "https://home.example:8443/faces/join/abc"
