"""The columns of a roster: what of each candidate is asked of all at once, in about 90 bytes."""

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.candidate import Candidate
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.domain.week import WEEK_MINUTES, Spans
from shared.identity.attestations import Attested, valid_until

SURE_MINOR_DAYS = 6_570
"""Whoever was born later than so many days before is not yet 18, leap years or not."""
HOURS = WEEK_MINUTES // 60
_CODES = sorted(
    {code for kind in SERVICE_KINDS.values() for code in (*kind.skills, *kind.certificate.any_of)}
)
_BIT = {code: 1 << at for at, code in enumerate(_CODES)}
_KIND_NUMBER = {code: kind.number - 1 for code, kind in SERVICE_KINDS.items()}
_WORDS = 3


class Columns:
    """One row per candidate; a row whose kinds are none is nobody's.

    Attributes:
        kinds: A bit per kind of service.
        skills: A bit per code of a skill that some kind asks for.
        certificates: A bit per code of a certificate that staff have seen.
        hours: A bit per hour of the week that a span touches, in three words.
        times_set: Whether weekly times are set.
        level: Identity level.
        born: Day of birth as an ordinal, 0 while it is not known.
        consented: Whether a guardian agreed.
        insured_until: Last day of insurance as an ordinal, 0 without.
        latitude: Radians, or not a number.
        longitude: Radians, or not a number.
        community: Code as a number.
        radius: Metres.
        recent: Services of the last month and those to come.
    """

    def __init__(self) -> None:
        """Begin with room for a few."""
        self.kinds = np.zeros(0, np.uint32)
        self.skills = np.zeros(0, np.uint64)
        self.certificates = np.zeros(0, np.uint64)
        self.hours = np.zeros((0, _WORDS), np.uint64)
        self.times_set = np.zeros(0, np.bool_)
        self.level = np.zeros(0, np.int8)
        self.born = np.zeros(0, np.int32)
        self.consented = np.zeros(0, np.bool_)
        self.insured_until = np.zeros(0, np.int32)
        self.latitude = np.zeros(0, np.float64)
        self.longitude = np.zeros(0, np.float64)
        self.community = np.zeros(0, np.int64)
        self.radius = np.zeros(0, np.int32)
        self.recent = np.zeros(0, np.int32)
        self._grow(256)

    def _grow(self, rows: int) -> None:
        for name, column in vars(self).items():
            wider = np.zeros((rows, *column.shape[1:]), column.dtype)
            wider[: len(column)] = column
            setattr(self, name, wider)

    def put(self, row: int, candidate: Candidate) -> None:
        """Write a candidate into a row."""
        if row >= len(self.kinds):
            self._grow(2 * row)
        kinds = sum(1 << _KIND_NUMBER[code] for code in candidate.service_kinds if code in _KIND_NUMBER)
        point, insured = candidate.point, valid_until(candidate.attestations, Attested.INSURANCE)
        self.kinds[row] = kinds
        self.skills[row] = bits_of(candidate.skills)
        self.certificates[row] = bits_of(candidate.certificates)
        self.hours[row] = _hours_touched(candidate.spans)
        self.times_set[row] = bool(candidate.spans)
        self.level[row] = candidate.identity_level
        self.born[row] = _ordinal(candidate.birth_date)
        self.consented[row] = candidate.guardian_consented
        self.insured_until[row] = _ordinal(insured)
        self.latitude[row] = np.radians(point.latitude) if point else np.nan
        self.longitude[row] = np.radians(point.longitude) if point else np.nan
        self.community[row] = int(candidate.community_code)
        self.radius[row] = candidate.radius_metres
        self.recent[row] = candidate.recent_services


def bits_of(codes: Iterable[str]) -> np.uint64:
    """Return a bit for each code that some kind of service asks for."""
    return np.uint64(sum(_BIT[code] for code in set(codes) if code in _BIT))


def hour_bits(start: int, end: int) -> NDArray[np.uint64]:
    """Return a bit for each hour of the week that a time touches, given as minutes of the week."""
    return _words(hour % HOURS for hour in range(start // 60, -(-end // 60)))


def _hours_touched(spans: Spans) -> NDArray[np.uint64]:
    return _words(
        hour % HOURS for start, end in spans for hour in range(start // 60, -(-end // 60)) if start < end
    )


def _words(hours: Iterable[int]) -> NDArray[np.uint64]:
    every = 0
    for hour in hours:
        every |= 1 << hour
    return np.array([(every >> (64 * word)) & 0xFFFF_FFFF_FFFF_FFFF for word in range(_WORDS)], np.uint64)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
