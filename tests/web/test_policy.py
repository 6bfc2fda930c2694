"""What a page that we write may do."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from likeness.web.policy import policy


def test_a_page_loads_nothing_and_runs_its_own_parts_only() -> None:
    script = "alert('ours')"
    found = policy("body {}", script)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert found.startswith("default-src 'none';")
    assert f"script-src 'sha256-{digest}';" in found
    assert "unsafe-inline" not in found


def test_another_script_needs_another_policy() -> None:
    assert policy("", "one") != policy("", "other")
