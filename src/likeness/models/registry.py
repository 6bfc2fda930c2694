"""Model specs by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from likeness.errors import ModelConflictError, UnknownModelError
from likeness.models.spec import ModelSpec, Task


class Registry:
    """Model specs by name: immutable, never global. To add yours: `Registry(*BUILTIN, mine)`.

    Raises:
        ModelConflictError: Two specs have one name.
    """

    def __init__(self, *specs: ModelSpec) -> None:
        by_name = {spec.name: spec for spec in sorted(specs, key=lambda spec: spec.name)}
        if len(by_name) != len(specs):
            names = sorted(spec.name for spec in specs)
            raise ModelConflictError(f"Model names must be unique, got {', '.join(names)}.")
        self.specs: Mapping[str, ModelSpec] = MappingProxyType(by_name)

    def get(self, name: str, task: Task | None = None) -> ModelSpec:
        """Return the spec called *name*, which must be for *task* if that is given.

        Raises:
            UnknownModelError: No model has that name or none of that name does that task; the
                message lists the names that would do.
        """
        known = [spec.name for spec in self.specs.values() if task in {None, spec.task}]
        if name not in known:
            purpose = f" to {VERBS[task]}" if task else ""
            raise UnknownModelError(
                f"No model {name!r}{purpose}. Known models: {', '.join(known)}."
            )
        return self.specs[name]


VERBS: Mapping[Task, str] = MappingProxyType(
    {
        "detect": "detect faces",
        "embed": "embed faces",
        "landmarks": "place landmarks",
        "attributes": "estimate age and gender",
    }
)
