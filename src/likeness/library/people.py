"""People, and what somebody decides about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from likeness.library.door import Door, OnProgress
from likeness.types import (
    Edit,
    EditId,
    GroupReport,
    Person,
    PersonId,
    Strictness,
)


class People(Door):
    """People, and what somebody decides about them."""

    def group(self, *, again: bool = False, progress: OnProgress | None = None) -> GroupReport:
        """Work out who is the same person.

        Args:
            again: False: new faces join people or found new ones, nobody else changes.
                True: compute everything anew, except what people decided.
            progress: Told how far the run is.
        """
        from likeness.workflows import group

        return group.group(self._parts, again=again, progress=progress)

    def slide(
        self, to: int | Literal["looser", "stricter"], *, dry_run: bool = False, who: str = ""
    ) -> tuple[GroupReport, Edit | None]:
        """Put people as another strictness of the last run has them, without running again.

        What people decided holds; who came after that run stays where they are.

        Args:
            to: Steps stricter than the strictness that the run chose, below zero: looser; 0 is
                what the run decided. Or one step "looser" or "stricter" than it stands.
            dry_run: Only say how many people there would be.
            who: Who wants it, for the history.

        Returns:
            What there is then, and the entry of the log: None if nothing had to be changed.

        Raises:
            UsageError: No run has left other strictnesses, or none is so loose or strict.
        """
        from likeness.workflows import slider

        return slider.slide(self._parts, to, dry_run=dry_run, who=who)

    def strictnesses(self) -> list[Strictness]:
        """Return every strictness that `slide` takes with its numbers of people, loosest first.

        Raises:
            UsageError: No run has left other strictnesses.
        """
        from likeness.workflows import slider

        return slider.strictnesses(self._parts)

    def people(self, *, hidden: bool = False) -> list[Person]:
        """Return people, most photos first; hidden ones only if asked."""
        return self._parts.catalog.people(hidden=hidden)

    def person(self, person: str) -> Person:
        """Return one person, by id or name. Raises `UnknownPersonError`."""
        return self._parts.catalog.person(person)

    def name(self, person: str, name: str | None, *, who: str = "") -> Edit:
        """Name a person (id or present name); None takes the name away."""
        from likeness.workflows import people

        return people.name(self._parts, person, name, who=who)

    def merge(self, person: str, *others: str, who: str = "") -> Edit:
        """Hold that several people are one; the first keeps its id and name."""
        from likeness.workflows import people

        return people.merge(self._parts, person, others, who=who)

    def split(self, person: str, faces: Sequence[str], *, who: str = "") -> tuple[Edit, PersonId]:
        """Make a new person of some faces of *person*; return the entry and the new id."""
        from likeness.workflows import people

        return people.split(self._parts, person, faces, who=who)

    def hide(self, person: str, *, hidden: bool = True, who: str = "") -> Edit:
        """Leave a person out of lists, or show it again."""
        from likeness.workflows import people

        return people.hide(self._parts, person, hidden=hidden, who=who)

    def opt_out(self, person: str, *, out: bool = True, who: str = "") -> Edit:
        """Keep a person out of averages and games, or let it in again."""
        from likeness.workflows import people

        return people.opt_out(self._parts, person, out=out, who=who)

    def feature(self, person: str, face: str, *, who: str = "") -> Edit:
        """Choose the face that stands for a person."""
        from likeness.workflows import people

        return people.feature(self._parts, person, face, who=who)

    def apart(self, person: str, other: str, *, who: str = "") -> Edit:
        """Hold that two people are different: no run joins them; `merge` still may."""
        from likeness.workflows import people

        return people.apart(self._parts, person, other, who=who)

    def born(self, person: str, year: int | None, *, who: str = "") -> Edit:
        """Tell in which year a person was born; None takes that away.

        Raises:
            UsageError: The year is before 1800 or after 2200.
        """
        from likeness.workflows import people

        return people.born(self._parts, person, year, who=who)

    def history(self, limit: int | None = None) -> list[Edit]:
        """Return the edit log, newest first."""
        return self._parts.catalog.history(limit)

    def undo(self, edit: int | None = None, *, who: str = "") -> Edit:
        """Take back an edit, by default the newest decision of a human; return that entry.

        Raises:
            UnknownEditError: No such entry.
            EditRefusedError: A later decision depends on it; the message names it.
        """
        from likeness.workflows import people

        return people.undo(self._parts, None if edit is None else EditId(edit), who=who)
