"""The record: what a report says, as JSON for programs."""

from __future__ import annotations

import json
from typing import Any

from likeness.evaluation.record import plain
from likeness.evaluation.report.model import Headline, Report, Section, Table

SPLITTERS = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}
"""Legal inside a JSON string, but they steer terminals or end a line for some readers."""


def record(report: Report) -> str:
    r"""Return *report* as JSON, with a line end.

    Keys may be added later, never removed or retyped:

    - `command`: "accuracy". `title`, `dataset`: for people. `typed`: the exact command.
    - `facts`: object, name to text, in the report's order; of a name that stands twice the texts
      are joined by "; ".
    - `warnings`: list of sentences.
    - `headlines`: list of `{"label", "help", "percent", "value"}`.
    - `tables`: list of `{"section", "caption", "note", "columns": [text], "percent": [column],
      "marked": [row], "rows": [[value]]}`, in the order of the page.
    - `record`: the command's own figures, as documented there.

    A value is text, a number, null, or for an estimate `{"value", "low", "high", "note"}`. Shares
    are never multiplied by 100: `percent` says only how the page shows them. There is no NaN and
    no infinity: they are null. The order of keys is that of the report, sets are sorted, so that
    the same report is the same text.

    The text always encodes to UTF-8; a byte of a file name that is not UTF-8 is written as the
    escape `\udcXX`, which Python's `os.fsencode` turns back into that byte.

    Raises:
        TypeError: `report.record` holds something that is no plain value.
    """
    document = {
        "command": report.command,
        "title": report.title,
        "dataset": report.dataset,
        "typed": report.typed,
        "facts": _facts(report.facts),
        "warnings": list(report.warnings),
        "headlines": [_headline(headline) for headline in report.headlines],
        "tables": [
            _table(section, block)
            for section in report.sections
            for block in section.blocks
            if isinstance(block, Table)
        ],
        "record": plain(report.record),
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return text.translate(SPLITTERS).encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _facts(facts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in facts:
        joined[name] = f"{joined[name]}; {value}" if name in joined else value
    return joined


def _headline(headline: Headline) -> dict[str, Any]:
    return {
        "label": headline.label,
        "help": headline.help,
        "percent": headline.percent,
        "value": plain(headline.value),
    }


def _table(section: Section, table: Table) -> dict[str, Any]:
    return {
        "section": section.title,
        "caption": table.caption,
        "note": table.note,
        "columns": list(table.columns),
        "percent": sorted(table.percent),
        "marked": sorted(table.marked),
        "rows": [[plain(cell) for cell in row] for row in table.rows],
    }
