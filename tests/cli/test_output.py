"""stdout carries the answer and nothing else; nothing that is printed can fail or do harm."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.cli import output
from likeness.cli.table import Column
from likeness.errors import ExportError
from tests.cli.terminal import environment


@dataclass(frozen=True, slots=True)
class Row:
    photo: str
    faces: int


@dataclass(frozen=True, slots=True)
class Nested:
    answer: str
    photos: tuple[Row, ...]


COLUMNS: list[Column[Row]] = [
    Column("faces", lambda row: str(row.faces), right=True),
    Column("photo", lambda row: row.photo),
]


def ascii_terminal(monkeypatch: pytest.MonkeyPatch, name: str) -> io.BytesIO:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding="ascii"))
    return raw


def test_rows_become_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_rows([Row("a.jpg", 2)], COLUMNS, json=False, empty="None.")

    assert capsys.readouterr() == ("faces  photo\n    2  a.jpg\n", "")


def test_rows_become_one_json_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [Row("a.jpg", 2), Row("b.jpg", 0)]
    output.print_rows(rows, COLUMNS, json=True, empty="None.")

    out, err = capsys.readouterr()
    assert [json.loads(line) for line in out.splitlines()] == [
        {"photo": "a.jpg", "faces": 2},
        {"photo": "b.jpg", "faces": 0},
    ]
    assert not err


def test_no_rows_are_said_on_stderr_and_are_no_json(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_rows([], COLUMNS, json=False, empty="None.")
    assert capsys.readouterr() == ("", "None.\n")

    output.print_rows([], COLUMNS, json=True, empty="None.")
    assert capsys.readouterr() == ("", "")


def test_records_in_records_become_objects() -> None:
    nested = output.fields_of(Nested("found", (Row("a.jpg", 1),)))

    assert json.loads(output.as_json(nested)) == {
        "answer": "found",
        "photos": [{"photo": "a.jpg", "faces": 1}],
    }


def test_more_keys_stand_behind_those_of_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json(Row("a.jpg", 2), number=1)

    assert capsys.readouterr().out == '{"photo": "a.jpg", "faces": 2, "number": 1}\n'


@given(st.text(st.characters(exclude_categories=())))
def test_every_name_survives_json_on_one_line(name: str) -> None:
    line = output.as_json({"name": name}).encode("utf-8", "backslashreplace").decode()

    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"name": json.loads(json.dumps(name))}


@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name))
def test_every_file_name_comes_back_from_json_byte_for_byte(name: bytes) -> None:
    line = output.as_json({"name": os.fsdecode(name)}).encode("utf-8", "backslashreplace")

    assert os.fsencode(json.loads(line)["name"]) == name


def test_json_is_utf8_whatever_the_terminal_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = ascii_terminal(monkeypatch, "stdout")

    output.print_json(Row("Zoë\udcff.jpg", 1))
    output.finish()

    assert raw.getvalue() == '{"photo": "Zoë\\udcff.jpg", "faces": 1}\n'.encode()


def test_a_terminal_that_speaks_ascii_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = ascii_terminal(monkeypatch, "stdout")

    output.print_line("Zoë")
    output.finish()

    assert raw.getvalue() == b"Zo\\xeb\n"


def test_brackets_and_colons_in_names_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_line("[red]me[/red] :smile:")

    assert capsys.readouterr().out == "[red]me[/red] :smile:\n"


def test_long_lines_are_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_line("word " * 100)

    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_error_is_one_line_however_it_is_worded(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_error("no photo 'a\nb\x1b[2J'")

    assert capsys.readouterr() == ("", "Error: no photo 'a\\nb\\x1b[2J'\n")


def test_a_stream_that_was_closed_from_the_start_is_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    output.print_line("answer")
    output.print_message("message")
    output.print_error("error")
    output.finish()
    output.fall_silent()


def test_a_stream_without_bytes_below_takes_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.StringIO()
    monkeypatch.setattr(sys, "stdout", text)

    output.print_json(Row("Zoë", 1))

    assert text.getvalue() == '{"photo": "Zoë", "faces": 1}\n'


def test_a_reader_that_has_gone_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())

    with pytest.raises(output.OutputClosedError):
        output.print_line("answer")


def test_a_full_disk_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())

    with pytest.raises(ExportError, match="No space left on device"):
        output.print_line("answer")


def test_a_message_that_nobody_hears_ends_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())

    output.print_message("message")


def test_what_is_no_stream_error_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise ValueError("ours to mend")

    monkeypatch.setattr(sys, "stdout", Broken())

    with pytest.raises(ValueError, match="ours to mend"):
        output.print_line("answer")


def test_answers_and_messages_keep_their_order_in_one_pipe() -> None:
    script = (
        "from likeness.cli import output\n"
        "for i in range(3):\n"
        "    output.print_line(f'answer {i}')\n"
        "    output.print_message(f'message {i}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        env=environment(),
    )

    assert done.stdout.split("\n")[:-1] == [
        f"{kind} {i}" for i in range(3) for kind in ("answer", "message")
    ]
