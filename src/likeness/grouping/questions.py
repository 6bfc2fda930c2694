"""Which question to a human settles most faces. Pure: no files, no catalog, no terminal.

    questions = Questions(faces, belonging, names={}, hidden=frozenset(), asked=frozenset())
    for proposal in questions.ranked(1):
        ...                                     # ask, decide, and say what was decided:
        questions.join(proposal.other, proposal.one)

A question is worth the faces that its answer settles. "Who is this?" settles all faces of a person.
"Same person?" settles the faces of the smaller side as far as it was open whose they are
(4 p (1 - p): all at even odds, none where it was clear), and names them where the other side has a
name, with probability p. So an unnamed person who probably is somebody known is compared first, one
who probably is not is asked for a name, and after a merge both count as one.

Everybody is compared with those whose mean is nearest, never each face with each: 100,000 faces
take seconds, and after an answer only those it touches are compared again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import WEAK_QUALITY, cosine
from likeness.grouping.sides import Sides
from likeness.types import GroupingFaces, PersonId, QuestionKind
from likeness.vectors.nearest import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.belonging import Belonging

# Everybody is compared with so many others whose mean is nearest.
# The fit of `belonging` was made on the three nearest.
COMPARED = 3

# Nobody is compared whose means are so far apart that two faces at that distance would be one
# person with less than this probability. On the sets of the fit that is 1.2 times the distance of
# even odds: 99 % of the pairs of groups that are one person are nearer than 1.21, and no farther
# pair had a probability of `LEAST`.
TOO_FAR = 0.07
LEAST = 0.1  # probability below which nobody is asked: nine of ten answers would be "no"

# Faces of nobody are compared with each other in libraries of at most so many of them. In larger
# ones that is most of the work, and each such answer settles a single face.
ALONE_COMPARED = 5_000

# What a doubtful detection is worth at most, in faces: less than any face that may be somebody.
DOUBTFUL = 0.5

KINDS: tuple[QuestionKind, ...] = ("same", "who", "face")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A question that could be asked."""

    kind: QuestionKind
    one: str  # id of the person, or of the face of nobody, that is asked about
    other: str | None  # whom it may be
    probability: float | None  # that both are one person
    faces: int  # that an answer settles at most
    gain: float  # faces that it is expected to settle

    @property
    def pair(self) -> tuple[str, str]:
        """What is remembered of it when it was asked."""
        return self.one, self.other or self.kind


