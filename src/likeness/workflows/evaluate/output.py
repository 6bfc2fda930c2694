"""Where a report goes: one folder, every file whole or not there."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from likeness.errors import ExportError, UsageError
from likeness.evaluation.report.explorer import heatmap_page, map_page
from likeness.evaluation.report.model import Figure, HeatMap, PointMap, Report
from likeness.evaluation.report.page import page
from likeness.evaluation.report.record import record
from likeness.workflows.targets import is_within

OURS = re.compile(r"[a-z0-9-]+(_[a-z0-9-]+)*\.(html|json|png|svg|csv)")
"""Names that a report gives its files: no way out of the folder, and nothing hidden."""

LARGEST_RECORD = 2**28  # bytes of an earlier report that are read


class Output:
    """The folder of a report; it shows faces, so a new one is its owner's alone.

    Raises:
        UsageError: The folder lies inside the data set, where the next run would take the plots
            for photos.
        ExportError: It cannot be made or is no folder.
    """

    def __init__(self, folder: str | Path, *, dataset: Path) -> None:
        self.folder = Path(os.path.abspath(os.path.expanduser(folder)))
        self.files: list[Path] = []
        if is_within(self.folder, Path(os.path.abspath(dataset))):
            raise UsageError(
                f"{folder} lies inside the data set, and the plots in it would be taken for photos "
                "next time. Choose a folder elsewhere with -o."
            )
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as exc:
            raise ExportError(f"The folder {folder} cannot be made: {exc.strerror}.") from exc

    def write(self, name: str, content: str | bytes) -> Path:
        """Write one file, replacing what was there.

        Raises:
            ExportError: The disk is full, or the folder may not be written to.
        """
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        file = self.folder / name
        unfinished = self.folder / f".{name}.{secrets.token_hex(4)}.part"
        try:
            try:
                with open(unfinished, "xb", opener=private) as out:
                    out.write(data)
                unfinished.replace(file)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as exc:
            raise ExportError(f"{file} cannot be written: {exc.strerror}.") from exc
        self.files.append(file)
        return file

    def write_report(self, report: Report) -> Path:
        """Write the page, the JSON and every plot, and return where the page lies."""
        before = self._written_before(report.command)
        for figure in figures(report):
            self.write(f"{figure.name}.png", figure.png)
            self.write(f"{figure.name}.svg", figure.svg)
        for name, alone in explorers(report):
            self.write(f"{name}.html", alone)
        page_file = self.write(f"{report.command}.html", page(report))
        names = {file.name for file in self.files} | {f"{report.command}.json"}
        whole = replace(report, record={**report.record, "written": sorted(names)})
        self.write(f"{report.command}.json", record(whole))
        for name in before - names:
            (self.folder / name).unlink(missing_ok=True)
        return page_file

    def _written_before(self, command: str) -> set[str]:
        """Return the files of an earlier report of the same command, which this one replaces."""
        try:
            with (self.folder / f"{command}.json").open("rb") as file:
                kept = json.loads(file.read(LARGEST_RECORD))["record"]["written"]
        except (OSError, ValueError, RecursionError, KeyError, TypeError):
            return set()
        names = kept if isinstance(kept, list) else []
        return {name for name in names if isinstance(name, str) and OURS.fullmatch(name)}


def private(path: str, flags: int) -> int:
    """Open a file that only its owner may read: reports show faces."""
    return os.open(path, flags, 0o600)


def explorers(report: Report) -> Iterator[tuple[str, str]]:
    """Yield name and page of everything interactive, each as a page of its own, to be passed on."""
    for section in report.sections:
        for block in section.blocks:
            about = {"title": report.title, "dataset": report.dataset, "typed": report.typed}
            if isinstance(block, HeatMap) and block.still is not None:
                yield block.still.name, heatmap_page(block, facts=report.facts, **about)
            if isinstance(block, PointMap) and block.still is not None:
                yield block.still.name, map_page(block, facts=report.facts, **about)


def figures(report: Report) -> Iterator[Figure]:
    """Yield every plot, also those that stand in for something interactive."""
    for section in report.sections:
        for block in section.blocks:
            figure = block.still if isinstance(block, HeatMap | PointMap) else block
            if isinstance(figure, Figure):
                yield figure
