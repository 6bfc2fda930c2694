"""The web page with a large library in a real browser: how soon it shows, how smoothly it moves.

    python benchmarks/page.py --photos 100000
    python benchmarks/page.py --library DIR    one that `synthetic.py` made

A server runs as people start it; Chromium opens the photos, scrolls through all years in a scripted
way, and its own trace (DevTools) says what the main thread did. A frame's work is all that the main
thread did from that frame on until the next one began. It is told twice: processor time of the
thread (`cpu`), and time on the clock (`wall`), which holds the waiting for other programs too: with
other work on the machine the first one says more. Works without a GPU: pixels are then drawn by
other threads of the processor, which slows frames but is no work of the main thread.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.browser import WIDE, Visit, chromium, enter, started  # noqa: E402
from tests.e2e.serving import served  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

Event = dict[str, Any]

CATEGORIES = (
    "devtools.timeline,disabled-by-default-devtools.timeline,"
    "disabled-by-default-devtools.timeline.frame,blink.user_timing"
)
TASK, FRAME = "RunTask", "BeginMainThreadFrame"
MARKS = "blink.user_timing"
MB = 1_000_000

AS_MOST: dict[str, Any] = {"viewport": WIDE, "reduced_motion": "no-preference"}

IN_SIGHT = """() => {
  const seen = [...document.querySelectorAll("main [data-index] img")].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  return seen.length > 5 && seen.every((image) => image.complete);
}"""

SHOWN = """() => new Promise((resolve) => {
  // Two frames later what was loaded last is drawn, and the observer has heard of it.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
    new PerformanceObserver((list) => {
      const last = list.getEntries().at(-1);
      const asked = performance.getEntriesByType("resource");
      const took = (path) => {
        const one = asked.find(({ name }) => new URL(name).pathname === path);
        return one === undefined ? null : one.responseEnd - one.requestStart;
      };
      resolve({
        largest: last.startTime,
        element: last.element?.tagName ?? last.url,
        first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
        layout: took("/api/v1/photos/layout"),
        photos: took("/api/v1/photos"),
      });
    }).observe({ type: "largest-contentful-paint", buffered: true });
  })));
})"""

SCROLL = """async ({ screens, jumps }) => {
  const frame = () => new Promise(requestAnimationFrame);
  const height = () => document.documentElement.scrollHeight - innerHeight;
  performance.mark("slow");
  for (let step = 0; step < screens * 12; step += 1) {  // as a wheel: a screen in twelve frames
    scrollBy({ top: innerHeight / 12, behavior: "instant" });
    await frame();
  }
  performance.mark("fast");
  for (let step = 0; step < screens * 3; step += 1) {  // as a wheel let go: a screen in three
    scrollBy({ top: innerHeight / 3, behavior: "instant" });
    await frame();
  }
  performance.mark("flying");
  for (let jump = 1; jump <= jumps; jump += 1) {  // as the date scrubber
    scrollTo({ top: (height() * jump) / (jumps + 1), behavior: "instant" });
    for (let step = 0; step < 24; step += 1) {
      await frame();
      scrollBy({ top: 90, behavior: "instant" });
    }
  }
  performance.mark("end");
}"""
PHASES = ("slow", "fast", "flying")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrolled:
    """What the main thread did while the page was scrolled, milliseconds.

    Args:
        began: When each frame began, by the clock of the trace.
        cpu: Processor time of the main thread for each frame.
        wall: Time that its tasks took for each frame.
        longest_cpu: Of the task with most processor time.
        longest_wall: Of the task that took longest.
        marks: When each phase began, by the clock of the trace, and when the last one ended.
    """

    began: NDArray[np.float64]
    cpu: NDArray[np.float64]
    wall: NDArray[np.float64]
    longest_cpu: float
    longest_wall: float
    marks: dict[str, float]

    def phase(self, name: str) -> NDArray[np.bool_]:
        """Return which frames are of a phase of the script."""
        order = [*PHASES, "end"]
        end = self.marks[order[order.index(name) + 1]]
        inside: NDArray[np.bool_] = (self.began >= self.marks[name]) & (self.began < end)
        return inside


@contextmanager
def library(given: Path | None, photos: int) -> Iterator[Path]:
    """Yield a library with generated photos."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "library"
        script = ROOT / "benchmarks" / "synthetic.py"
        subprocess.run(
            [sys.executable, script, target, "--photos", str(photos)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield target


def traced(page: Page, session: CDPSession, script: str, argument: Any) -> list[Event]:
    """Run *script* in the page and return the events of the browser's trace meanwhile."""
    events: list[Event] = []
    done: list[bool] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    session.send("Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"})
    page.evaluate(script, argument)
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(20)
    return events


def understood(events: Sequence[Event]) -> Scrolled:
    """Return what the main thread of the page did, out of a trace."""
    own = of_page(events)
    tasks = sorted(
        (event for event in own if event["name"] == TASK and event.get("ph") == "X"),
        key=lambda event: float(event["ts"]),
    )
    starts = np.array([event["ts"] for event in tasks], float)
    wall = np.array([event.get("dur", 0) for event in tasks], float) / 1000
    cpu = np.array([event.get("tdur", 0) for event in tasks], float) / 1000
    frames = np.array([event["ts"] for event in own if event["name"] == FRAME], float)
    # The task in which a frame begins is the first one of that frame.
    holders = np.unique(np.maximum(0, np.searchsorted(starts, np.sort(frames), side="right") - 1))
    of_frame = np.searchsorted(holders, np.arange(len(tasks)), side="right") - 1
    counted = of_frame >= 0  # what was before the first frame belongs to none

    def per_frame(spent: NDArray[np.float64]) -> NDArray[np.float64]:
        counts: NDArray[np.float64] = np.bincount(
            of_frame[counted], weights=spent[counted], minlength=len(holders)
        ).astype(np.float64)
        return counts

    marks = {event["name"]: float(event["ts"]) for event in own if MARKS in event["cat"]}
    return Scrolled(
        began=starts[holders],
        cpu=per_frame(cpu),
        wall=per_frame(wall),
        longest_cpu=float(cpu.max()),
        longest_wall=float(wall.max()),
        marks={name: marks[name] for name in (*PHASES, "end")},
    )


def of_page(events: Sequence[Event]) -> list[Event]:
    """Return the events of the page's main thread: the one that was scrolled by the script."""
    process, thread = renderer(events)
    return [event for event in events if event["pid"] == process and event["tid"] == thread]


def renderer(events: Sequence[Event]) -> tuple[int, int]:
    """Return process and thread of the page."""
    mark = next(e for e in events if e["name"] == PHASES[0] and MARKS in e["cat"])
    return int(mark["pid"]), int(mark["tid"])


def memory_of(process: int) -> tuple[float, float]:
    """Return what a process holds, megabytes: its footprint, and decoded pictures kept beside it.

    The footprint is what Chromium calls the private one, and shows in its task manager: anonymous
    memory. Decoded pictures lie in shared memory that it takes back when others need it.
    """
    of = Path("/proc") / str(process)
    told = dict(line.split(":", 1) for line in (of / "status").read_text().splitlines())
    anonymous = sum(int(told[name].split()[0]) for name in ("RssAnon", "VmSwap"))
    return 1024 * anonymous / MB, 1024 * int(told["RssShmem"].split()[0]) / MB


def opened(visit: Visit) -> tuple[Page, dict[str, Any]]:
    """Open the photos and return the page, and how soon it showed them (milliseconds)."""
    page = visit.context.new_page()
    page.goto(f"{visit.base}/photos")
    page.wait_for_function(IN_SIGHT)
    return page, page.evaluate(SHOWN)


def visited(browser: Browser, first: Visit, **wishes: Any) -> Visit:
    """Return a visit by a browser that kept nothing of the first one but who it is."""
    state = first.context.storage_state()
    return Visit(browser.new_context(storage_state=state, **AS_MOST, **wishes), first.base)


def first_visits(browser: Browser, first: Visit, times: int) -> dict[str, Any]:
    """Return how soon the photos show, to browsers that were never here and to those that were."""
    fresh: list[dict[str, Any]] = []
    again: list[dict[str, Any]] = []
    for _ in range(times):
        visit = visited(browser, first, service_workers="block")
        for kept in (fresh, again):
            page, shown = opened(visit)
            page.close()
            kept.append(shown)
        visit.context.close()

    def middle(shown: list[dict[str, Any]], name: str) -> float:
        return round(median(float(one[name] or 0) for one in shown), 1)

    return {
        "first_paint_ms": middle(fresh, "first"),
        "largest_paint_ms": middle(fresh, "largest"),
        "largest_paint_again_ms": middle(again, "largest"),
        "largest_element": fresh[-1]["element"],
        "layout_answer_ms": middle(fresh, "layout"),
        "photos_answer_ms": middle(fresh, "photos"),
    }


def scrolled(
    browser: Browser, first: Visit, *, screens: int, jumps: int, trace: Path | None
) -> dict[str, Any]:
    """Open the photos, scroll, and return what was found."""
    visit = visited(browser, first)
    page, _ = opened(visit)
    session = visit.context.new_cdp_session(page)
    events = traced(
        page, browser.new_browser_cdp_session(), SCROLL, {"screens": screens, "jumps": jumps}
    )
    if trace is not None:
        trace.write_text(json.dumps({"traceEvents": events}))
    found = understood(events)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    answer = session.send("Performance.getMetrics")
    footprint, pictures = memory_of(renderer(events)[0])
    metrics = {entry["name"]: entry["value"] for entry in answer["metrics"]}
    return {
        "frames": len(found.cpu),
        "cpu_p50_ms": percentile(found.cpu, 50),
        "cpu_p95_ms": percentile(found.cpu, 95),
        **{f"cpu_p95_{name}_ms": percentile(found.cpu[found.phase(name)], 95) for name in PHASES},
        "wall_p50_ms": percentile(found.wall, 50),
        "wall_p95_ms": percentile(found.wall, 95),
        "longest_task_cpu_ms": round(found.longest_cpu, 1),
        "longest_task_wall_ms": round(found.longest_wall, 1),
        "heap_mb": round(metrics["JSHeapUsedSize"] / MB, 1),
        "nodes": int(metrics["Nodes"]),
        "memory_mb": round(footprint, 1),
        "pictures_mb": round(pictures, 1),
    }


def percentile(values: NDArray[np.float64], share: float) -> float:
    """Return a percentile, rounded as it is told."""
    return round(float(np.percentile(values, share)), 2)


def first_load(browser: Browser, first: Visit) -> tuple[int, int]:
    """Return how many bytes of packed JavaScript the first page takes, and with its headers."""
    visit = visited(browser, first, service_workers="block")
    page = visit.context.new_page()
    session = visit.context.new_cdp_session(page)
    session.send("Network.enable")
    headers: dict[str, int] = {}
    bytes_of: dict[str, int] = {}

    def answered(event: Event) -> None:
        if event["response"]["mimeType"] == "text/javascript":
            headers[event["requestId"]] = event["response"]["encodedDataLength"]

    session.on("Network.responseReceived", answered)
    session.on(
        "Network.loadingFinished",
        lambda event: bytes_of.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(f"{visit.base}/photos")
    page.wait_for_function(IN_SIGHT)
    visit.context.close()
    sent = sum(size for request, size in bytes_of.items() if request in headers)
    return int(sent - sum(headers.values())), int(sent)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=5, help="of which the middle one is told")
    parser.add_argument("--screens", type=int, default=40, help="scrolled through one by one")
    parser.add_argument("--jumps", type=int, default=20, help="to anywhere")
    parser.add_argument("--trace", type=Path, metavar="FILE", help="keep the trace for DevTools")
    words = parser.parse_args(arguments)
    binary = chromium()
    if binary is None:
        sys.exit("There is no Chromium on this machine.")
    with (
        library(words.library, words.photos) as folder,
        tempfile.TemporaryDirectory() as scratch,
        served(folder, Path(scratch) / "server.log") as serving,
        started(binary) as browser,
    ):
        first = enter(browser, serving.base, serving.link)
        kilobytes = [round(size / 1000, 1) for size in first_load(browser, first)]
        found = {
            "benchmark": "page",
            "photos": serving.photos(),
            "load": round(os.getloadavg()[0], 1),
            **dict(zip(("script_kb", "script_sent_kb"), kilobytes, strict=True)),
            **first_visits(browser, first, words.visits),
            **scrolled(browser, first, screens=words.screens, jumps=words.jumps, trace=words.trace),
        }
    for name, value in found.items():
        print(f"{name:24s} {value}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
