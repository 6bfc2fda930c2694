"""The build hook: puts what is not in git into the package: built-in models and web page."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Builtin(BuildHookInterface[Any]):
    """Builds models and page, once; later builds find them in place."""

    def dependencies(self) -> list[str]:
        """Return what that needs: nothing where all is in place."""
        weights, frontend = self._builds()
        return [*weights.requirements(), *frontend.requirements()]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing before hatchling collects the files."""
        weights, frontend = self._builds()
        try:
            weights.build_models()
            frontend.build_page()
        except (weights.WeightsError, frontend.FrontendError) as exc:
            self.app.abort(f"likeness: {exc}")

    def _builds(self) -> tuple[ModuleType, ModuleType]:
        # Build backends do not put the project's root on the path.
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        from frontend import build as frontend
        from weights import build as weights

        return weights, frontend
