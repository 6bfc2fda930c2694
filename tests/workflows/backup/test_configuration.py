"""Settings go into a backup without secrets, and come out of it without surprises."""

from __future__ import annotations

import tomllib

from likeness.workflows.backup.configuration import without_secrets

TEXT = """
log_level = "info"
# secret_key = "an old one"
[catalog]
url = "postgresql+psycopg://me:hidden@db/faces"
wait_seconds = 5
[index]
url = "https://me:hidden@qdrant"
api_key = "hidden"
[blobs]
url = "s3://bucket"
[s3]
endpoint = "https://s3.example"
access_key = "hidden"
secret_key = "hidden"
session_token = "hidden"
[serve]
port = 9000
uploads = "/hidden"
tls_key = "/hidden"
tls_certificate = "/hidden"
"""


def test_secrets_and_places_are_left_out_and_all_else_stays() -> None:
    assert tomllib.loads(without_secrets(TEXT)) == {
        "log_level": "info",
        "catalog": {"wait_seconds": 5},
        "s3": {"endpoint": "https://s3.example"},
        "serve": {"port": 9000},
    }
    assert "hidden" not in without_secrets(TEXT)
    assert "old one" not in without_secrets(TEXT)


def test_what_would_keep_the_library_from_opening_is_left_out() -> None:
    text = '[serve]\nport = "x"\n[detect]\nmin_score = 0.5\n[unknown]\na = 1\n[jobs]\nnone = 1\n'
    assert tomllib.loads(without_secrets(text)) == {"detect": {"min_score": 0.5}}


def test_what_is_no_configuration_leaves_nothing() -> None:
    assert without_secrets("") == ""
    assert without_secrets("][") == ""
    assert without_secrets("serve = 1\nlog_level = 'loud'\n") == ""
