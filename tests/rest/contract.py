"""Thousands of requests that the specification allows, or forbids, and what holds of answers.

Half of the requests are as the specification says, half are not. Wherever an id is asked for, the
well-formed requests mostly draw one of something that there is, or was: otherwise all of them would
end with 404.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import negative_data_rejection

from likeness import Library

Case = schemathesis.Case[Any]
Send = Callable[[Case], Response]
Ids = Mapping[str, Sequence[str]]

MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)

UNCHECKED = {
    "ignored_auth",  # sends every request twice more; test_permissions.py asks each route
    "use_after_free",  # these know what happened before in a sequence: there are none here
    "ensure_resource_availability",
    "object_level_authorization",
}

REFUSED = [
    "400",
    "401",
    "403",
    "404",
    "405",
    "408",
    "409",
    "411",
    "413",
    "415",
    "416",
    "422",
    "429",
]
"""What a request may get that makes no sense: never a success, never a 5xx."""

ANSWERED = ["2xx", "3xx", "400", "401", "403", "404", "409", "413", "416", "422", "429", "503"]
"""What one may get that is well-formed: sense is more than form; 503: busy."""

OFTEN = 0.7
"""How often an id is of something that there is."""


@dataclass
class Tally:
    """What came of a campaign."""

    cases: int = 0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)  # operation, status
    failures: dict[tuple[str, str], str] = field(default_factory=dict)  # operation, check: report

    def note(self, operation: str, status: int) -> None:
        """Count an answer."""
        self.cases += 1
        self.statuses[operation, status] += 1

    def fail(self, operation: str, error: BaseException) -> None:
        """Keep the first report of each kind of failure."""
        kinds = [type(one).__name__ for one in getattr(error, "exceptions", [error])]
        for kind in kinds:
            self.failures.setdefault((operation, kind), str(error))


def schema_of(specification: dict[str, Any]) -> Any:
    """Return what cases are made of, with the checks that hold for this API."""
    config = schemathesis.Config()
    schema = schemathesis.openapi.from_dict(_plain(specification), config=config)
    schema.config.max_stream_events = 1  # of what never ends
    schema.config.generation.with_security_parameters = False  # all come with a key
    checks = schema.config.checks
    for name in UNCHECKED:
        getattr(checks, name).enabled = False
    checks.negative_data_rejection.expected_statuses = REFUSED
    checks.positive_data_acceptance.expected_statuses = ANSWERED
    checks.not_a_server_error.expected_statuses = ["2xx", "3xx", "4xx", "503"]
    return schema


def _plain(schema: Any) -> Any:
    """Return *schema* with tuples written as lists of so many: prefixItems breaks schemathesis."""
    if isinstance(schema, list):
        return [_plain(held) for held in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(held) for key, held in schema.items() if key != "prefixItems"}
    places = schema.get("prefixItems")
    if places is not None:
        plain["items"] = _plain(places[0]) if all(one == places[0] for one in places) else {}
    return plain


def play(
    specification: dict[str, Any],
    send: Send,
    ids: Ids,
    *,
    each: int,
    seed: int = 0,
    tally: Tally | None = None,
) -> Tally:
    """Send *each* requests of either kind to every operation; return what came of them.

    Args:
        specification: openapi.json.
        send: Sends a request.
        ids: Of things that there are, by pattern.
        each: Requests of a kind for an operation that takes anything.
        seed: Of all drawing; the same seed, the same requests.
        tally: Of what was sent before.
    """
    tally = tally or Tally()
    draw = random.Random(seed)
    operations = [found.ok() for found in schema_of(specification).get_all_operations()]
    for operation in sorted(operations, key=lambda one: one.method.upper() == "DELETE"):
        for mode in MODES:
            _play(operation, mode, send, Known(ids, draw), each=each, seed=seed, tally=tally)
    return tally


def _play(
    operation: Any,
    mode: schemathesis.GenerationMode,
    send: Send,
    known: Known,
    *,
    each: int,
    seed: int,
    tally: Tally,
) -> None:
    @seeded(seed)
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def one(case: Case) -> None:
        if mode.is_positive:
            known.put_into(case)
        response = send(case)
        tally.note(operation.label, response.status_code)
        try:
            case.validate_response(response, excluded_checks=unsound(case))
        except (FailureGroup, AssertionError) as error:
            tally.fail(operation.label, error)

    with suppress(Unsatisfiable) if mode.is_negative else nullcontext():  # nothing can be wrong
        one()


def unsound(case: Case) -> list[Any]:
    """Return the checks that a case cannot fail: all parts of a form are text, or a file."""
    return [negative_data_rejection] if case.media_type == "multipart/form-data" else []


class Known:
    """Ids of things that there are, in place of drawn ones, mostly."""

    def __init__(self, ids: Ids, draw: random.Random) -> None:
        self._ids = ids
        self._draw = draw

    def put_into(self, case: Case) -> None:
        """Change a case."""
        if case.path_parameters:
            case.path_parameters = self._changed(case.path_parameters)
        if case.query:
            case.query = self._changed(case.query)
        if isinstance(case.body, dict | list):
            case.body = self._changed(case.body)

    def _changed(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._changed(held) for key, held in value.items()}
        if isinstance(value, list):
            return [self._changed(held) for held in value]
        if not isinstance(value, str) or self._draw.random() > OFTEN:
            return value
        for pattern, ids in self._ids.items():
            if ids and re.fullmatch(pattern, value):
                return self._draw.choice(ids)
        return value


def ids_of(library: Library) -> Ids:
    """Return the ids of everything in *library*, by the pattern of each kind."""
    faces = list(library.faces(everything=True))
    jobs = library.jobs.list((), limit=100)
    return {
        r"[0-9a-f]{64}": [photo.sha256 for photo in library.photos()],
        r"f[0-9a-f]{16}": [face.face for face in faces],
        r"p[0-9a-f]{16}": sorted({face.person for face in faces if face.person}),
        r"j[0-9a-f]{16}": [job.job for job in jobs],
        r"r[0-9a-f]{16}": [one.round for one in library.rounds()],
        r"s[0-9a-f]{16}": [one.series for one in library.series()],
    }


def examples(specification: dict[str, Any], ids: Ids, *, each: int, seed: int = 0) -> list[Case]:
    """Return well-formed requests to all operations, with ids of things that there are."""
    known = Known(ids, random.Random(seed))
    found: list[Case] = []
    for one in schema_of(specification).get_all_operations():

        @seeded(seed)
        @settings(
            max_examples=each,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=one.ok().as_strategy(MODES[0]))
        def keep(case: Case) -> None:
            known.put_into(case)
            found.append(case)

        keep()
    return found


def lines(tally: Tally) -> Iterator[str]:
    """Yield a table: how each operation answered."""
    by_operation: dict[str, dict[int, int]] = {}
    for (operation, status), count in sorted(tally.statuses.items()):
        by_operation.setdefault(operation, {})[status] = count
    for operation, statuses in by_operation.items():
        counted = ", ".join(f"{status}: {count}" for status, count in statuses.items())
        yield f"{operation:56} {counted}"
