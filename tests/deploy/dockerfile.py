"""deploy/Dockerfile as data, and its steps in a scratch folder instead of an image."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.deploy.needs import DEPLOY, ROOT

FILE = DEPLOY / "Dockerfile"
OWNER = "10001"


@dataclass
class Stage:
    """One FROM and what follows it, without comments and with long lines joined."""

    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def values(self, word: str) -> list[str]:
        return [value for found, value in self.steps if found == word]

    @property
    def environment(self) -> dict[str, str]:
        pairs = [pair for value in self.values("ENV") for pair in shlex.split(value)]
        return dict(pair.split("=", 1) for pair in pairs)

    @property
    def arguments(self) -> dict[str, str]:
        return dict(value.split("=", 1) for value in self.values("ARG"))

    def words(self, instruction: str) -> list[str]:
        """Return the words of CMD or ENTRYPOINT, which has to be in JSON form."""
        (value,) = self.values(instruction)
        return json.loads(value)  # type: ignore[no-any-return]


def stages() -> list[Stage]:
    text = re.sub(r"^\s*#.*\n", "", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found: list[Stage] = []
    for line in text.replace("\\\n", " ").splitlines():
        word, _, value = line.strip().partition(" ")
        if word == "FROM":
            found.append(Stage(value))
        elif word and found:  # arguments before the first stage are for FROM
            found[-1].steps.append((word, value.strip()))
    return found


def copy_context(target: Path) -> None:
    """Copy what .dockerignore lets into the build."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    left_out = {str(ROOT / rule.lstrip("/")) for rule in rules if rule.startswith("/")}

    def ignored(folder: str, names: list[str]) -> set[str]:
        return {
            name
            for name in names
            if name == "__pycache__" or os.path.join(folder, name) in left_out
        }

    for kept in (rule[2:] for rule in rules if rule.startswith("!/")):
        source = ROOT / kept
        (target / kept).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target / kept, ignore=ignored)
        else:
            shutil.copy(source, target / kept)


@dataclass
class Scratch:
    """A folder that stands for the root of the image."""

    root: Path

    def path(self, text: str) -> str:
        """Return *text* with the absolute paths of the image led into the folder."""
        return re.sub(
            r"(?<![\w./-])(?=/(?:build|opt|library|cache|uploads)\b)", str(self.root), text
        )

    def run_stage(self, stage: Stage, **arguments: str) -> None:
        """Do what the stage says, as far as that changes files.

        Packages come from the cache of whoever runs the tests, not from one of the build's own.
        """
        environment = {**os.environ, **stage.arguments, **arguments}
        environment |= {name: self.path(value) for name, value in stage.environment.items()}
        environment.pop("PIP_CACHE_DIR", None)
        environment["PATH"] = os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"]))
        (self.root / "build").mkdir()
        for word, value in stage.steps:
            if word == "COPY":
                self._copy(value)
            elif word == "RUN":
                command = self.path(re.sub(r"--mount=\S+", "", value)).replace(
                    OWNER, str(os.getuid())
                )
                self._run(command, environment)

    def run(
        self, words: list[str], environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.path(word) for word in words],
            env={name: self.path(value) for name, value in environment.items()},
            cwd=self.root / "library",
            capture_output=True,
            text=True,
            check=False,
        )

    def _copy(self, value: str) -> None:
        *options, source, target = value.split()
        assert not options
        assert source == "."
        copy_context(Path(self.path(target)))

    def _run(self, command: str, environment: dict[str, str]) -> None:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env=environment,
            cwd=self.root / "build",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
