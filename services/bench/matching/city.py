"""An invented city: volunteers and needs as plain columns, the same for the same seed, and both as the index takes them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import (
    CERTIFICATE,
    CERTIFICATES,
    DEGREE,
    DEGREE_METRES,
    GENDER,
    GENDERS,
    HOUR,
    HOURS,
    KIND,
    LANGUAGE,
    LANGUAGES,
    LEVEL,
    LEVELS,
    PLANES,
    PRESENT,
    TIMES_UNSET,
    Columns,
    Questions,
    Rows,
    blank_questions,
)

SOUTH, WEST = 24.8, 102.5
NIGHT_HOURS = 7
KINDS_USED = 24
TODAY = 46_350
"""The day of the bench, counted as the index counts days."""
ADULT_DAYS = 6_575
_BLOCK = 200_000
_VOLUNTEERS_A_KM2 = 2_500

Table = NDArray[np.bool_]
Numbers = NDArray[np.int64]


class People(NamedTuple):
    """Volunteers in plain columns, a table of yes and no for each rule."""

    north: NDArray[np.int32]
    east: NDArray[np.int32]
    radius: Numbers
    kinds: Table
    certificates: Table
    languages: Table
    gender: Numbers
    level: Numbers
    hours: Table
    born: Numbers
    insured: Numbers
    load: Numbers
    left: Numbers
    consented: Table
    skills: NDArray[np.uint64]


class Wishes(NamedTuple):
    """Needs in plain columns; -1 says that nothing of the sort is asked."""

    north: NDArray[np.float64]
    east: NDArray[np.float64]
    kind: Numbers
    certificate: Numbers
    language: Numbers
    gender: Numbers
    level: Numbers
    hour: Numbers
    long: Numbers
    minors: Table
    insured: Table
    skill: Numbers
    penalty: Numbers


def people(chance: np.random.Generator, many: int, side_km: float) -> People:
    """Return volunteers who live around the centres of communities."""
    north, east = _places(chance, many, side_km)
    early = chance.integers(7, 20, (many, 7))
    long = chance.integers(3, 8, (many, 7)) * (chance.random((many, 7)) < 0.5)
    clock = np.arange(24)
    hours = np.empty((many, HOURS), np.bool_)
    for at in range(0, many, _BLOCK):
        block = slice(at, at + _BLOCK)
        begin, end = early[block, :, None], (early + long)[block, :, None]
        hours[block] = ((clock >= begin) & (clock < end)).reshape(-1, HOURS)
    return People(
        north=np.round(north * DEGREE).astype(np.int32),
        east=np.round(east * DEGREE).astype(np.int32),
        radius=chance.choice([1000, 1500, 2000, 3000, 5000], many, p=[0.2, 0.4, 0.2, 0.15, 0.05]),
        kinds=_table(chance, many, KINDS_USED, 0.25),
        certificates=_table(chance, many, CERTIFICATES, 0.04),
        languages=_table(chance, many, LANGUAGES, 0.35),
        gender=chance.integers(0, GENDERS, many),
        level=chance.integers(0, LEVELS + 1, many),
        hours=hours,
        born=TODAY - chance.integers(5_500, 27_000, many),
        insured=np.where(chance.random(many) < 0.6, TODAY + chance.integers(-60, 300, many), 0),
        load=chance.poisson(1.2, many),
        left=chance.integers(0, 4, many),
        consented=chance.random(many) < 0.5,
        skills=np.uint64(1) << chance.integers(0, 24, many).astype(np.uint64),
    )


def _table(chance: np.random.Generator, many: int, wide: int, share: float) -> Table:
    made = np.empty((many, wide), np.bool_)
    for at in range(0, many, _BLOCK):
        block = made[at : at + _BLOCK]
        block[:] = chance.random(block.shape, np.float32) < share
    return made


def side_of(many: int) -> float:
    """Return the side of the square that so many volunteers live in, in kilometres."""
    return float(max(4.0, np.sqrt(many / _VOLUNTEERS_A_KM2)))


def _places(
    chance: np.random.Generator, many: int, side_km: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where people live and are needed: around the same centres in any city of that size."""
    centres = max(4, int(side_km * side_km / 3))
    at = np.random.default_rng(centres).random((centres, 2)) * side_km
    home = at[chance.integers(0, centres, many)] + chance.normal(0, 0.7, (many, 2))
    degrees = home * 1000 / DEGREE_METRES
    return SOUTH + degrees[:, 0], WEST + degrees[:, 1] / np.cos(np.radians(SOUTH))


