"""Tables: the same rows in three formats, and no formula in any cell."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from likeness.errors import ExportError
from likeness.workflows import tables
from likeness.workflows.tables import Columns, neutralised, write_table

COLUMNS: Columns = {
    "name": "text",
    "paths": "texts",
    "age": "number",
    "box": "numbers",
    "points": "points",
}
FULL = {
    "name": 'Zoë "Z", 毛利\n2',
    "paths": ["/a/b.jpg"],
    "age": 31.5,
    "box": [1.0, 2.5, 3.0, 4.0],
    "points": [[1.0, 2.0], [3.0, 4.5]],
}
EMPTY = dict.fromkeys(COLUMNS)


def written(ending: str, rows: Sequence[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    write_table(file, ending, COLUMNS, rows)
    return file.getvalue()


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_csv_holds_text_numbers_and_lists_as_json() -> None:
    rows = csv_rows(written(".csv", [FULL, EMPTY]))
    assert rows[0]["name"] == FULL["name"]
    assert float(rows[0]["age"]) == 31.5
    assert {key: json.loads(rows[0][key]) for key in ("paths", "box", "points")} == {
        key: FULL[key] for key in ("paths", "box", "points")
    }
    assert set(rows[1].values()) == {""}


def test_json_lines_hold_one_object_per_row() -> None:
    lines = written(".jsonl", [FULL, EMPTY]).decode().splitlines()
    assert [json.loads(line) for line in lines] == [FULL, EMPTY]


def test_parquet_holds_typed_columns() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written(".parquet", [FULL, EMPTY])))
    assert table.to_pylist() == [FULL, EMPTY]
    assert str(table.schema.field("points").type) == "list<element: list<element: float>>"


def test_parquet_is_written_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PARQUET_ROWS", 2)
    file = pyarrow.parquet.ParquetFile(io.BytesIO(written(".parquet", [EMPTY] * 5)))
    assert (file.metadata.num_rows, file.num_row_groups) == (5, 3)


@pytest.mark.parametrize("ending", tables.ENDINGS)
def test_a_table_without_rows_still_has_its_columns(ending: str) -> None:
    data = written(ending, [])
    if ending == ".csv":
        assert next(csv.reader([data.decode()])) == list(COLUMNS)
    if ending == ".parquet":
        assert pyarrow.parquet.read_table(io.BytesIO(data)).column_names == list(COLUMNS)


def test_without_pyarrow_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"pip install 'likeness\[parquet\]'"):
        written(".parquet", [FULL])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\tAnna", "'\tAnna"),
        ("\r=1", "'\r'=1"),
        ('"=1', "\"'=1"),
        (" '=1", " ''=1"),
        ("＝1", "'＝1"),
        ("＠x", "'＠x"),
        ("\u200b=1", "\u200b'=1"),
        ("a;=1", "a;'=1"),
        ('a","=1', 'a","\'=1'),
        ("Anna", "Anna"),
        ("Anna-Maria", "Anna-Maria"),
        ("a=b", "a=b"),
        ("/photos/2024-01-01/a+b.jpg", "/photos/2024-01-01/a+b.jpg"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_shown_instead(text: str, shown: str) -> None:
    assert neutralised(text) == shown


@given(st.text(st.sampled_from("=+-@＝＋\t\r\n,; '\"ab"), max_size=12))
@example('";"=1')
def test_no_way_to_split_a_cell_makes_a_formula(text: str) -> None:
    cell = neutralised(text)
    for separator in ",;\t\n\r|":
        for part in cell.split(separator):
            start = part.lstrip(' \t\r\n"')
            assert not start.startswith(tuple("=+-@＝＋")), (text, cell)


def test_numbers_are_not_taken_for_formulas() -> None:
    row = csv_rows(written(".csv", [{**FULL, "age": -3.0, "box": [-1.0, 0.0, 1.0, 2.0]}]))[0]
    assert (row["age"], row["box"]) == ("-3.0", "[-1.0,0.0,1.0,2.0]")
