"""Which bytes a visitor asks for."""

from __future__ import annotations

import pytest

from likeness.rest.ranges import Range, UnsatisfiableError, wanted


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-9", (0, 10)),
        ("Bytes= 90-", (90, 100)),
        ("bytes=90-1000", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-1000", (0, 100)),
    ],
)
def test_one_range_is_sent(header: str, part: Range) -> None:
    assert wanted(header, 100) == part


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes", "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=0-9", "bytes=٠-٩"],
)
def test_what_is_none_is_ignored(header: str | None) -> None:
    assert wanted(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_what_is_not_there_cannot_be_sent(header: str) -> None:
    with pytest.raises(UnsatisfiableError, match="100 bytes"):
        wanted(header, 100)
