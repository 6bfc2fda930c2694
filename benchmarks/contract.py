"""10,000 requests drawn from the specification, over HTTP: is each answered as it says?

    python benchmarks/contract.py
    python benchmarks/contract.py --cases 1000 --seed 7

Half of the requests are as the specification says, half are not; `tests/rest/contract.py` says what
is checked of each answer. The server runs as `likeness serve` runs it, over a library of six photos
that is thrown away.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import requests
from schemathesis.core.transport import Response

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from likeness import Library  # noqa: E402 - after the path is set
from likeness.rest.app import create_app  # noqa: E402
from likeness.rest.limits import Limits  # noqa: E402
from likeness.rest.serving import make_server  # noqa: E402
from tests.rest.conftest import FEW  # noqa: E402
from tests.rest.contract import Case, Tally, ids_of, lines, play  # noqa: E402
from tests.rest.live import live  # noqa: E402

MOST = 100_000_000
"""Requests a minute: what is limited elsewhere is not what is checked here."""

SECONDS = 60


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="at least so many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--photos", type=Path, default=ROOT.parent / "shared" / "photos")
    arguments = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        tally = campaign(Path(folder), arguments.photos, arguments.cases, arguments.seed)
    for line in lines(tally):
        print(line)
    for report in tally.failures.values():
        print(report, file=sys.stderr)
    statuses: dict[str, int] = {}
    for (_, status), count in sorted(tally.statuses.items(), key=lambda one: one[0][1]):
        statuses[str(status)] = statuses.get(str(status), 0) + count
    result = {
        "cases": tally.cases,
        "operations": len({operation for operation, _ in tally.statuses}),
        "failures": sorted(f"{operation}: {kind}" for operation, kind in tally.failures),
        "statuses": statuses,
        "seconds": round(time.perf_counter() - began, 1),
    }
    print(json.dumps({"benchmark": "contract", **result}))
    sys.exit(bool(tally.failures) or tally.cases < arguments.cases)


def campaign(folder: Path, photos: Path, cases: int, seed: int) -> Tally:
    """Serve a library in *folder* and send at least *cases* requests to it."""
    source = folder / "photos"
    source.mkdir()
    for name in FEW:
        shutil.copy2(photos / "scenes" / name, source / name)
    with Library.open(folder / "library") as library:
        library.add(source)
        library.create_collection("Trip", [source / "008_B.jpg", source / "t1.jpg"])
        library.jobs.ask("group", {}, who="contract")
        _, secret = library.access.create_key("contract", "admin")
        server = make_server(library, who="contract")
        server.limits = Limits(logins_per_minute=MOST, finds_per_minute=MOST)
        specification = create_app(server).openapi()
        total = Tally()
        with live(server) as running, requests.Session() as session:
            session.headers["X-API-Key"] = secret

            def send(case: Case) -> Response:
                return case.call(base_url=running.base, session=session, timeout=SECONDS)

            round_ = 0
            while total.cases < cases and not total.failures:
                each = max(4, round((cases - total.cases) / 140))
                play(
                    specification,
                    send,
                    ids_of(library),
                    each=each,
                    seed=seed + round_,
                    tally=total,
                )
                round_ += 1
    return total


if __name__ == "__main__":
    main()
