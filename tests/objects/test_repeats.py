"""What may work later is tried again, what cannot is not, and nothing for ever."""

from __future__ import annotations

import pytest

from likeness.objects import repeats
from likeness.objects.repeats import FIRST_CONTACT, Repeats
from likeness.objects.trouble import Kind, ObjectError


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(repeats.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(repeats.time, "sleep", self.sleep)

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds


class Request:
    def __init__(self, *kinds: Kind) -> None:
        self.kinds = list(kinds)
        self.tries = 0

    def __call__(self) -> str:
        self.tries += 1
        if self.tries > len(self.kinds):
            return "answer"
        raise ObjectError(self.kinds[self.tries - 1], "It failed.")


def test_what_passes_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    request = Request("passing", "unreachable", "passing")
    assert Repeats(60)(request) == "answer"
    assert request.tries == 4


@pytest.mark.parametrize("kind", ["gone", "changed", "beyond", "denied", "archived", "refused"])
def test_what_stays_is_not_tried_again(kind: Kind) -> None:
    request = Request(kind)
    with pytest.raises(ObjectError):
        Repeats(60)(request)
    assert request.tries == 1


def test_zero_seconds_is_one_try() -> None:
    request = Request("passing")
    with pytest.raises(ObjectError):
        Repeats(0)(request)
    assert request.tries == 1


def test_it_ends_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    request = Request(*["passing"] * 1000)
    with pytest.raises(ObjectError):
        Repeats(60)(request)
    assert clock.now == pytest.approx(60)
    assert 12 < request.tries < 40


def test_a_server_that_never_answered_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, repeated = Clock(monkeypatch), Repeats(60)
    with pytest.raises(ObjectError):
        repeated(Request(*["unreachable"] * 1000))
    assert clock.now == pytest.approx(FIRST_CONTACT)
    repeated(Request())
    with pytest.raises(ObjectError):
        repeated(Request(*["unreachable"] * 1000))
    assert clock.now == pytest.approx(FIRST_CONTACT + 60)
