from __future__ import annotations

import numpy as np
import pytest

from likeness.models.contract import contract
from likeness.models.zoo import BUILTIN
from likeness.network.scale import CLASSIC, ENOUGH, FALSE_MATCH_RATE, MEASURED, cosine_at, scale_of
from likeness.types import Contract


def test_every_built_in_model_was_measured() -> None:
    names = [spec.name for spec in BUILTIN if spec.task == "embed"]
    assert sorted(MEASURED) == sorted(names)
    for name in names:
        found = scale_of(contract(name, ["0" * 64], "1"))
        assert found.minimum == MEASURED[name].minimum
        assert found.false_match_rate == FALSE_MATCH_RATE
        assert f"{MEASURED[name].pairs:,} pairs" in found.source
        assert MEASURED[name].least <= found.minimum <= MEASURED[name].most


def test_arcface_keeps_its_classic() -> None:
    found = scale_of(Contract("arcface-r50-0123456789ab"))
    assert (found.minimum, found.false_match_rate) == (CLASSIC, FALSE_MATCH_RATE)
    assert "Adv-Makeup" in found.source
    assert found.contract == "arcface-r50-0123456789ab"


def test_a_space_of_which_nothing_is_known_says_so() -> None:
    found = scale_of(Contract("digits"))
    assert found.false_match_rate is None
    assert "Nothing was measured" in found.source


def test_strangers_of_a_library_tell_the_same_rate() -> None:
    cosines = np.random.default_rng(0).normal(0.3, 0.1, 5000)
    found = scale_of(Contract("voice-0123456789ab"), strangers=cosines)
    assert found.false_match_rate == FALSE_MATCH_RATE
    assert (cosines > found.minimum).mean() == pytest.approx(FALSE_MATCH_RATE, abs=0.001)
    assert "5,000 pairs" in found.source


def test_few_strangers_tell_nothing() -> None:
    few = np.full(ENOUGH - 1, 0.3)
    assert scale_of(Contract("voice"), strangers=few) == scale_of(Contract("voice"))


def test_strangers_do_not_replace_what_was_measured() -> None:
    dlib = Contract("dlib-0123456789ab")
    assert scale_of(dlib, strangers=np.full(5000, 0.1)) == scale_of(dlib)


def test_a_rate_is_a_share_of_weighted_pairs() -> None:
    cosines = np.linspace(0, 1, 101)
    assert cosine_at(cosines, 0.1) == pytest.approx(0.9)
    weights = np.where(cosines > 0.5, 1.0, 0.0)
    assert cosine_at(cosines, 0.1, weights) == pytest.approx(0.96)