def wishes(chance: np.random.Generator, many: int, side_km: float) -> Wishes:
    """Return needs, most of which ask little and some much."""
    north, east = _places(chance, many, side_km)
    day, clock = chance.integers(0, 7, many), chance.integers(NIGHT_HOURS + 1, 20, many)
    return Wishes(
        north=north,
        east=east,
        kind=chance.integers(0, KINDS_USED, many),
        certificate=_seldom(chance, many, CERTIFICATES, 0.05),
        language=_seldom(chance, many, LANGUAGES, 0.15),
        gender=_seldom(chance, many, GENDERS, 0.15),
        level=chance.choice([0, 1, 2], many, p=[0.3, 0.5, 0.2]),
        hour=day * 24 + clock,
        long=chance.integers(1, 4, many),
        minors=chance.random(many) < 0.3,
        insured=chance.random(many) < 0.15,
        skill=chance.integers(0, 24, many),
        penalty=chance.choice([6_000, 12_000, 24_000], many, p=[0.6, 0.3, 0.1]),
    )


def _seldom(chance: np.random.Generator, many: int, wide: int, share: float) -> Numbers:
    return np.where(chance.random(many) < share, chance.integers(0, wide, many), -1)


def rows_of(folk: People) -> Rows:
    """Return volunteers as the index takes them."""
    many = len(folk.north)
    bits = np.zeros((many, -(-PLANES // 8)), np.uint8)
    for at in range(0, many, _BLOCK):
        part = People._make(each[at : at + _BLOCK] for each in folk)
        every = np.zeros((len(part.north), bits.shape[1] * 8), np.bool_)
        every[:, PRESENT] = True
        every[:, TIMES_UNSET] = ~part.hours.any(axis=1)
        for level in range(LEVELS):
            every[:, LEVEL + level] = part.level > level
        every[:, KIND : KIND + KINDS_USED] = part.kinds
        every[:, CERTIFICATE : CERTIFICATE + CERTIFICATES] = part.certificates
        every[:, LANGUAGE : LANGUAGE + LANGUAGES] = part.languages
        for gender in range(GENDERS):
            every[:, GENDER + gender] = part.gender == gender
        every[:, HOUR : HOUR + HOURS] = part.hours
        bits[at : at + _BLOCK] = np.packbits(every, axis=1, bitorder="little")
    columns = Columns(
        number=np.arange(many, dtype=np.int32),
        north=folk.north,
        east=folk.east,
        radius=folk.radius.astype(np.uint16),
        born=folk.born.astype(np.uint16),
        insured=folk.insured.astype(np.uint16),
        load=folk.load.astype(np.uint8),
        left=folk.left.astype(np.uint8),
        consented=folk.consented.astype(np.uint8),
        skills=folk.skills,
    )
    return Rows(bits, columns)


def questions_of(wanted: Wishes) -> Questions:
    """Return needs as the index is asked."""
    many = len(wanted.kind)
    asked = blank_questions(many)
    for at in range(many):
        every = [KIND + wanted.kind[at], PRESENT]
        if wanted.gender[at] >= 0:
            every.append(GENDER + wanted.gender[at])
        if wanted.language[at] >= 0:
            every.append(LANGUAGE + wanted.language[at])
        if wanted.level[at] > 0:
            every.append(LEVEL + wanted.level[at] - 1)
        asked.every[at, : len(every)] = every
        if wanted.certificate[at] >= 0:
            asked.some[at, 0] = CERTIFICATE + wanted.certificate[at]
        for hour in range(wanted.long[at]):
            asked.hours[at, hour] = HOUR + (wanted.hour[at] + hour) % HOURS
    asked.place[:] = np.column_stack((wanted.north, wanted.east))
    asked.day[:] = TODAY
    asked.born_last[:] = TODAY - ADULT_DAYS
    asked.minors[:], asked.insured[:] = wanted.minors, wanted.insured
    asked.skills[:] = np.uint64(1) << wanted.skill.astype(np.uint64)
    return asked
