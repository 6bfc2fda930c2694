"""Tables as files: CSV for spreadsheets, JSON lines for programs, Parquet for data frames."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, Literal

from likeness.errors import ExportError
from likeness.evaluation.spreadsheet import harmless

Kind = Literal["text", "texts", "number", "numbers", "points"]
Columns = Mapping[str, Kind]
Row = Mapping[str, Any]
"""Values by column: str, list of str, float, list of float, list of lists of float, or None."""

ENDINGS = (".csv", ".jsonl", ".parquet")
PARQUET_ROWS = 1000

neutralised = harmless


def write_table(file: BinaryIO, ending: str, columns: Columns, rows: Iterable[Row]) -> None:
    """Write *rows*, one at a time, in the format that *ending* names.

    Args:
        file: Open for writing; stays open.
        ending: One of `ENDINGS`.
        columns: Names and kinds, in order.
        rows: With all columns each.

    Raises:
        ExportError: Parquet was asked for and pyarrow is not installed.
    """
    writers = {".csv": _write_csv, ".jsonl": _write_json_lines, ".parquet": _write_parquet}
    writers[ending](file, columns, rows)


def _write_csv(file: BinaryIO, columns: Columns, rows: Iterable[Row]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(kind, row[name]) for name, kind in columns.items()])
    text.detach()


def _cell(kind: Kind, value: Any) -> str | float:
    if value is None:
        return ""
    if kind == "text":
        return neutralised(value)
    if kind == "texts":
        return _json([neutralised(item) for item in value])
    if kind == "number":
        return float(value)
    return _json(value)


def _write_json_lines(file: BinaryIO, columns: Columns, rows: Iterable[Row]) -> None:
    file.writelines(_json({name: row[name] for name in columns}).encode() + b"\n" for row in rows)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write_parquet(file: BinaryIO, columns: Columns, rows: Iterable[Row]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as exc:
        raise ExportError(
            "Parquet files need pyarrow, which is not installed. "
            "Run: pip install 'likeness[parquet]', or export to .csv or .jsonl."
        ) from exc
    numbers = pa.list_(pa.float32())
    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "number": pa.float32(),
        "numbers": numbers,
        "points": pa.list_(numbers),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(rows, PARQUET_ROWS):
            writer.write_table(pa.Table.from_pylist(batch, schema))


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(rows)
    while batch := [dict(row) for row in islice(iterator, size)]:
        yield batch