class Questions:
    """What is not known about everybody of a library; told of every answer."""

    def __init__(
        self,
        faces: GroupingFaces,
        belonging: Belonging,
        *,
        names: Mapping[PersonId, str | None],
        hidden: AbstractSet[PersonId] = frozenset(),
        asked: AbstractSet[tuple[str, str]] = frozenset(),
    ) -> None:
        """Compare everybody.

        Args:
            faces: All faces of one contract that may be grouped, and how they stand.
            belonging: The same faces, row by row.
            names: Of all people who have one.
            hidden: People about whom nobody asks.
            asked: Pairs of ids that were asked about without a decision: not asked again.
        """
        self.sides = Sides(faces, names, hidden)
        self._belonging = belonging
        self._quality = np.nan_to_num(faces.quality.astype(np.float64), nan=1.0)
        self._least = cosine(belonging.reach(TOO_FAR))
        self._asked = {frozenset(pair) for pair in asked}
        self._one = np.empty(0, np.intp)  # of each pair of sides that may be one person
        self._other = np.empty(0, np.intp)
        self._chance = np.empty(0)
        self._compare_all()

    # ------------------------------------------------------------ asking

    def ranked(self, limit: int) -> list[Proposal]:
        """Return at most so many questions, the one that settles most faces first."""
        return list(islice(self._in_order(), limit))

    def count(self) -> int:
        """Return how many questions could be asked."""
        return sum(1 for _ in self._in_order())

    def share(self) -> tuple[int, int]:
        """Return how many faces people with names have, and all people who are not hidden."""
        people = self.sides.alive & self.sides.person
        size = self.sides.size
        return int(size[people & self.sides.named].sum()), int(size[people].sum())

    def alone(self) -> int:
        """Return how many faces belong to nobody."""
        return int(np.count_nonzero(self.sides.alive & ~self.sides.person))

    def left(self, until: float) -> int | None:
        """Return about how many questions it takes until this share of `share` is named.

        Goes down the list and counts what each answer is expected to settle, as far as answers
        before it did not; questions that only later answers bring up are not foreseen.

        Args:
            until: Share of the faces of people who are not hidden, [0, 1].

        Returns:
            None: all questions together do not lead so far.
        """
        sides = self.sides
        named, counted = self.share()
        need = until * counted - named
        unsettled = np.where(sides.person & ~sides.named & sides.alive, sides.size, 0.0)
        known = sides.named.copy()
        asked = 0
        for proposal in self._in_order():
            if need <= 0:
                break
            asked += 1
            one = sides.number[proposal.one]
            if proposal.kind == "who":
                need -= unsettled[one]
                unsettled[one], known[one] = 0.0, True
            elif proposal.other is not None and known[sides.number[proposal.other]]:
                chance = proposal.probability or 0.0
                need -= chance * unsettled[one]
                unsettled[one] *= 1 - chance
        return asked if need <= 0.5 else None  # less than a face is none

    # ------------------------------------------------------------ what was decided

    def join(self, into: str, gone: str) -> None:
        """Both are one person; *into* keeps its id, and has a name if one of them had."""
        kept, ended = self.sides.number[into], self.sides.number[gone]
        beside = (self._beside(ended) | self._beside(kept)) - {kept, ended}
        self.sides.join(kept, ended)
        self._compare_again(kept, beside)

    def become(self, key: str, person: PersonId) -> None:
        """A face alone, or several joined to one, are a person from now on."""
        number = self.sides.number[key]
        self.sides.become(number, person)
        self._compare_again(number, self._beside(number))

    def name(self, person: str) -> None:
        """The person has a name now."""
        self.sides.named[self.sides.number[person]] = True
        self._orient()

    def leave(self, key: str) -> None:
        """Nobody asks about this person or face any more: it is hidden, ignored or no face."""
        number = self.sides.number[key]
        beside = self._beside(number)
        self.sides.alive[number] = False
        for other in sorted(beside):  # somebody farther away is among their nearest now
            self._compare_again(other, self._beside(other))

    def part(self, one: str, other: str) -> None:
        """Both are different people."""
        self.sides.part(self.sides.number[one], self.sides.number[other])

    def pass_over(self, one: str, other: str) -> None:
        """Do not ask this pair (see `Proposal.pair`) again."""
        self._asked.add(frozenset((one, other)))

    # ------------------------------------------------------------ ranking

    def _in_order(self) -> Iterator[Proposal]:
        """Yield all questions that were not asked, best first, ties by id."""
        kind, one, other, chance, gain = self._worth()
        for i in np.lexsort((other, one, kind, -gain)).tolist():
            is_pair = kind[i] == 0
            proposal = Proposal(
                kind=KINDS[kind[i]],
                one=self.sides.keys[one[i]],
                other=self.sides.keys[other[i]] if is_pair else None,
                probability=float(chance[i]) if is_pair else None,
                faces=int(self.sides.size[one[i]]),
                gain=float(gain[i]),
            )
            if frozenset(proposal.pair) not in self._asked:
                yield proposal

    def _worth(
        self,
    ) -> tuple[
        NDArray[np.intp],
        NDArray[np.intp],
        NDArray[np.intp],
        NDArray[np.float64],
        NDArray[np.float64],
    ]:
        """Return kind, sides, probability and expected gain of everything that is open."""
        sides = self.sides
        pairs = np.flatnonzero(
            sides.alive[self._one]
            & sides.alive[self._other]
            & ~(sides.named[self._one] & sides.named[self._other])
            & ~sides.apart(self._one, self._other)
        )
        one, other, chance = self._one[pairs], self._other[pairs], self._chance[pairs]
        names = chance * sides.named[other]
        same = sides.size[one] * (4 * chance * (1 - chance) + names)
        who = np.flatnonzero(sides.alive & sides.person & ~sides.named)
        quality = self._quality[sides.first]
        weak = np.flatnonzero(sides.alive & ~sides.person & (quality < WEAK_QUALITY))
        doubt = DOUBTFUL * (1 - quality[weak] / WEAK_QUALITY)
        return (
            np.repeat(np.arange(3), [len(pairs), len(who), len(weak)]),
            np.concatenate([one, who, weak]),
            np.concatenate([other, who, weak]),
            np.concatenate([chance, np.zeros(len(who) + len(weak))]),
            np.round(np.concatenate([same, sides.size[who].astype(np.float64), doubt]), 6),
        )

    # ------------------------------------------------------------ comparing

    def _compare_all(self) -> None:
        sides = self.sides
        alive = np.flatnonzero(sides.alive)
        targets = alive[sides.person[alive]] if self.alone() > ALONE_COMPARED else alive
        if len(targets) == 0:
            return
        rows, cosines = nearest(sides.means[alive], sides.means[targets], COMPARED + 1)
        first = np.repeat(alive, rows.shape[1])
        second = targets[rows.ravel()]
        near = (first != second) & (cosines.ravel() >= self._least)
        self._add(first[near], second[near])

    def _compare_again(self, number: int, beside: AbstractSet[int]) -> None:
        """Compare one side, whose faces changed, with those beside it and its nearest now."""
        kept = (self._one != number) & (self._other != number)
        self._one, self._other = self._one[kept], self._other[kept]
        self._chance = self._chance[kept]
        sides = self.sides
        cosines = sides.means @ sides.means[number]
        cosines[~sides.alive] = -np.inf
        cosines[number] = -np.inf
        # A person is compared with faces of nobody too: they may be its stragglers.
        best = np.argsort(-cosines, kind="stable")[:COMPARED].tolist()
        wanted = sorted({i for i in (*best, *beside) if cosines[i] >= self._least})
        self._add(np.full(len(wanted), number, np.intp), np.array(wanted, np.intp))

    def _add(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> None:
        """Compare pairs of sides, each once, and keep those who may be one person."""
        sides = self.sides
        one, other = np.divmod(np.unique(sides.code(first, second)), len(sides))
        asked = ~sides.apart(one, other) & ~(sides.named[one] & sides.named[other])
        one, other = one[asked], other[asked]
        chance = np.array(
            [
                self._belonging.of_groups(sides.rows[i], sides.rows[j])
                for i, j in zip(one.tolist(), other.tolist(), strict=True)
            ]
        )
        likely = chance >= LEAST
        self._one = np.concatenate([self._one, one[likely]])
        self._other = np.concatenate([self._other, other[likely]])
        self._chance = np.concatenate([self._chance, chance[likely]])
        self._orient()

    def _orient(self) -> None:
        """Ask about the side that is without a name, alone, or smaller: the other one is known."""
        sides = self.sides
        standing = 2 * sides.named + sides.person
        rank = np.empty(len(sides), np.intp)
        rank[np.lexsort((-np.arange(len(sides)), sides.size, standing))] = np.arange(len(sides))
        turned = rank[self._one] > rank[self._other]
        one = np.where(turned, self._other, self._one)
        self._other = np.where(turned, self._one, self._other)
        self._one = one

    def _beside(self, number: int) -> set[int]:
        """Return the sides that this one may be one person with."""
        found = [self._other[self._one == number], self._one[self._other == number]]
        return {i for i in np.concatenate(found).tolist() if self.sides.alive[i]}
