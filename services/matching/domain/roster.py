"""Candidates in columns: the best for a need, found among very many in a moment, the same as by looking at each.

The columns let through everyone who may keep the hard rules, and hardly anybody else; in the order of a score reckoned for
all at once, :func:`rank` then looks at few, with every rule, until the best are certain.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.candidate import Candidate
from services.matching.domain.kind_shapes import ServiceKind
from services.matching.domain.need import Need
from services.matching.domain.ranking import Ranked, RankingPolicy, rank
from services.matching.domain.roster_columns import SURE_MINOR_DAYS, Columns, bits_of, hour_bits
from services.matching.domain.service_kinds import SERVICE_KINDS, kind_of
from services.matching.domain.terms import UNSEEN_LEVEL, wanted_of
from shared.kernel.geography import EARTH_RADIUS_METRES

Rows = NDArray[np.int64]
Values = NDArray[np.float64]

SURE = 2.0
"""Points by which the score for all at once may differ from the exact one, rounded, and more."""
TIMES_SET = 1_000.0
"""Whoever has set their times comes before all who have not."""
_FIRST_LOOK = 32
_KIND_BIT = {code: np.uint32(1 << (kind.number - 1)) for code, kind in SERVICE_KINDS.items()}


class Roster:
    """Candidates by offer; questions are answered as of the last change."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._columns = Columns()
        self._candidates: list[Candidate | None] = []
        self._row_of: dict[str, int] = {}
        self._free: list[int] = []

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self._row_of)

    def put(self, candidate: Candidate) -> None:
        """Take a candidate in, or as they are now."""
        row = self._row_of.get(candidate.offer_id)
        if row is None:
            row = self._free.pop() if self._free else len(self._candidates)
            self._row_of[candidate.offer_id] = row
        if row == len(self._candidates):
            self._candidates.append(candidate)
        self._candidates[row] = candidate
        self._columns.put(row, candidate)

    def drop(self, offer_id: str) -> None:
        """Leave a candidate out; one who is not there stays away."""
        row = self._row_of.pop(offer_id, None)
        if row is not None:
            self._candidates[row] = None
            self._columns.kinds[row] = 0
            self._free.append(row)

    def offering(self, service_kind: str) -> list[Candidate]:
        """Return everyone who offers a kind of service."""
        kinds = self._columns.kinds[: len(self._candidates)]
        return self._of(np.flatnonzero(kinds & _KIND_BIT[service_kind]))

    def best(self, need: Need, policy: RankingPolicy) -> tuple[Ranked, ...]:
        """Return the best candidates who keep every hard rule, best first: the same as :func:`rank` of everyone."""
        rows, value = self._let_through(need, kind_of(need.service_kind), policy)
        look = max(_FIRST_LOOK, 4 * policy.most)
        while look < len(rows):
            least = float(np.partition(value, len(value) - look)[len(value) - look])
            found = rank(need, self._of(rows[value >= least - SURE]), policy)
            if len(found) >= policy.most and _value_of(found[-1]) >= least - 1:
                return found
            look *= 8
        return rank(need, self._of(rows), policy)

    def _of(self, rows: Iterable[np.int64]) -> list[Candidate]:
        found = (self._candidates[row] for row in rows)
        return [each for each in found if each is not None]

    def _let_through(self, need: Need, kind: ServiceKind, policy: RankingPolicy) -> tuple[Rows, Values]:
        """Return the rows of those who may keep the hard rules, and what each is worth."""
        columns = self._columns
        rows = np.flatnonzero(columns.kinds[: len(self._candidates)] & _KIND_BIT[kind.code])
        rules = wanted_of(need, policy.gates)
        home_level = rules.home_level if rules.home_level > UNSEEN_LEVEL else 0
        hours = hour_bits(rules.start, rules.end)
        touched = ((columns.hours[rows] & hours) == hours).all(axis=1)
        keep = (touched | ~columns.times_set[rows]) & (columns.level[rows] >= home_level)
        if rules.certificates:
            keep &= (columns.certificates[rows] & bits_of(rules.certificates)) != 0
        if rules.insurance:
            keep &= columns.insured_until[rows] >= rules.day.toordinal()
        minor = columns.born[rows] > rules.day.toordinal() - SURE_MINOR_DAYS
        keep &= ~minor | (columns.consented[rows] & rules.adult_there)
        rows = rows[keep]
        metres, near = self._nearness(need, rows)
        reached = metres <= columns.radius[rows] + 1
        return rows[reached], self._value(kind, rows, near, policy)[reached]

    def _nearness(self, need: Need, rows: Rows) -> tuple[Values, Values]:
        """Return metres to the need, and nearness from 1 to 0; who cannot be measured is here or nowhere."""
        columns = self._columns
        same = columns.community[rows] == int(need.community_code)
        unknown = np.where(same, 0.0, np.inf)
        if need.point is None:
            return unknown, np.full(len(rows), 0.5)
        south, east = np.radians(need.point.latitude), np.radians(need.point.longitude)
        north = columns.latitude[rows]
        across = np.sin((north - south) / 2) ** 2
        along = np.sin((columns.longitude[rows] - east) / 2) ** 2
        metres = 2 * EARTH_RADIUS_METRES * np.arcsin(np.sqrt(across + np.cos(south) * np.cos(north) * along))
        placed = ~np.isnan(north)
        near = 1 - metres / np.maximum(columns.radius[rows], 1)
        return np.where(placed, metres, unknown), np.where(placed, near, 0.5)

    def _value(self, kind: ServiceKind, rows: Rows, near: Values, policy: RankingPolicy) -> Values:
        columns = self._columns
        fits = (columns.skills[rows] & bits_of(kind.skills)) | (
            columns.certificates[rows] & bits_of(kind.certificate.any_of)
        )
        value: Values = (
            policy.weight_distance * near
            + policy.weight_skill * (fits != 0)
            + policy.weight_load / (1 + columns.recent[rows])
            + TIMES_SET * columns.times_set[rows]
        )
        return value


def _value_of(found: Ranked) -> float:
    return found.score + TIMES_SET * bool(found.candidate.spans)
