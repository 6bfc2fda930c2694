"""likeness people"""

from __future__ import annotations

import pytest

from likeness.cli.context import who
from likeness.errors import UnknownPersonError
from likeness.types import Source
from tests.cli.conftest import Cli
from tests.cli.fake import ANNA, BOB, edit, person


def test_people_are_listed_and_the_nameless_are_plain_to_see(cli: Cli) -> None:
    done = cli("people", people=[person(), person(BOB, name=None)])

    assert done.lines == [
        "person             faces  photos  name",
        f"{ANNA}      3       2  Anna",
        f"{BOB}      3       2  (no name)",
    ]
    assert "2 people, 1 without a name." in done.err
    assert f"likeness people name {BOB} NAME" in done.err
    assert f"likeness faces --person {BOB}" in done.err


def test_when_all_have_names_nothing_is_left_to_do(cli: Cli) -> None:
    assert cli("people", people=[person()]).err == "\n1 person.\n"


def test_without_people_it_says_how_to_get_some(cli: Cli) -> None:
    done = cli("people", people=[], sources=[])

    assert done.err == "No people yet. Add photos: likeness add PHOTOS\n"


def test_photos_without_people_are_no_reason_to_add_photos(cli: Cli) -> None:
    """As after an `add` that was stopped before it came to grouping."""
    source = Source(source="/photos", photos=3, missing=0, mounted=True, id=1)

    done = cli("people", people=[], sources=[source])

    assert done.err == "No people: nobody is on two photos, or likeness group has yet to run.\n"


def test_a_name_cannot_steer_the_terminal(cli: Cli) -> None:
    done = cli("people", people=[person(name="[red]\x1b[2J\nAnna")])

    assert done.lines[1].endswith(r"[red]\x1b[2J\nAnna")


def test_hidden_people_are_listed_if_asked(cli: Cli) -> None:
    done = cli("people", "--hidden", people=[person(hidden=True)])

    assert done.library.calls == [("people", (), {"hidden": True})]
    assert "hidden" in done.lines[1]


def test_who_opted_out_is_listed_and_says_so(cli: Cli) -> None:
    done = cli("people", people=[person(opted_out=True), person(BOB, opted_out=True, hidden=True)])
    assert "opted out" in done.lines[1]
    assert "hidden, opted out" in done.lines[2]
    rows = cli("people", "--json", people=[person(), person(BOB, opted_out=True)]).rows
    assert [row["opted_out"] for row in rows] == [False, True]


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    (row,) = cli("people", "--json", people=[person(name=None)]).rows

    assert {key: row[key] for key in ("person", "name", "faces", "photos")} == {
        "person": ANNA,
        "name": None,
        "faces": 3,
        "photos": 2,
    }


@pytest.mark.parametrize(
    ("argv", "method", "args", "kwargs"),
    [
        (["name", ANNA, "Anna"], "name", (ANNA, "Anna"), {}),
        (["name", ANNA, "--remove"], "name", (ANNA, None), {}),
        (["merge", ANNA, BOB, "Eve"], "merge", (ANNA, BOB, "Eve"), {}),
        (["hide", ANNA], "hide", (ANNA,), {"hidden": True}),
        (["hide", ANNA, "--show"], "hide", (ANNA,), {"hidden": False}),
        (["opt-out", ANNA], "opt_out", (ANNA,), {"out": True}),
        (["opt-out", ANNA, "--back"], "opt_out", (ANNA,), {"out": False}),
        (["feature", ANNA, "f1"], "feature", (ANNA, "f1"), {}),
    ],
)
def test_verbs_decide_in_the_name_of_the_user(
    cli: Cli,
    argv: list[str],
    method: str,
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    done = cli("people", *argv, **{method: edit()})

    assert done.library.calls == [(method, args, {**kwargs, "who": who()})]
    assert done.out == f"{ANNA} is Anna\n"
    assert done.err == "Take it back with: likeness undo 7\n"


def test_faces_to_split_off_may_be_separated_by_commas_or_repeated(cli: Cli) -> None:
    done = cli(
        *("people", "split", ANNA, "--faces", "f1, f2,", "--faces", "f3", "--json"),
        split=(edit(), BOB),
    )

    assert done.library.calls == [("split", (ANNA, ["f1", "f2", "f3"]), {"who": who()})]
    assert [(row["edit"], row["person"]) for row in done.rows] == [(7, BOB)]


@pytest.mark.parametrize("argv", [["name", ANNA], ["name", ANNA, "Anna", "--remove"]])
def test_naming_needs_a_name_or_its_removal(cli: Cli, argv: list[str]) -> None:
    done = cli("people", *argv)

    assert (done.status, done.err) == (2, "Error: Say either a NAME or --remove.\n")


def test_an_unknown_person_is_an_error(cli: Cli) -> None:
    done = cli("people", "hide", "x", hide=UnknownPersonError("No person x."))

    assert (done.status, done.out, done.err) == (1, "", "Error: No person x.\n")


def test_a_year_of_birth_is_told_or_taken_away(cli: Cli) -> None:
    told = edit(7, f"{ANNA} was born in 2015", kind="born")
    done = cli("people", "born", "Anna", "2015", born=told)
    assert done.library.calls == [("born", ("Anna", 2015), {"who": who()})]
    assert done.lines == [told.what]
    done = cli("people", "born", "Anna", "--clear", born=told)
    assert done.library.calls == [("born", ("Anna", None), {"who": who()})]


@pytest.mark.parametrize("words", [(), ("2015", "--clear")])
def test_a_year_of_birth_and_taking_it_away_exclude_each_other(
    cli: Cli, words: tuple[str, ...]
) -> None:
    done = cli("people", "born", "Anna", *words)
    assert done.status == 2
    assert "either a YEAR or --clear" in done.err


def test_years_of_birth_are_listed_where_there_are_some(cli: Cli) -> None:
    done = cli("people", people=[person(born=2015), person(BOB)])
    assert done.lines[0].split() == ["person", "faces", "photos", "born", "name"]
    assert "2015" in done.lines[1]
    assert [row["born"] for row in cli("people", "--json", people=[person(born=2015)]).rows] == [
        2015
    ]


def test_two_people_are_held_apart(cli: Cli) -> None:
    told = edit(7, f"{ANNA} is not {BOB}", kind="apart")
    done = cli("people", "apart", "Anna", BOB, apart=told)
    assert done.library.calls == [("apart", ("Anna", BOB), {"who": who()})]
    assert done.lines == [told.what]
    assert "likeness undo 7" in done.err
