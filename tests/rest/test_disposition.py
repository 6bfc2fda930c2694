"""Under which name a browser saves a file."""

from __future__ import annotations

import pytest

from likeness.rest.disposition import disposition


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a b.jpg", "inline; filename=\"a b.jpg\"; filename*=UTF-8''a%20b.jpg"),
        ("é.jpg", "inline; filename=\"_.jpg\"; filename*=UTF-8''%C3%A9.jpg"),
        ('a"\\%.jpg', "inline; filename=\"a___.jpg\"; filename*=UTF-8''a%22%5C%25.jpg"),
        ("a\r\nb", "inline; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab"),
        ("\udcff", "inline; filename=\"_\"; filename*=UTF-8''%3F"),
    ],
)
def test_a_name_is_told_twice_for_old_and_new_browsers(name: str, value: str) -> None:
    assert disposition(name, attachment=False) == value


def test_an_attachment_is_saved() -> None:
    assert disposition("a.zip", attachment=True).startswith("attachment; ")
