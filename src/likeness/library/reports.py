"""The map of faces, and reports of evaluations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from likeness.library.door import Door, OnProgress, told
from likeness.types import FaceMap, PersonId, ReportInfo

if TYPE_CHECKING:
    from likeness.workflows.reports import ReportFile


class Reports(Door):
    """The map of faces, and reports of evaluations."""

    def make_face_map(
        self,
        people: Iterable[str] = (),
        *,
        seed: int = 0,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> FaceMap | None:
        """Place faces on a plane, those close together that are alike to the model, and keep it.

        It takes the place of the map before. Of more than 5,000 faces some of everybody's come on
        it. Hidden people never do.

        Args:
            people: Whose faces, by id or name; none: everybody's.
            seed: The same seed gives the same map.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Returns:
            The map; None where somebody else replaced or removed it at once.

        Raises:
            UsageError: There is no such face.
            UnknownPersonError: No such person.
            InterruptedRunError: *stop* said so.
        """
        from likeness.workflows import face_map
        from likeness.workflows.people import person_id

        ids: list[PersonId] = sorted({person_id(self._parts, key) for key in people})
        face_map.make(self._parts, ids, seed, **told(progress, stop))
        return face_map.newest(self._parts)

    def face_map(self) -> FaceMap | None:
        """Return the map that was made last, without who was forgotten since; None: none was."""
        from likeness.workflows import face_map

        return face_map.newest(self._parts)

    def reports(self) -> list[ReportInfo]:
        """Return the reports of evaluations in the folder of reports, newest first.

        They lie where `serve.reports` says, else in "reports" in the library folder.
        """
        from likeness.workflows import reports

        return reports.reports(self._parts)

    def report_file(self, report: str, name: str) -> AbstractContextManager[ReportFile]:
        """Open one file of a report, as a context.

        Raises:
            NotFoundError: There is no such report, or it has no such file.
        """
        from likeness.workflows import reports

        return reports.report_file(self._parts, report, name)
