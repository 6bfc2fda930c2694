"""The build hook: put the built-in models, which are not in git, into the package."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltinModels(BuildHookInterface[Any]):
    """Converts published model files to ONNX, once; later builds find them in place."""

    def dependencies(self) -> list[str]:
        """Return what the conversion needs: nothing where the models are in place."""
        requirements: list[str] = self._build().requirements()
        return requirements

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the models before hatchling collects the files."""
        build = self._build()
        try:
            build.build_models()
        except build.WeightsError as exc:
            self.app.abort(f"likeness: {exc}")

    def _build(self) -> ModuleType:
        # Build backends do not put the project's root on the path.
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        from weights import build

        return build
