"""Tables stay aligned and cut nothing off."""

from __future__ import annotations

from rich.cells import cell_len

from likeness.cli.table import Column, commands, lines, pairs

Row = tuple[str, str, str]

COLUMNS: list[Column[Row]] = [
    Column("id", lambda row: row[0], style="cyan"),
    Column("count", lambda row: row[1], right=True),
    Column("name", lambda row: row[2], style=lambda row: "bold" if row[2] else "dim"),
]


def shown(rows: list[Row]) -> list[str]:
    return [line.plain for line in lines(COLUMNS, rows)]


def test_words_are_aligned_left_and_numbers_right() -> None:
    assert shown([("a", "1", "Anna"), ("bbb", "1,000", "Bob")]) == [
        "id   count  name",
        "a        1  Anna",
        "bbb  1,000  Bob",
    ]


def test_wide_characters_count_twice() -> None:
    table = lines(COLUMNS, [("日本", "1", "x"), ("a", "1", "x")])

    assert [cell_len(line.plain) for line in table[1:]] == [cell_len(table[1].plain)] * 2


def test_nothing_is_cut_off_however_long_it_is() -> None:
    path = "/photos/" + "long/" * 60

    assert shown([("a", "1", path)])[1].endswith(path)


def test_a_column_without_content_is_left_out() -> None:
    assert shown([("a", "", "x")]) == ["id  name", "a   x"]


def test_no_line_ends_in_spaces() -> None:
    assert all(line == line.rstrip() for line in shown([("a", "1", ""), ("a", "1", "x")]))


def test_hostile_cells_are_escaped() -> None:
    assert shown([("\x1b[2J", "1", "a\nb")])[1] == r"\x1b[2J      1  a\nb"


def test_sections_stand_above_the_rows_they_hold() -> None:
    rows = [("a", "1", "x"), ("b", "2", "x"), ("c", "3", "y")]

    table = lines(COLUMNS[:2], rows, section=lambda row: row[2])

    assert [line.plain for line in table] == [
        "id  count",
        "x",
        "a       1",
        "b       2",
        "y",
        "c       3",
    ]


def test_styles_may_depend_on_the_row() -> None:
    table = lines(COLUMNS, [("a", "1", "Anna")])

    assert [str(span.style) for span in table[1].spans] == ["cyan", "bold"]


def test_labels_and_values_are_aligned() -> None:
    assert [line.plain for line in pairs([("photos", "12"), ("time", "3 s")])] == [
        "photos  12",
        "time    3 s",
    ]


def test_long_values_are_broken_at_spaces_below_themselves() -> None:
    shown = [line.plain for line in pairs([("a", "word " * 6 + "x" * 40), ("bb", "y")], 24)]

    assert shown == [
        "a   word word word word",
        "    word word",
        "    " + "x" * 40,
        "bb  y",
    ]


def test_prose_in_the_last_column_is_folded_to_the_terminal() -> None:
    columns: list[Column[Row]] = [COLUMNS[0], Column("what", lambda row: row[2], prose=True)]
    rows = [("a", "", "one two three four five six"), ("b", "", "short")]

    table = [line.plain for line in lines(columns, rows, width=24)]

    assert table == [
        "id  what",
        "a   one two three four",
        "    five six",
        "b   short",
    ]


def test_paths_are_not_folded() -> None:
    path = "/photos/of two people/" * 9

    assert lines(COLUMNS, [("a", "1", path)], width=24)[1].plain.endswith(path.rstrip())


def test_commands_stand_beside_their_purpose_where_they_fit() -> None:
    steps = [("See", "likeness people"), ("Find somebody", "likeness find me.jpg")]

    assert [line.plain for line in commands(steps, 80)] == [
        "See            likeness people",
        "Find somebody  likeness find me.jpg",
    ]


def test_commands_that_do_not_fit_stand_below_it_in_one_piece() -> None:
    steps = [("See", "likeness people"), ("Find somebody", "likeness find me.jpg")]

    assert [line.plain for line in commands(steps, 30)] == [
        "See",
        "  likeness people",
        "Find somebody",
        "  likeness find me.jpg",
    ]
