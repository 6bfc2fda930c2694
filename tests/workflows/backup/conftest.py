"""What the tests of backups share."""

from __future__ import annotations

import pytest

from likeness.workflows.backup import sealed


@pytest.fixture(autouse=True)
def cheap_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw keys from passphrases in no time: what that costs is not tested here."""
    cheap = sealed.Cost(log_n=10, r=1)
    monkeypatch.setattr(sealed.Sealer.__init__, "__defaults__", (cheap,))
