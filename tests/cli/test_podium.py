"""The first three places, in letters."""

from __future__ import annotations

from rich.cells import cell_len

from likeness.cli.podium import fitted, podium
from likeness.types import FaceId, RankedEntry


def entry(number: int, name: str | None, place: int | None = None) -> RankedEntry:
    return RankedEntry(
        entry=f"q{number:016x}",
        place=place or number,
        name=name,
        face=FaceId(f"f{number:016x}"),
        person=None,
        similarity=1 - number / 100,
        weight=0.5,
        twin=None,
    )


def drawn(*entries: RankedEntry, encoding: str = "utf-8") -> list[str]:
    return [line.plain for line in podium(entries, encoding=encoding)]


def test_the_first_stands_highest_between_the_second_and_the_third() -> None:
    lines = drawn(entry(1, "Anna"), entry(2, "Bob"), entry(3, "Carl"), entry(4, "Dora"))
    text = "\n".join(lines)

    assert text.index("Anna") < text.index("Bob") < text.index("Carl")  # from above
    columns = {
        name: next(line.index(name) for line in lines if name in line)
        for name in ("Anna", "Bob", "Carl")
    }
    assert columns["Bob"] < columns["Anna"] < columns["Carl"]
    assert "Dora" not in text
    assert "0.9900" in text


def test_it_fits_a_terminal_of_80_columns_whatever_they_are_called() -> None:
    long = drawn(entry(1, "김" * 200), entry(2, "W" * 10_000), entry(3, "\u202e\x1b[2Jx"))

    assert max(map(cell_len, long)) <= 80
    assert not any("\x1b" in line or "\u202e" in line for line in long)


def test_equal_ones_stand_on_steps_with_one_number() -> None:
    text = "".join(drawn(entry(1, "Anna"), entry(2, "Bob", 1), entry(3, "Carl")))

    assert text.count(" 1 ") == 2
    assert " 2 " not in text


def test_who_is_alone_stands_alone_and_nobody_on_nothing() -> None:
    assert "Anna" in "".join(drawn(entry(1, "Anna")))
    assert drawn() == []


def test_a_terminal_that_knows_no_blocks_gets_plain_signs() -> None:
    text = "".join(drawn(entry(1, "Anna"), encoding="ascii"))

    assert text.isascii()
    assert "####" in text


def test_a_name_that_is_cut_says_so() -> None:
    assert fitted("Maximilian", 7) == "Maxi..."
    assert fitted("Max", 7) == "Max"
