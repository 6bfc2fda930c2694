"""What the server counts, for Prometheus: routes and statuses, never who or what."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from likeness.errors import LikenessError

if TYPE_CHECKING:
    from likeness.library import Library
    from likeness.rest.events import Events

log = logging.getLogger("likeness.rest")

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds."""

API = "/api/v1"
UNKNOWN = "unknown"
UNANSWERED = 499
"""Status of requests whose client went away before there was an answer, as nginx counts them."""


class Metrics:
    """The counters of one server, in a registry of their own."""

    def __init__(self, library: Library, events: Events) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "likeness_requests",
            "Requests that were answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "likeness_request_seconds",
            "From the head of a request to the end of its answer.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        self.registry.register(LibraryCollector(library, events))

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        log.info("%s %s %d %.1f ms", method, route, status, 1000 * seconds)


class LibraryCollector(Collector):
    """How much there is in the library, asked when somebody looks."""

    def __init__(self, library: Library, events: Events) -> None:
        self._library = library
        self._events = events

    def describe(self) -> Iterable[Metric]:
        """Return nothing: there is no need to ask the library before somebody looks."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Yield the numbers; without those of the library where its catalog does not answer."""
        listeners = GaugeMetricFamily("likeness_listeners", "Open streams of events.")
        listeners.add_metric((), self._events.listeners)
        yield listeners
        try:
            found = self._library.overview()
            waiting = len(self._library.jobs.list(("queued", "running"), limit=1000))
        except LikenessError:
            return
        held = GaugeMetricFamily("likeness_library", "What is in the library.", labels=("what",))
        for what in ("photos", "faces", "people", "named", "unassigned", "failures"):
            held.add_metric((what,), getattr(found, what))
        yield held
        jobs = GaugeMetricFamily("likeness_jobs_waiting", "Jobs that wait or run.")
        jobs.add_metric((), waiting)
        yield jobs


class MetricsGuard:
    """Counts every answer by the pattern of its route: paths hold ids."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), UNANSWERED

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", UNKNOWN)
            if scope["path"].startswith(API) and not route.startswith("/api"):
                route = API + route  # routers do not know where they hang
            method = scope["method"] if scope["method"] in METHODS else UNKNOWN
            self._metrics.note(method, route, status, time.perf_counter() - began)


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
