"""What the index keeps and is asked, as columns and plane numbers that kernels take."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.week import WEEK_MINUTES

Words = NDArray[np.uint64]
Bits = NDArray[np.uint8]
Traits = NDArray[Any]
Boxes = NDArray[Any]

HOURS = WEEK_MINUTES // 60
KINDS, CERTIFICATES, LANGUAGES, GENDERS, LEVELS = 32, 16, 8, 2, 3

PRESENT = 0
"""Plane of who is there at all."""
TIMES_UNSET = 1
"""Plane of who has not set weekly times: any hour may suit them."""
LEVEL = 2
"""First of the planes of identity levels: at least 1, 2, 3."""
KIND = LEVEL + LEVELS
CERTIFICATE = KIND + KINDS
LANGUAGE = CERTIFICATE + CERTIFICATES
GENDER = LANGUAGE + LANGUAGES
HOUR = GENDER + GENDERS
PLANES = HOUR + HOURS
"""Planes that whoever puts somebody in states; the index makes those that follow from the columns."""
ROW_BYTES = -(-PLANES // 8)
FREE = ROW_BYTES * 8
"""Plane of who is there and may still give a service this week."""
BUSY = FREE + 1
"""First of the planes of who has served lately: at least so often as BUSY_FROM says."""
BUSY_FROM = (1, 2, 4)
SKILL = FREE + 8
"""First of the planes of skills."""
SKILLS = 64
ALL_PLANES = SKILL + SKILLS

WORDS = 8
"""Words of 64 slots in a block: a plane's share of a block is fetched at once."""
BLOCK = WORDS * 64
SUPER = 32
"""So many blocks have a box together, too, so that most are passed over unseen."""

MOST_ALL, MOST_ANY, MOST_HOURS = 8, 8, 26
NO_PLANE = -1
DEGREE = 10_000_000
"""Places are whole numbers, ten million to a degree: about a centimetre."""
DEGREE_METRES = 111_194.92664455873
"""Length of a degree on the sphere of shared.kernel.geography."""
STEP_METRES = DEGREE_METRES / DEGREE
FIRST_DAY = 693_596
"""Days are counted from the first of January 1900 on, so that two bytes hold them."""


class Columns(NamedTuple):
    """What is told of each volunteer beside the planes.

    Attributes:
        number: Their number, given by whoever puts them in; ties fall to the lower.
        north: Latitude, ten million to a degree.
        east: Longitude, ten million to a degree.
        radius: Metres they go.
        born: Day of birth since FIRST_DAY; 0 while it is not known.
        insured: Last day of insurance since FIRST_DAY; 0 without.
        load: Services of the last month and those to come.
        left: Services they still may give this week.
        consented: Whether a guardian agreed.
        skills: A bit per skill.
    """

    number: NDArray[np.int32]
    north: NDArray[np.int32]
    east: NDArray[np.int32]
    radius: NDArray[np.uint16]
    born: NDArray[np.uint16]
    insured: NDArray[np.uint16]
    load: NDArray[np.uint8]
    left: NDArray[np.uint8]
    consented: NDArray[np.uint8]
    skills: Words


class Rows(NamedTuple):
    """Volunteers as they are put in: their planes packed by row, and their columns.

    Attributes:
        bits: Per volunteer ROW_BYTES bytes, a bit per plane, the lowest first.
        columns: In the same order.
    """

    bits: Bits
    columns: Columns


class Questions(NamedTuple):
    """Needs as the index is asked, row by row; NO_PLANE fills up.

    Attributes:
        every: Planes that must all hold.
        some: Planes of which one must hold; the first is NO_PLANE if nothing of the sort is asked.
        hours: Planes of hours that must all hold, unless times are unset.
        place: Latitude and longitude, degrees.
        day: Day of the service since FIRST_DAY.
        born_last: Who was born later is a minor on that day.
        minors: Whether minors may serve at all, with consent.
        insured: Whether insurance must be in force on that day.
        skills: Bits of skills that help.
    """

    every: NDArray[np.int16]
    some: NDArray[np.int16]
    hours: NDArray[np.int16]
    place: NDArray[np.float64]
    day: NDArray[np.int32]
    born_last: NDArray[np.int32]
    minors: NDArray[np.bool_]
    insured: NDArray[np.bool_]
    skills: Words


class Weights(NamedTuple):
    """What the soft terms weigh, in points, none below 0.

    Attributes:
        distance: Most for nearness.
        skill: For a skill that fits.
        load: Most for having served little lately.
        times_set: For having set weekly times; more than all others together puts those first.
        slack: Share by which a distance may exceed the radius: 0, or a little where an exact rule looks again.
    """

    distance: float = 50.0
    skill: float = 25.0
    load: float = 25.0
    times_set: float = 1000.0
    slack: float = 0.0


TRAITS = np.dtype(
    [
        ("north", np.int32),
        ("east", np.int32),
        ("radius", np.uint16),
        ("born", np.uint16),
        ("insured", np.uint16),
        ("load", np.uint8),
        ("consented", np.uint8),
    ]
)
"""What is looked at of whom the planes let through: sixteen bytes, so that it is fetched at once."""

BOX = np.dtype([(each, np.int32) for each in ("south", "north", "west", "east", "radius")])
"""Where those of a block live, ten million to a degree, and how far anybody of them goes."""


class City(NamedTuple):
    """All that kernels know of the volunteers of a city.

    Attributes:
        planes: Per block, plane and word of 64 slots, a bit each.
        traits: Per slot the TRAITS.
        number: Per slot whose it is; -1 if nobody's.
        boxes: Per block a BOX.
        supers: Likewise of SUPER blocks together.
        end: One more than the last slot in use.
    """

    planes: Words
    traits: Traits
    number: NDArray[np.int32]
    boxes: Boxes
    supers: Boxes
    end: int


def blank_questions(many: int) -> Questions:
    """Return questions that ask nothing yet."""
    return Questions(
        every=np.full((many, MOST_ALL), NO_PLANE, np.int16),
        some=np.full((many, MOST_ANY), NO_PLANE, np.int16),
        hours=np.full((many, MOST_HOURS), NO_PLANE, np.int16),
        place=np.zeros((many, 2), np.float64),
        day=np.zeros(many, np.int32),
        born_last=np.zeros(many, np.int32),
        minors=np.zeros(many, np.bool_),
        insured=np.zeros(many, np.bool_),
        skills=np.zeros(many, np.uint64),
    )


def blank_columns(many: int) -> Columns:
    """Return columns of nobody."""
    return Columns(
        number=np.full(many, -1, np.int32),
        north=np.zeros(many, np.int32),
        east=np.zeros(many, np.int32),
        radius=np.zeros(many, np.uint16),
        born=np.zeros(many, np.uint16),
        insured=np.zeros(many, np.uint16),
        load=np.zeros(many, np.uint8),
        left=np.zeros(many, np.uint8),
        consented=np.zeros(many, np.uint8),
        skills=np.zeros(many, np.uint64),
    )
