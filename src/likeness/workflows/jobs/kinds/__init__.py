"""The kinds of long work: one file each, found by looking which files there are."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from likeness.workflows.jobs.kind import JobKind


def every_kind() -> Mapping[str, JobKind[Any]]:
    """Return all kinds by name, sorted."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in _files()]
    kinds: list[JobKind[Any]] = [module.KIND for module in modules]
    named = {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.name)}
    if len(named) < len(kinds):
        raise TypeError("Two kinds of jobs have the same name.")
    return MappingProxyType(named)


def _files() -> list[pkgutil.ModuleInfo]:
    return list(pkgutil.iter_modules(__path__))
