"""The page of the network with 20,000 faces in a real browser: how soon, and how smoothly.

    python benchmarks/network_page.py --faces 20000
    python benchmarks/network_page.py --library DIR    one that `synthetic.py` made

A server runs as people start it; Chromium opens the network of faces, pans, zooms with the wheel
and pans again close by, as a mouse does, and its own trace (DevTools) says what the main thread did
for each frame. What a frame's work is, and why it is told twice, stands in `page.py`. The first
paint of the network is two frames after its canvas is there, counted from the beginning of the
visit. Works without a GPU: pixels are then drawn by other threads of the processor, which slows
frames but is no work of the main thread.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from page import percentile, traced, understood, visited  # noqa: E402
from synthetic import make  # noqa: E402

from likeness import Library  # noqa: E402
from tests.e2e.browser import Visit, chromium, enter, started  # noqa: E402
from tests.e2e.serving import served  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

A_PHOTO = 1.5 * 0.92  # faces of each photo that are good enough, as `synthetic.py` draws them
MARGIN = 1.03  # more than wanted: a network takes the most it may
PHASES = {"slow": "pan", "fast": "zoom", "flying": "pan_close"}
"""The phases of `understood`, and what is done in each here."""

WATCH = """
  new MutationObserver((_, watching) => {
    if (document.querySelector(".sigma-nodes") === null) return;
    watching.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
"""

SHOWN = """() => window.drawn === undefined ? null : {
  drawn: window.drawn,
  first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  answer: performance.getEntriesByType("resource")
    .filter(({ name }) => new URL(name).pathname === "/api/v1/network")
    .map(({ requestStart, responseEnd }) => responseEnd - requestStart)[0] ?? null,
  bytes: performance.getEntriesByType("resource")
    .filter(({ name }) => new URL(name).pathname === "/api/v1/network")
    .map(({ decodedBodySize }) => decodedBodySize)[0] ?? null,
}"""

MOVE = """async ({ frames, turns }) => {
  const canvas = document.querySelector(".sigma-mouse");
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const frame = () => new Promise(requestAnimationFrame);
  const send = (target, type, x, y, buttons) => target.dispatchEvent(new MouseEvent(type, {
    bubbles: true, cancelable: true, view: window, button: 0, buttons,
    clientX: left + width / 2 + x, clientY: top + height / 2 + y }));
  const pan = async () => {  // a figure of eight
    send(canvas, "mousedown", 0, 0, 1);
    for (let step = 1; step <= frames; step += 1) {
      const turn = (2 * Math.PI * step) / 120;
      send(canvas, "mousemove",
           0.3 * width * Math.sin(turn), 0.25 * height * Math.sin(2 * turn), 1);
      await frame();
    }
    send(document, "mouseup", 0, 0, 0);
  };
  performance.mark("slow");
  await pan();
  performance.mark("fast");
  for (let step = 0; step < turns; step += 1) {  // closer, and then a little further away
    canvas.dispatchEvent(new WheelEvent("wheel", {
      bubbles: true, cancelable: true, deltaY: step < 0.8 * turns ? -120 : 120,
      clientX: left + 0.55 * width, clientY: top + 0.5 * height }));
    for (let wait = 0; wait < 10; wait += 1) await frame();
  }
  performance.mark("flying");
  await pan();
  performance.mark("end");
}"""


@contextmanager
def library(given: Path | None, faces: int) -> Iterator[Path]:
    """Yield a library with generated faces and the network of them."""
    with tempfile.TemporaryDirectory() as folder:
        target = given or Path(folder) / "library"
        if given is None:
            make(target, round(MARGIN * faces / A_PHOTO))
        with Library.open(target) as opened:
            if opened.kept_network("faces") is None:
                opened.network("faces")
        yield target


def opened(visit: Visit) -> tuple[Page, dict[str, float]]:
    """Open the network and return the page, and how soon it was drawn (milliseconds)."""
    page = visit.context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{visit.base}/network?of=faces")
    shown = page.wait_for_function(SHOWN).json_value()
    return page, {name: float(value or 0) for name, value in shown.items()}


def first_visits(browser: Browser, first: Visit, times: int) -> dict[str, float]:
    """Return how soon the network shows to browsers that were never here."""
    found: list[dict[str, float]] = []
    for _ in range(times):
        visit = visited(browser, first, service_workers="block")
        _, shown = opened(visit)
        found.append(shown)
        visit.context.close()

    def middle(name: str) -> float:
        return round(median(one[name] for one in found), 1)

    return {
        "first_paint_ms": middle("first"),
        "network_paint_ms": middle("drawn"),
        "answer_ms": middle("answer"),
        "answer_mb": round(middle("bytes") / 1e6, 2),
    }


def moved(
    browser: Browser, first: Visit, *, frames: int, turns: int, trace: Path | None
) -> dict[str, Any]:
    """Open the network, pan and zoom, and return what the main thread did."""
    visit = visited(browser, first)
    page, _ = opened(visit)
    page.wait_for_timeout(1000)  # as people look before they move
    events = traced(
        page, browser.new_browser_cdp_session(), MOVE, {"frames": frames, "turns": turns}
    )
    if trace is not None:
        trace.write_text(json.dumps({"traceEvents": events}))
    found = understood(events)
    told: dict[str, Any] = {"frames": len(found.cpu)}
    for clock, values in (("cpu", found.cpu), ("wall", found.wall)):
        told[f"{clock}_p50_ms"] = percentile(values, 50)
        told[f"{clock}_p95_ms"] = percentile(values, 95)
        for phase, name in PHASES.items():
            told[f"{clock}_p95_{name}_ms"] = percentile(values[found.phase(phase)], 95)
    told["longest_task_cpu_ms"] = round(found.longest_cpu, 1)
    told["longest_task_wall_ms"] = round(found.longest_wall, 1)
    return told


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--faces", type=int, default=20_000)
    parser.add_argument("--visits", type=int, default=3, help="of which the middle one is told")
    parser.add_argument("--frames", type=int, default=240, help="of each pan")
    parser.add_argument("--turns", type=int, default=16, help="of the wheel")
    parser.add_argument("--trace", type=Path, metavar="FILE", help="keep the trace for DevTools")
    words = parser.parse_args(arguments)
    binary = chromium()
    if binary is None:
        sys.exit("There is no Chromium on this machine.")
    with (
        library(words.library, words.faces) as folder,
        tempfile.TemporaryDirectory() as scratch,
        served(folder, Path(scratch) / "server.log") as serving,
        started(binary) as browser,
    ):
        first = enter(browser, serving.base, serving.link)
        with serving.open() as opened_library:
            network = opened_library.kept_network("faces")
        found = {
            "benchmark": "network_page",
            "nodes": 0 if network is None else len(network.nodes),
            "edges": 0 if network is None else len(network.edges),
            "load": round(os.getloadavg()[0], 1),
            **first_visits(browser, first, words.visits),
            **moved(browser, first, frames=words.frames, turns=words.turns, trace=words.trace),
        }
    for name, value in found.items():
        print(f"{name:24s} {value}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
