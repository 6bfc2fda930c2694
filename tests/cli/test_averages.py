"""likeness averages"""

from __future__ import annotations

from likeness.errors import ExportError
from tests.cli.conftest import Cli


def test_a_file_is_looked_at_before_an_average_is_made_anew(cli: Cli) -> None:
    refused = ExportError("x.txt must end in .png.")
    done = cli("averages", "show", "Us", "-o", "x.txt", check_files=refused)

    assert done.status == 1
    assert [called for called, _, _ in done.library.calls] == ["check_files"]
    assert done.library.calls[0][2] == {"still": ["x.txt"]}
