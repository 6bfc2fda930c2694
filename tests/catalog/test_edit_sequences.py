"""Whatever is decided, run, slid and taken back: no decision is lost, and every way leads back.

`benchmarks/edits.py` plays 1,000 of these sequences.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.catalog.sql import SqlCatalog
from tests.catalog.sequences import STEPS, Step, play, quick_catalog

NUMBERS = st.integers(0, 40)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlCatalog]:
    """A library that every sequence begins anew."""
    with quick_catalog(tmp_path_factory.mktemp("sequences") / "library") as catalog:
        yield catalog


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), NUMBERS, NUMBERS, NUMBERS), max_size=12),
)
def test_no_decision_is_lost_and_every_way_leads_back(
    library: SqlCatalog, steps: list[Step]
) -> None:
    """The steps check themselves; in the end everything is taken back."""
    play(library, steps)
