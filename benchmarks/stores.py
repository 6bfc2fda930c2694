"""What stores on other machines cost `add`, against those in the library folder.

    python benchmarks/stores.py                        scenes and trip of the shared photos
    python benchmarks/stores.py --copies 300           many photos made out of them
    python benchmarks/stores.py --copies 6 --catalog-photos 40    small

Photos from a folder into SQLite, a folder of pictures and the exact index; against photos from a
bucket into PostgreSQL, a bucket of pictures and the exact index: once as near as the loopback, once
with 5 ms added to every round trip to either server, as between machines. Each `add` runs again
with nothing new. Round trips are counted on the wire: a question is what a client sends after it
has an answer.

The servers run on this machine, beside the work: PostgreSQL is what LIKENESS_TEST_POSTGRES names,
or that at 127.0.0.1:5432; S3 is moto's server, in a process of its own, which is slow itself. CPU
seconds are those of our own processes. Last, the catalogs alone: writing photos with a face each in
batches, and reading their vectors.

Prints tables and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import album
import httpx
import machine
from distance import DistantServer
from rich.console import Console
from rich.table import Table
from s3_server import s3_server
from sqlalchemy import make_url

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from likeness.catalog.base import Catalog  # noqa: E402 - after the path is set
from likeness.catalog.sql import open_catalog  # noqa: E402
from likeness.objects.address import parse_address  # noqa: E402
from likeness.objects.bucket import Bucket  # noqa: E402
from likeness.settings import S3Settings  # noqa: E402
from tests.catalog.makers import CONTRACT, batch  # noqa: E402
from tests.stores.postgres import drop, server  # noqa: E402

PLACES = ("scenes", "trip")
RUNS = ("first", "again")
KEYS = {"access_key": "benchmark", "secret_key": "benchmark", "region": "us-east-1"}
FAR = 0.005  # seconds
BATCH = 500  # photos written together where the catalogs alone are compared
MILLISECONDS = 1000

Result = dict[str, Any]


def main(arguments: Sequence[str]) -> None:
    """Measure, print the tables and the JSON line."""
    options = parsed(arguments)
    files = album.photos_in(options.photos)
    if not files:
        sys.exit("There are no photos there. Give folders with --photos.")
    with tempfile.TemporaryDirectory() as temporary, s3_server() as s3_port:
        photos = Path(temporary) / "photos"
        photos.mkdir()
        album.copy(files, photos, options.copies or len(files))
        bucket = filled_bucket(s3_port, photos)
        result = {
            "benchmark": "stores",
            "machine": machine.describe(),
            "far": FAR,
            "folder": in_folder(photos, Path(temporary, "here")),
            "near": elsewhere(bucket, s3_port, Path(temporary, "near"), 0.0),
            "distant": elsewhere(bucket, s3_port, Path(temporary, "far"), FAR),
            "catalogs": catalogs(Path(temporary, "catalog"), options.catalog_photos),
        }
    show(result)
    print(json.dumps(result))


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    folders = [album.SHARED / name for name in PLACES]
    parser.add_argument("--photos", type=Path, nargs="+", default=folders)
    parser.add_argument("--copies", type=int, help="make so many distinct photos out of them")
    parser.add_argument(
        "--catalog-photos", type=int, default=20_000, help="in the catalogs that are compared"
    )
    return parser.parse_args(arguments)


# ---------------------------------------------------------------- stores


def filled_bucket(s3_port: int, photos: Path) -> str:
    """Put *photos* into a new bucket; return its address."""
    name = new_bucket(s3_port)
    settings = S3Settings(endpoint=f"http://127.0.0.1:{s3_port}", **KEYS)
    bucket = Bucket(parse_address(f"s3://{name}"), settings)
    for photo in sorted(photos.iterdir()):
        bucket.put(photo.name, photo.read_bytes(), "image/jpeg")
    return f"s3://{name}"


def new_bucket(s3_port: int) -> str:
    """Make a bucket; return its name."""
    name = f"benchmark-{secrets.token_hex(8)}"
    httpx.put(f"http://127.0.0.1:{s3_port}/{name}").raise_for_status()
    return name


@contextmanager
def new_schema() -> Iterator[str]:
    """Yield the URL of a schema that is not there yet; it is dropped afterwards."""
    url, schema = server(), f"likeness_{secrets.token_hex(6)}"
    named = url.update_query_dict({"options": f"-csearch_path={schema}"})
    try:
        yield named.render_as_string(hide_password=False)
    finally:
        drop(url, schema)


# ---------------------------------------------------------------- add


def in_folder(photos: Path, library: Path) -> Result:
    """Measure with everything in folders of this machine."""
    return run(str(photos), library, {}, {})


def elsewhere(bucket: str, s3_port: int, library: Path, seconds: float) -> Result:
    """Measure with photos, catalog and pictures on servers so far away."""
    with ExitStack() as stack:
        url = make_url(stack.enter_context(new_schema()))
        postgres = stack.enter_context(
            DistantServer(url.host or "127.0.0.1", url.port or 5432, seconds=seconds)
        )
        s3 = stack.enter_context(DistantServer("127.0.0.1", s3_port, seconds=seconds))
        nearer = url.set(host="127.0.0.1", port=postgres.port)
        settings = {
            "catalog": {"url": nearer.render_as_string(hide_password=False)},
            "blobs": {"url": f"s3://{new_bucket(s3_port)}/family"},
            "s3": {"endpoint": f"http://127.0.0.1:{s3.port}", **KEYS},
        }
        return run(bucket, library, settings, {"postgresql": postgres, "s3": s3})


def run(
    place: str, library: Path, settings: Result, servers: Mapping[str, DistantServer]
) -> Result:
    """Add *place* to a new library in a process of its own, twice; count what *servers* are asked.

    Raises:
        subprocess.CalledProcessError: It failed, and said why on standard error.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LIKENESS_")}
    command = [sys.executable, str(HERE / "stores_run.py"), place, str(library)]
    with subprocess.Popen(
        command,
        env={**kept, "XDG_CONFIG_HOME": os.devnull},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        answered(process, json.dumps(settings))
        return {name: counted(process, servers) for name in RUNS}


def counted(process: subprocess.Popen[str], servers: Mapping[str, DistantServer]) -> Result:
    """Let *process* do one run, and return what it says, with the round trips to each server."""
    before = {name: (server.round_trips, server.connections) for name, server in servers.items()}
    found: Result = json.loads(answered(process, "add"))
    for name, (round_trips, connections) in before.items():
        found[name] = {
            "round_trips": servers[name].round_trips - round_trips,
            "connections": servers[name].connections - connections,
        }
    return found


def answered(process: subprocess.Popen[str], line: str) -> str:
    """Write *line* to *process* and return the line that it answers with."""
    if process.stdin is None or process.stdout is None:
        raise TypeError("This process has no pipes.")
    process.stdin.write(line + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise subprocess.CalledProcessError(process.wait(), process.args)
    return answer


# ---------------------------------------------------------------- catalogs


def catalogs(folder: Path, photos: int) -> Result:
    """Write *photos* with a face each into both kinds of catalog, and read them."""
    with new_schema() as url:
        return {
            "photos": photos,
            "batch": BATCH,
            "sqlite": catalog("", folder / "sqlite", photos),
            "postgresql": catalog(url, folder / "postgresql", photos),
        }


def catalog(url: str, folder: Path, photos: int) -> Result:
    """Measure one catalog: milliseconds for each photo written, and for all vectors read."""
    opened = open_catalog(url, folder=folder)
    try:
        write = written(opened, photos)
        started = time.monotonic()
        ids, _ = opened.vectors(CONTRACT)
        read = time.monotonic() - started
    finally:
        opened.close()
    return {
        "write_ms": write * MILLISECONDS / photos,
        "read_ms": read * MILLISECONDS,
        "faces": len(ids),
    }


def written(opened: Catalog, photos: int) -> float:
    """Return the seconds that writing takes, without making up what is written."""
    source = opened.add_source("folder", "/photos").id
    seconds = 0.0
    with opened.writing():
        for start in range(0, photos, BATCH):
            facts = batch(source, range(start, min(start + BATCH, photos)))
            started = time.monotonic()
            opened.write(facts)
            seconds += time.monotonic() - started
    return seconds


# ---------------------------------------------------------------- tables


def show(result: Result) -> None:
    """Print the tables."""
    console = Console(width=110)
    titles = {
        "folder": "folder, SQLite, folder",
        "near": "bucket, PostgreSQL, bucket; loopback",
        "distant": f"the same, {FAR * MILLISECONDS:.0f} ms away",
    }
    table = Table("add", "wall s", "times", "CPU s", "times", "SQL per photo", "again: wall s")
    base = result["folder"]["first"]
    for key, title in titles.items():
        first, again = result[key]["first"], result[key]["again"]
        table.add_row(
            title,
            f"{first['wall']:.2f}",
            f"{first['wall'] / base['wall']:.2f}",
            f"{first['cpu']:.2f}",
            f"{first['cpu'] / base['cpu']:.2f}",
            f"{first['statements'] / first['photos']:.1f}",
            f"{again['wall']:.2f}",
        )
    console.print(table)
    table = Table("server", "round trips", "per photo", "connections", "again: round trips")
    for name in ("postgresql", "s3"):
        first, again = (result["near"][run][name] for run in RUNS)
        per_photo = first["round_trips"] / result["near"]["first"]["photos"]
        table.add_row(
            name,
            str(first["round_trips"]),
            f"{per_photo:.1f}",
            str(first["connections"]),
            str(again["round_trips"]),
        )
    console.print(table)
    table = Table("catalog alone", "write, ms per photo", "read all vectors, ms")
    for name in ("sqlite", "postgresql"):
        row = result["catalogs"][name]
        table.add_row(name, f"{row['write_ms']:.3f}", f"{row['read_ms']:.0f}")
    console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
