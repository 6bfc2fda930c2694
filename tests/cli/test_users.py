"""likeness users"""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from likeness.cli import passwords
from likeness.errors import LoginRefusedError
from tests.cli.doors import Doors
from tests.workflows.access.makers import OTHER, PASSWORD


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """A file with a password."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\nand a note\n", "utf-8")
    return str(file)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the human at the terminal types where it is not shown."""
    lines: list[str] = []
    hidden = SimpleNamespace(getpass=lambda _prompt, _stream: lines.pop(0))
    monkeypatch.setattr(passwords, "can_ask", lambda: True)
    monkeypatch.setattr(passwords, "getpass", hidden)
    return lines


def test_without_users_it_says_how_to_make_one(doors: Doors) -> None:
    done = doors.call("users")

    make = "likeness users create NAME --role owner"
    assert (done.status, done.out, done.err) == (0, "", f"No users yet. Make one: {make}\n")


def test_users_are_listed_without_anything_about_passwords(doors: Doors) -> None:
    anna = doors.access.create_account("Anna", PASSWORD, "owner")
    doors.access.create_account("bob", PASSWORD, "viewer")
    bob = doors.access.set_disabled("bob", True)

    assert (
        doors.call("users").lines
        == doors.call("users", "list").lines
        == [
            "user               role    note      name",
            f"{anna.account}  owner             Anna",
            f"{bob.account}  viewer  disabled  bob",
        ]
    )
    rows = doors.call("users", "--json").rows
    assert rows == doors.call("users", "list", "--json").rows
    assert rows[1] == {
        "account": bob.account,
        "name": "bob",
        "role": "viewer",
        "disabled": True,
        "created": bob.created,
        "seen": None,
    }


def test_a_user_is_made_with_a_password_of_a_file(doors: Doors, secret: str) -> None:
    done = doors.call("users", "create", "Anna", "--role", "editor", "--password-file", secret)

    assert (done.status, done.out) == (0, "Anna may log in now, as editor.\n")
    assert doors.access.log_in("anna", PASSWORD).visitor.scope == "write"


def test_a_password_may_come_from_standard_input(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{PASSWORD}\r\n".encode())))
    doors.call("users", "create", "Anna", "--role", "owner", "--password-file", "-")

    assert doors.access.log_in("anna", PASSWORD).token


def test_a_password_is_typed_twice(doors: Doors, typed: list[str]) -> None:
    typed += [PASSWORD, PASSWORD]
    row = doors.call("users", "create", "Anna", "--role", "owner", "--json").rows[0]

    assert row["account"] == doors.access.accounts()[0].account
    assert doors.access.log_in("anna", PASSWORD).token


def test_two_passwords_that_differ_change_nothing(doors: Doors, typed: list[str]) -> None:
    typed += [PASSWORD, OTHER]
    done = doors.call("users", "create", "Anna", "--role", "owner")

    assert (done.status, doors.access.accounts()) == (2, [])
    assert done.err == "Error: The two passwords differ: nothing was changed.\n"


def test_where_nobody_can_type_it_says_what_to_add(doors: Doors) -> None:
    done = doors.call("users", "create", "Anna", "--role", "owner")

    assert done.status == 2
    assert "--password-file" in done.err


@pytest.mark.parametrize(
    ("content", "why"), [(None, "cannot be read"), (b"\xff\xfe", "no text"), (b"", "at least 10")]
)
def test_a_file_without_a_password_is_said_to_be_none(
    doors: Doors, tmp_path: Path, content: bytes | None, why: str
) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    done = doors.call("users", "create", "A", "--role", "owner", "--password-file", str(file))

    assert done.status == 2
    assert why in done.err


def test_no_command_takes_a_password_as_a_word(doors: Doors) -> None:
    done = doors.call("users", "create", "--help")

    assert re.findall(r"--password\S*", done.out) == ["--password-file"]


@pytest.fixture
def anna(doors: Doors) -> str:
    """Anna is an owner, and so is Zoe."""
    for name in ("Anna", "Zoe"):
        doors.access.create_account(name, OTHER, "owner")
    return str(doors.access.accounts()[0].account)


@pytest.mark.usefixtures("anna")
def test_another_password_ends_what_was_logged_in(doors: Doors, secret: str) -> None:
    token = doors.access.log_in("Anna", OTHER).token
    done = doors.call("users", "password", "Anna", "--password-file", secret)

    assert done.out == "Anna has another password; their logins have ended.\n"
    assert doors.access.visitor_of_session(token) is None
    assert doors.access.log_in("Anna", PASSWORD).token


def test_a_role_changes(doors: Doors, anna: str) -> None:
    assert doors.call("users", "role", anna, "viewer").out == "The role of Anna is viewer now.\n"
    assert doors.call("users", "role", "anna", "owner", "--json").rows[0]["role"] == "owner"
    assert doors.call("users", "role", "anna", "king").status == 2


@pytest.mark.usefixtures("anna")
def test_a_user_is_shut_out_and_let_in_again(doors: Doors) -> None:
    assert doors.call("users", "disable", "anna").out == "Anna and their keys are shut out.\n"
    with pytest.raises(LoginRefusedError):
        doors.access.log_in("Anna", OTHER)
    assert doors.call("users", "enable", "anna").out == "Anna may log in again.\n"
    assert doors.access.log_in("Anna", OTHER).token
    assert doors.call("users", "disable", "anna", "--json").rows[0]["disabled"] is True


def test_a_user_is_removed(doors: Doors, anna: str) -> None:
    row = doors.call("users", "remove", "Anna", "--json").rows[0]

    assert (row["account"], row["removed"]) == (anna, True)
    assert [left.name for left in doors.access.accounts()] == ["Zoe"]
    last = doors.call("users", "remove", "Zoe")
    assert (last.status, last.out) == (2, "")
    assert "last owner" in last.err


def test_an_unknown_user_is_an_error(doors: Doors) -> None:
    done = doors.call("users", "remove", "nobody")

    assert (done.status, done.err) == (1, "Error: No account 'nobody'. Accounts: none yet.\n")
