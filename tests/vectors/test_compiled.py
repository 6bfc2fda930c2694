from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.vectors import compiled
from likeness.vectors.compiled import in_parts, kernel, offsets


@settings(deadline=None)
@given(size=st.integers(0, 50), parts=st.integers(0, 60))
def test_parts_cover_everything_once_and_in_order(size: int, parts: int) -> None:
    pieces = in_parts(lambda begin, end: list(range(begin, end)), size, parts)
    assert [number for piece in pieces for number in piece] == list(range(size))


def test_offsets_say_where_rows_begin() -> None:
    assert offsets(np.array([2, 0, 3])).tolist() == [0, 2, 2, 5]


def test_where_nothing_can_be_kept_it_is_compiled_in_each_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = compiled.numba.njit

    def refusing(*, nogil: bool, cache: bool = False) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return plain(nogil=nogil)

    monkeypatch.setattr(compiled, "numba", SimpleNamespace(njit=refusing))
    assert kernel(lambda number: number + 1)(1) == 2
