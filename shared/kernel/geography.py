"""Points on the earth and how far apart they are on foot."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_RADIUS_METRES = 6_371_000
WALKING_METRES_PER_MINUTE = 70
"""An unhurried 4.2 km/h; a quarter of an hour's walk is about one kilometre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place.

    Attributes:
        longitude: Degrees east, -180 to 180 (GCJ-02 or WGS-84 as the source has it; differences are below 1 km).
        latitude: Degrees north, -90 to 90.
    """

    longitude: float
    latitude: float


def distance_metres(one: Point, other: Point) -> int:
    """Return the distance as the crow flies, in whole metres (haversine)."""
    south, north = radians(one.latitude), radians(other.latitude)
    across = sin((north - south) / 2) ** 2
    along = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return round(2 * EARTH_RADIUS_METRES * asin(sqrt(across + cos(south) * cos(north) * along)))


def walking_minutes(metres: int) -> int:
    """Return the minutes a person takes on foot, at least 1."""
    return max(1, ceil(metres / WALKING_METRES_PER_MINUTE))
