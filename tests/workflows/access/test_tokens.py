"""Secrets that are drawn, and what is kept of them."""

from __future__ import annotations

import base64

import pytest

from likeness.workflows.access import tokens


def test_a_token_is_256_bits_and_never_the_same() -> None:
    drawn = {tokens.new_token() for _ in range(100)}

    assert len(drawn) == 100
    assert all(tokens.is_token(token) for token in drawn)
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in drawn} == {32}


def test_the_secret_of_a_key_can_be_told_from_a_token() -> None:
    secret = tokens.new_secret()

    assert secret.startswith("lk_")
    assert len(secret) == 46
    assert tokens.is_secret(secret)
    assert not tokens.is_token(secret)
    assert not tokens.is_secret(tokens.new_token())


@pytest.mark.parametrize("other", ["", "\n", "é", "\ud800", " ", "="])
def test_nothing_else_is_taken_for_one(other: str) -> None:
    assert not tokens.is_token(tokens.new_token()[:42] + other + other)
    assert not tokens.is_secret(tokens.new_secret() + other * 2 if other else "lk_")


def test_what_forms_carry_tells_neither_token_nor_hash() -> None:
    token = tokens.new_token()
    carried = tokens.csrf_token(token)

    assert carried == tokens.csrf_token(token)
    assert carried not in (token, tokens.digest(token))
    assert carried != tokens.csrf_token(tokens.new_token())
