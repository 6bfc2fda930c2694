"""The progress of an average."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from likeness.types import Progress
from likeness.workflows.average.passes import PASSES, STEPS, Passes


def told(passes: list[tuple[str, int]]) -> list[Progress]:
    seen: list[Progress] = []
    tally = Passes(seen.append, faces=5)
    for stage, total in passes:
        for done in range(1, total + 1):
            tally.tell(stage, done, total)
    return seen


def test_all_passes_together_are_the_whole() -> None:
    seen = told([("aligning", 3), *[("flattening", 3), ("refining", 3)] * 2, ("rendering", 3),
                 ("measuring", 3), ("blending", 2)])  # fmt: skip
    assert seen[-1].done == seen[-1].total == STEPS
    assert seen[-1].faces == 5


def test_one_stage_gone_through_again_is_another_pass() -> None:
    assert told([("blending", 4), ("blending", 4)])[-1].done == STEPS * 2 // PASSES


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 40)), max_size=20))
def test_it_only_ever_grows_up_to_the_whole(passes: list[tuple[str, int]]) -> None:
    steps = [progress.done for progress in told(passes)]
    assert steps == sorted(set(steps))
    assert all(step <= STEPS for step in steps)
