"""Pairs as CSV: any dialect, and the identities that follow."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.evaluation.layouts import lines
from likeness.evaluation.layouts.encoding import decoded
from likeness.evaluation.layouts.filenames import FileNames
from likeness.evaluation.layouts.labels import Labels
from likeness.evaluation.layouts.pairs_csv import read_pairs_csv

FILES = ("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg", "é 1.jpg", 'q"x,;.jpg')


def read(*rows: str, files: tuple[str, ...] = FILES) -> Labels:
    return read_pairs_csv("\n".join(("file_x,file_y,Decision", *rows)), FileNames(files))


def pairs(labels: Labels) -> list[tuple[str, str, bool]]:
    return [(pair.left, pair.right, pair.same) for pair in labels.pairs or ()]


def people(labels: Labels) -> dict[str, str]:
    return {photo.path: photo.person for photo in labels.photos}


def test_identities_follow_from_chains_of_yes() -> None:
    labels = read("b.jpg,a.jpg,Yes", "c.jpg,b.jpg,yes", "d.jpg,a.jpg,No")

    assert people(labels) == {
        "a.jpg": "a.jpg",
        "b.jpg": "a.jpg",
        "c.jpg": "a.jpg",
        "d.jpg": "d.jpg",
    }
    assert pairs(labels) == [
        ("b.jpg", "a.jpg", True),
        ("c.jpg", "b.jpg", True),
        ("d.jpg", "a.jpg", False),
    ]
    assert labels.layout == "pairs-csv"
    assert labels.warnings == ()


def test_people_are_called_by_the_first_photo_as_people_count() -> None:
    files = ("img10.jpg", "img2.jpg", "img010.jpg")

    labels = read("img10.jpg,img2.jpg,Yes", "img010.jpg,img2.jpg,Yes", files=files)

    assert set(people(labels).values()) == {"img2.jpg"}


def test_a_photo_of_no_lines_only_is_a_person_of_its_own() -> None:
    labels = read("a.jpg,b.jpg,No", "c.jpg,b.jpg,No")

    assert people(labels) == {name: name for name in ("a.jpg", "b.jpg", "c.jpg")}
    assert labels.warnings == (
        (
            "pairs.csv does not say of 1 of 3 pairs of people that they are different: its Yes "
            "lines make 3 people, who are taken for different ones where photos are compared "
            "beyond these pairs."
        ),
    )


def test_a_no_within_one_person_is_a_contradiction_that_names_both() -> None:
    labels = read("a.jpg,b.jpg,Yes", "b.jpg,c.jpg,Yes", "c.jpg,a.jpg,No", "d.jpg,a.jpg,No")

    assert ("c.jpg", "a.jpg", False) not in pairs(labels)
    assert len(pairs(labels)) == 3
    assert labels.warnings == (
        (
            "pairs.csv contradicts itself: 1 pair labelled No is the same person by other lines "
            "(c.jpg and a.jpg); left out."
        ),
    )


def test_pairs_with_itself_and_repeated_ones_are_left_out_and_counted() -> None:
    labels = read("a.jpg,a.jpg,Yes", "a.jpg,b.jpg,Yes", "b.jpg,a.jpg,Yes", "a.jpg,./b.jpg,1")

    assert pairs(labels) == [("a.jpg", "b.jpg", True)]
    assert labels.warnings == (
        "pairs.csv: 1 pair of a photo with itself left out.",
        "pairs.csv: 2 repeated pairs left out.",
    )


def test_missing_files_are_named_and_still_tie_the_others() -> None:
    rows = [f"gone{i}.jpg,a.jpg,Yes" for i in range(4)]

    labels = read("b.jpg,gone0.jpg,Yes", *rows, "a.jpg,c.jpg,No")

    assert people(labels) == {"a.jpg": "a.jpg", "b.jpg": "a.jpg", "c.jpg": "c.jpg"}
    assert pairs(labels) == [("a.jpg", "c.jpg", False)]
    assert labels.warnings == (
        (
            "pairs.csv names 4 files that are not there (gone0.jpg, gone1.jpg, gone2.jpg and 1 "
            "more): left out."
        ),
        "pairs.csv: 5 of 6 pairs left out, because a file is missing.",
    )


@pytest.mark.parametrize(
    "path", ["../a.jpg", "/etc/passwd", r"..\a.jpg", r"C:\a.jpg", "x/../../a.jpg", r"\\host\a.jpg"]
)
def test_paths_that_lead_outside_are_refused(path: str) -> None:
    labels = read(f"{path},a.jpg,Yes", "a.jpg,b.jpg,Yes", files=(*FILES, path))

    assert pairs(labels) == [("a.jpg", "b.jpg", True)]
    assert labels.warnings == (
        (
            f"pairs.csv names 1 path outside of the data set ({path}): refused; write paths "
            "relative to the data set's folder."
        ),
    )


def test_lines_that_make_no_sense_are_counted_with_their_numbers() -> None:
    labels = read("a.jpg,b.jpg,Yes", "", "a.jpg,b.jpg", "a.jpg,b.jpg,maybe", ",b.jpg,No", ",,")

    assert len(pairs(labels)) == 1
    assert labels.warnings[0].startswith("pairs.csv has 3 lines that make no sense (line 4, 5, 6)")


@pytest.mark.parametrize(
    ("word", "same"),
    [
        (" YES ", True),
        ("true", True),
        ("1", True),
        ("1.0", True),
        ("Same", True),
        ("y", True),
        ("no", False),
        ("FALSE", False),
        ("0", False),
        ("different", False),
        ("n", False),
    ],
)
def test_decisions_come_in_many_words(word: str, same: bool) -> None:
    assert pairs(read(f"a.jpg,b.jpg,{word}")) == [("a.jpg", "b.jpg", same)]


def test_columns_may_stand_anywhere_below_blank_lines_and_excels_hint() -> None:
    text = "sep=;\r\n\r\nnote;DECISION; File_Y ;file_x\r\nhm;Yes;b.jpg;a.jpg\r\n"

    assert pairs(read_pairs_csv(text, FileNames(FILES))) == [("a.jpg", "b.jpg", True)]


def test_line_ends_of_old_macs_are_understood() -> None:
    text = "file_x,file_y,Decision\ra.jpg,b.jpg,Yes\rc.jpg,b.jpg,No\r"

    assert len(pairs(read_pairs_csv(text, FileNames(FILES)))) == 2


def test_windows_paths_and_other_unicode_forms_find_their_files() -> None:
    labels = read(
        r"sub\e.jpg,e\u0301.jpg,Yes".replace(r"\u0301", "\u0301"), files=("sub/e.jpg", "é.jpg")
    )

    assert pairs(labels) == [("sub/e.jpg", "é.jpg", True)]


@pytest.mark.parametrize("text", ["", "\n\n", "a,b,c\n1,2,3\n", "file_x,file_y\na,b\n", "\0\0\0"])
def test_other_columns_are_refused_with_the_right_ones(text: str) -> None:
    with pytest.raises(
        UsageError, match=r"x\.csv has no columns file_x, file_y, Decision; expected: "
    ):
        read_pairs_csv(text, FileNames(FILES), name="x.csv")


def test_a_table_without_a_usable_pair_says_why() -> None:
    with pytest.raises(UsageError, match=r"no pair that can be used.*1 file that is not there \(z"):
        read("a.jpg,z.jpg,Yes")


def test_a_quotation_mark_without_end_is_told() -> None:
    with pytest.raises(UsageError, match="quotation mark that is not closed"):
        read('a.jpg,"b.jpg,Yes', *["a.jpg,c.jpg,No"] * 10_000)


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINES", 3)

    assert len(pairs(read("a.jpg,b.jpg,Yes", "a.jpg,c.jpg,No"))) == 2
    with pytest.raises(UsageError, match="more than 3 lines"):
        read("a.jpg,b.jpg,Yes", "a.jpg,c.jpg,No", "a.jpg,d.jpg,No")


decisions = st.dictionaries(
    st.sampled_from(list(itertools.combinations(FILES, 2))), st.booleans(), min_size=1
)


@settings(deadline=None)
@given(
    decisions,
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.permutations([0, 1, 2, 3]),
)
def test_every_dialect_and_encoding_gives_the_same_pairs(
    rows: dict[tuple[str, str], bool],
    delimiter: str,
    ending: str,
    encoding: str,
    quoting: int,
    order: list[int],
) -> None:
    plain = outcome("\n".join(table(rows, ",", "\n", csv.QUOTE_MINIMAL, [0, 1, 2, 3]).splitlines()))
    bom = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    data = (bom + table(rows, delimiter, ending, quoting, order)).encode(encoding)

    text, warnings = decoded(data, "pairs.csv")

    assert outcome(text) == plain
    accented = any("é" in pair[0] + pair[1] for pair in rows)
    assert bool(warnings) == (encoding == "cp1252" and accented)


def table(
    rows: dict[tuple[str, str], bool], delimiter: str, ending: str, quoting: int, order: list[int]
) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    lines = [("file_x", "file_y", "Decision", "more")]
    lines += [(x, y, "Yes" if same else "No", "") for (x, y), same in rows.items()]
    writer.writerows([line[column] for column in order] for line in lines)
    return out.getvalue()


def outcome(text: str) -> tuple[object, ...]:
    """Return pairs, people and warnings, or the refusal."""
    try:
        labels = read_pairs_csv(text, FileNames(FILES))
    except UsageError as error:
        return (str(error),)
    return labels.photos, labels.pairs, labels.warnings


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(FILES[:5]), st.sampled_from(FILES[:5]), st.booleans())))
def test_identities_are_the_connected_parts_of_the_yes_pairs(
    rows: list[tuple[str, str, bool]],
) -> None:
    if not any(x != y and same for x, y, same in rows):
        rows = [*rows, ("a.jpg", "b.jpg", True)]
    labels = read(*(f"{x},{y},{'Yes' if same else 'No'}" for x, y, same in rows))

    reach = {name: {name} for name in FILES[:5]}
    for _ in FILES:  # brute force: grow until nothing changes
        for x, y, same in rows:
            if same:
                reach[x] = reach[y] = reach[x] | reach[y]
        for name, near in reach.items():
            reach[name] = set().union(*(reach[other] for other in near))
    found = people(labels)
    assert set(found) == {name for x, y, _ in rows if x != y for name in (x, y)}
    for x, y in itertools.combinations(found, 2):
        assert (found[x] == found[y]) == (y in reach[x])
    for pair in labels.pairs or ():
        assert pair.same == (found[pair.left] == found[pair.right])
    assert {(frozenset((p.left, p.right))) for p in labels.pairs or ()} == {
        frozenset((x, y)) for x, y, same in rows if x != y and (same or y not in reach[x])
    }
