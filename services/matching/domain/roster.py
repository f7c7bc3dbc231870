"""Candidates in indexes: the best for a need, found among very many in a moment, the same as by looking at each.

The index lets through everyone who may keep the hard rules, and hardly anybody else, in the order of a score reckoned
without rounding; :func:`rank` then looks at few, with every rule, until the best are certain. Each degree of the earth has
an index of its own: cities do not weigh on each other, a border is no wall, and a place typed wrongly costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import floor

import numpy as np

from services.matching.domain.candidate import Candidate
from services.matching.domain.index.index import Index
from services.matching.domain.index.rows import question_of, row_of
from services.matching.domain.index.shapes import Columns, Rows, Weights
from services.matching.domain.index.tools import WHOLE, Tools
from services.matching.domain.need import Need
from services.matching.domain.ranking import Ranked, RankingPolicy, rank
from services.matching.domain.terms import wanted_of
from shared.kernel.geography import Point

SURE = 3.0
"""Points by which the index's score may differ from the exact one, rounded, and more."""
SLACK = 0.01
"""Share by which the index's distances may differ from the exact ones, and more."""
TIMES_SET = 1_000.0
"""Whoever has set their times comes before all who have not."""
_FIRST_LOOK = 32
_WIDER = 8

Square = tuple[int, int]


class Roster:
    """Candidates by offer; questions are answered as of the last change."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._tools = WHOLE
        self._squares: dict[Square, Index] = {}
        self._candidates: list[Candidate | None] = []
        self._number_of: dict[str, int] = {}
        self._square_of: dict[str, Square] = {}
        self._nowhere: set[int] = set()
        self._plain: set[int] = set()
        self._free: list[int] = []

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self._number_of)

    def use(self, tools: Tools) -> None:
        """Work with these tools from now on; the answers stay the same."""
        self._tools = tools
        for index in self._squares.values():
            index.use(tools)

    def put(self, candidate: Candidate) -> None:
        """Take a candidate in, or as they are now."""
        self.put_all([candidate])

    def put_all(self, candidates: Iterable[Candidate]) -> None:
        """Take several in; a square nobody lived in gets its index built at once."""
        rows: dict[Square, list[Rows]] = defaultdict(list)
        for candidate in candidates:
            number = self._numbered(candidate)
            square = _square(candidate.point) if candidate.point else None
            self._leave(candidate.offer_id, number, but=square)
            if square is None or candidate.point is None:
                self._nowhere.add(number)
            else:
                self._square_of[candidate.offer_id] = square
                rows[square].append(row_of(candidate, candidate.point, number))
        for square, those in rows.items():
            if square in self._squares:
                for row in those:
                    self._squares[square].put(row)
            else:
                self._squares[square] = _index_of(those, self._tools)

    def _numbered(self, candidate: Candidate) -> int:
        """Return the number of a candidate, who is known under it from now on."""
        number = self._number_of.get(candidate.offer_id)
        if number is None:
            number = self._free.pop() if self._free else len(self._candidates)
            self._number_of[candidate.offer_id] = number
        if number == len(self._candidates):
            self._candidates.append(None)
        self._candidates[number] = candidate
        (self._plain.add if candidate.plainly else self._plain.discard)(number)
        return number

    def _leave(self, offer_id: str, number: int, *, but: Square | None = None) -> None:
        """Take a candidate out of where they were, unless that is where they are."""
        self._nowhere.discard(number)
        before = self._square_of.get(offer_id)
        if before is not None and before != but:
            self._squares[before].drop(number)
            del self._square_of[offer_id]

    def drop(self, offer_id: str) -> None:
        """Leave a candidate out; one who is not there stays away."""
        number = self._number_of.pop(offer_id, None)
        if number is None:
            return
        self._leave(offer_id, number)
        self._plain.discard(number)
        self._candidates[number] = None
        self._free.append(number)

    def offering(self, service_kind: str) -> list[Candidate]:
        """Return everyone who offers a kind of service."""
        return [each for each in self._everyone() if service_kind in each.service_kinds]

    def suiting(self, need: Need, policy: RankingPolicy, offer_ids: Iterable[str]) -> tuple[Ranked, ...]:
        """Return those of some candidates who keep every hard rule, best first."""
        numbers = (self._number_of.get(offer_id) for offer_id in offer_ids)
        return rank(need, self._of(each for each in numbers if each is not None), policy)

    def best(self, need: Need, policy: RankingPolicy, familiar: Iterable[str] = ()) -> tuple[Ranked, ...]:
        """Return the best candidates who keep every hard rule, best first: the same as :func:`rank` of everyone.

        Args:
            need: The need.
            policy: How they are ranked.
            familiar: Offers of the policy's familiar members, whom the index does not know to be worth more.
        """
        known = [self._number_of[each] for each in familiar if each in self._number_of]
        if need.point is None:
            return rank(need, [each for each in self._everyone() if _is_here(each, need)], policy)
        near, look = self._near(need.point), max(_FIRST_LOOK, 4 * policy.most)
        while True:
            numbers, least = self._look(need, need.point, near, policy, look)
            found = rank(need, self._of({*numbers, *known, *self._nowhere, *self._plain}), policy)
            sure = len(found) >= policy.most and _value_of(found[-1]) > least + SURE
            if sure or least == -np.inf:
                return found
            look *= _WIDER

    def _everyone(self) -> Iterator[Candidate]:
        return (each for each in self._candidates if each is not None)

    def _of(self, numbers: Iterable[int]) -> list[Candidate]:
        found = (self._candidates[number] for number in numbers)
        return [each for each in found if each is not None]

    def _near(self, point: Point) -> list[Index]:
        """Return the indexes of the squares that somebody may come from: none goes farther than one square."""
        north, east = _square(point)
        around = ((north + up, east + along) for up in (-1, 0, 1) for along in (-1, 0, 1))
        return [self._squares[square] for square in around if square in self._squares]

    def _look(
        self, need: Need, point: Point, near: list[Index], policy: RankingPolicy, look: int
    ) -> tuple[list[int], float]:
        """Return the numbers of the best by the index, and what whoever was left out is worth at most."""
        asked, weights = question_of(wanted_of(need, policy.gates), point), _weights(policy)
        numbers: list[int] = []
        least = -np.inf
        for index in near:
            most = max(1, min(look, len(index)))
            found = index.best(asked, most, weights)
            numbers += [int(each) for each in found.numbers[0] if each >= 0]
            if most < len(index) and found.numbers[0, -1] >= 0:
                least = max(least, float(found.values[0, -1]))
        return numbers, least


def _index_of(rows: list[Rows], tools: Tools) -> Index:
    columns = Columns._make(np.concatenate(each) for each in zip(*(row.columns for row in rows), strict=True))
    index = Index(Rows(np.concatenate([row.bits for row in rows]), columns), compiled=False)
    index.use(tools)
    return index


def _square(point: Point) -> Square:
    return floor(point.latitude), floor(point.longitude)


def _is_here(candidate: Candidate, need: Need) -> bool:
    return candidate.community_code == need.community_code


def _weights(policy: RankingPolicy) -> Weights:
    return Weights(
        distance=float(policy.weights.distance),
        skill=float(policy.weights.skill),
        load=float(policy.weights.load),
        times_set=TIMES_SET,
        slack=SLACK,
    )


def _value_of(found: Ranked) -> float:
    return found.score + TIMES_SET * bool(found.candidate.spans)
