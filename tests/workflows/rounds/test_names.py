"""What rounds and those who join are called."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import JoinRefusedError, UsageError
from likeness.workflows.rounds.names import LONGEST_NICKNAME, clean_nickname, clean_title, folded


@pytest.mark.parametrize(
    "nickname",
    [
        *("", " ", "\u200d", "a\u202eb", "a\u2066b", "a\nb", "a\x00b", "a" * 41, "a" * 10_000),
        "a\u0301\u0302\u0303\u0304",
    ],
    ids=["empty", "space", "joiner", "override", "isolate", "line", "null", "41", "10000", "zalgo"],
)
def test_a_nickname_that_could_do_harm_is_refused(nickname: str) -> None:
    with pytest.raises(JoinRefusedError, match="A nickname ") as refused:
        clean_nickname(nickname)

    assert refused.value.reason == "nickname"


@pytest.mark.parametrize(
    "nickname",
    [
        "Anna",
        "김철수",
        "สมชาย",
        "Nguyễn Ế",
        "👩‍👩‍👧",
        "<b>x</b>",
        "'}) DETACH DELETE (n) //",
        "שָׁלוֹם",
    ],
)
def test_a_nickname_in_any_script_stays_as_it_is(nickname: str) -> None:
    assert clean_nickname(f"  {nickname} ") == nickname


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_is_accepted_is_short_and_accepted_again(text: str) -> None:
    try:
        cleaned = clean_nickname(text)
    except JoinRefusedError:
        return
    assert 1 <= len(cleaned) <= LONGEST_NICKNAME
    assert clean_nickname(cleaned) == cleaned


def test_a_title_that_cannot_be_one_says_so() -> None:
    with pytest.raises(UsageError, match="The title of a round has at most 100 characters"):
        clean_title("a" * 101)


def test_nicknames_that_read_the_same_are_one() -> None:
    assert folded("ANNA") == folded("ａｎｎａ") == "anna"
