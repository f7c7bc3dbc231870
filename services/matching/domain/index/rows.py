"""A candidate and a need as the index takes them: everybody who may keep the hard rules gets through, and hardly anyone else."""

from collections.abc import Iterable

import numpy as np

from services.matching.domain.candidate import Candidate
from services.matching.domain.index.shapes import (
    CERTIFICATE,
    CERTIFICATES,
    DEGREE,
    FIRST_DAY,
    HOUR,
    HOURS,
    KIND,
    LEVEL,
    LEVELS,
    PRESENT,
    ROW_BYTES,
    TIMES_UNSET,
    Columns,
    Questions,
    Rows,
    blank_questions,
)
from services.matching.domain.kind_shapes import Gate
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.domain.terms import UNSEEN_LEVEL, Wanted
from services.matching.domain.week import minutes_of_week
from shared.identity.attestations import Attested, valid_until
from shared.kernel.geography import Point

SURE_MINOR_DAYS = 6_570
"""Whoever was born later than so many days before is not yet 18, leap years or not."""
_MOST_METRES = 60_000
_MOST_BYTE = 255
_KIND = {code: KIND + kind.number - 1 for code, kind in SERVICE_KINDS.items()}
_ASKED = sorted(
    {
        code
        for kind in SERVICE_KINDS.values()
        if kind.certificate.gate in (Gate.REQUIRED, Gate.CONDITIONAL)
        for code in kind.certificate.any_of
    }
)
_CERTIFICATE = {code: CERTIFICATE + at for at, code in enumerate(_ASKED[:CERTIFICATES])}
_HELPS = {
    each: 1 << at
    for at, each in enumerate(
        sorted(
            {("skill", code) for kind in SERVICE_KINDS.values() for code in kind.skills}
            | {("certificate", code) for kind in SERVICE_KINDS.values() for code in kind.certificate.any_of}
        )
    )
}


def row_of(candidate: Candidate, point: Point, number: int) -> Rows:
    """Return a candidate who lives at a point as the index takes them, under a number."""
    born = candidate.birth_date
    insured = valid_until(candidate.attestations, Attested.INSURANCE)
    helps = _helps(candidate.skills, candidate.certificates)
    columns = Columns(
        number=np.array([number], np.int32),
        north=np.array([round(point.latitude * DEGREE)], np.int32),
        east=np.array([round(point.longitude * DEGREE)], np.int32),
        radius=np.array([min(candidate.radius_metres, _MOST_METRES)], np.uint16),
        born=np.array([max(0, born.toordinal() - FIRST_DAY) if born else 0], np.uint16),
        insured=np.array([max(0, insured.toordinal() - FIRST_DAY) if insured else 0], np.uint16),
        load=np.array([min(candidate.recent_services, _MOST_BYTE)], np.uint8),
        left=np.array([1], np.uint8),
        consented=np.array([candidate.guardian_consented], np.uint8),
        skills=np.array([helps], np.uint64),
    )
    packed = _planes(candidate).to_bytes(ROW_BYTES, "little")
    return Rows(np.frombuffer(packed, np.uint8).reshape(1, ROW_BYTES), columns)


def _planes(candidate: Candidate) -> int:
    planes = 1 << PRESENT
    if not candidate.spans:
        planes |= 1 << TIMES_UNSET
    for level in range(min(candidate.identity_level, LEVELS)):
        planes |= 1 << (LEVEL + level)
    for code in candidate.service_kinds:
        planes |= 1 << _KIND.get(code, PRESENT)
    for code in candidate.certificates:
        planes |= 1 << _CERTIFICATE.get(code, PRESENT)
    for hour in _hours(candidate.spans) | _hours(minutes_of_week(*each) for each in candidate.extra):
        planes |= 1 << (HOUR + hour)
    return planes


def _helps(skills: Iterable[str], certificates: Iterable[str]) -> int:
    told = [*(("skill", code) for code in skills), *(("certificate", code) for code in certificates)]
    return sum(_HELPS.get(each, 0) for each in set(told))


def _hours(spans: Iterable[tuple[int, int]]) -> set[int]:
    """Return the hours of the week that some span touches."""
    return {hour % HOURS for start, end in spans for hour in range(start // 60, -(-end // 60)) if start < end}


def question_of(wanted: Wanted, point: Point) -> Questions:
    """Return a need at a point as the index is asked."""
    asked, kind, day = blank_questions(1), wanted.kind, wanted.day.toordinal() - FIRST_DAY
    every = [_KIND[kind.code], PRESENT]
    if wanted.home_level > UNSEEN_LEVEL:
        every.append(LEVEL + wanted.home_level - 1)
    asked.every[0, : len(every)] = every
    some = [_CERTIFICATE.get(code, PRESENT) for code in sorted(wanted.certificates)]
    asked.some[0, : len(some)] = some
    hours = sorted(_hours(((wanted.start, wanted.end),)))
    asked.hours[0, : len(hours)] = [HOUR + hour for hour in hours]
    asked.place[0] = point.latitude, point.longitude
    asked.day[0], asked.born_last[0] = day, day - SURE_MINOR_DAYS
    asked.minors[0], asked.insured[0] = wanted.adult_there, wanted.insurance
    asked.skills[0] = _helps(kind.skills, kind.certificate.any_of)
    return asked
