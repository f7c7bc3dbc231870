"""A shift as rounds of asking look at it: like a need, for whoever keeps its rules and has no place."""

from services.matching.domain.batch.rounds import MOST_A_ROUND
from services.matching.domain.candidate import Candidate
from services.matching.domain.kind_shapes import age_on
from services.matching.domain.need import Need, NeedState, Place, PostedAs
from services.matching.domain.projects.shift import Shift, ShiftState
from services.matching.domain.terms import day_of

MOST_INVITED = 6 * MOST_A_ROUND
"""For one shift in all: who would come knows of it by then."""


def places_to_fill(shift: Shift) -> int:
    """Return how many places people may be invited to: none while somebody waits, for those come first; leaders are found otherwise."""
    if shift.state is not ShiftState.OPEN or shift.waiting:
        return 0
    return sum(max(0, shift.left_in(role.code)) for role in shift.roles if not role.leads)


def as_need(shift: Shift) -> Need:
    """Return what a shift asks of its helpers, in the shape of a need that nobody keeps."""
    places = tuple(
        Place(assignment_id=seat.seat_id, member_id=seat.member_id, taken_at=seat.taken_at, adult=seat.adult)
        for seat in shift.seats
    )
    return Need(
        id=shift.id,
        community_code=shift.community_code,
        district_code=shift.community_code[:6],
        resident_id="",
        posted_by=shift.posted_by,
        posted_as=PostedAs.STAFF,
        service_kind=shift.service_kind,
        title=shift.title,
        details="",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        expected_minutes=shift.expected_minutes,
        helpers_wanted=len(places) + places_to_fill(shift),
        point=shift.point,
        recorded_as=shift.recorded_as,
        certificate_needed=shift.certificate_needed,
        state=NeedState.OPEN,
        places=places,
        left_by=shift.left_by,
        created_at=shift.created_at,
    )


def is_old_enough(shift: Shift, candidate: Candidate) -> bool:
    """Tell whether a candidate has the years a shift asks for; whoever's birth date is unknown is asked for it later."""
    if not shift.least_age or candidate.birth_date is None:
        return True
    return age_on(candidate.birth_date, day_of(shift.starts_at)) >= shift.least_age
