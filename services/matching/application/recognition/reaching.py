"""What somebody has reached: hours from the records that count, quality from the ratings, thresholds from the rule pack."""

from dataclasses import dataclass

from services.matching.application.certificates.issuing import records_of
from services.matching.application.context import Matching
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.recognition.award import Award, AwardKind, AwardState
from shared.identity.member import day_in_china
from shared.kernel.ids import derived_id
from shared.packs.recognising import FalseHours, Stars
from shared.storage.paging import MOST_ON_A_PAGE

STANDING = frozenset({AwardState.APPLIED, AwardState.PUBLISHED, AwardState.AWARDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What somebody has reached by today.

    Attributes:
        minutes: Of the records that count.
        rating_tenths: Mean of the last two hundred ratings, in tenths; None if nobody rated.
        levels: By kind, the highest level that hours and quality reach.
    """

    minutes: int
    rating_tenths: int | None
    levels: dict[AwardKind, int]


def stars_in(m: Matching, community_code: str) -> Stars:
    """Return the thresholds of a community, as its rule pack has them today."""
    return m.rules(community_code, day_in_china(m.clock.now())).stars


def false_hours_in(m: Matching, community_code: str) -> FalseHours:
    """Return how long false hours keep one out in a community."""
    return m.rules(community_code, day_in_china(m.clock.now())).false_hours


def reached(m: Matching, member_id: str, community_code: str) -> Reached:
    """Return what somebody has reached by the rules of a community; who is rated too low reaches nothing by hours."""
    minutes = sum(each.minutes for each in records_of(m, member_id) if each.counts)
    rating, stars = _rating_tenths(m, member_id), stars_in(m, community_code)
    good = rating is None or rating >= stars.least_rating_tenths
    levels = {
        AwardKind.STAR: stars.earned(minutes) if good else 0,
        AwardKind.MEDAL: stars.medals(minutes) if good else 0,
    }
    return Reached(minutes=minutes, rating_tenths=rating, levels=levels)


def _rating_tenths(m: Matching, member_id: str) -> int | None:
    side = {"sides": f"volunteer:{member_id}", "state": AssignmentState.CONFIRMED.value}
    services = m.assignments.page(side, limit=MOST_ON_A_PAGE).items
    grades = [each.rating.grade for each in services if each.rating]
    return round(10 * sum(grades) / len(grades)) if grades else None


def award_id_of(member_id: str, kind: AwardKind, level: int) -> str:
    """Return the id of somebody's award; there is one of each kind and level."""
    return derived_id("award", member_id, kind.value, str(level))


def awards_of(m: Matching, member_id: str) -> list[Award]:
    """Return somebody's awards."""
    return list(m.awards.page({"member_id": member_id}, limit=MOST_ON_A_PAGE).items)


def next_level(m: Matching, member_id: str, kind: AwardKind) -> int:
    """Return the level that comes after those asked for, published or given."""
    had = [each.level for each in awards_of(m, member_id) if each.kind is kind and each.state in STANDING]
    return max(had, default=0) + 1
