"""Needs that are paid for with time credits: one for each redemption, at the resident's registered address, matched the normal way."""

from services.matching.application.context import Matching
from services.matching.application.facts import need_closed, need_posted
from services.matching.application.keeping import added_once
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.need import Need, NeedState, PostedAs
from services.matching.domain.policies import check_can_ask_for
from services.matching.domain.redeeming_errors import ServiceBegan
from services.matching.domain.register.errors import FileClosed
from services.matching.domain.service_kinds import kind_of
from shared.events.redeeming import RedemptionOrdered, RedemptionWithdrawn, need_of_redemption
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.kernel.errors import RuleBroken

_POSTED_AS = {"SELF": PostedAs.SELF, "RELATIVE": PostedAs.DELEGATE, "STAFF": PostedAs.STAFF}
_GONE = frozenset({AssignmentState.CANCELLED, AssignmentState.NO_SHOW, AssignmentState.ACCEPTED})


def when_redemption_ordered_post_need(m: Matching, fact: RedemptionOrdered) -> None:
    """Post the need of a redemption, open at once; what a rule is against is refused at once, so that the credits go free."""
    resident = m.people.get(fact.resident_id)
    if resident.joined_to is not None:
        resident = m.people.get(resident.joined_to)
    need = _need_of(m, fact, resident)
    try:
        _check(m, need, resident)
    except RuleBroken as fault:
        refused = need.step(NeedState.AWAITING_REVIEW).refused(
            "platform", f"{fault.say('zh')} / {fault.say('en')}"
        )
        added_once(m.needs, refused, need_closed(refused, fault.code))
        return
    added_once(m.needs, need, need_posted(need))


def _check(m: Matching, need: Need, resident: Person) -> None:
    if resident.status is MemberStatus.CLOSED:
        raise FileClosed
    check_can_ask_for(need.starts_at, need.ends_at, need.expected_minutes, m.clock.now())


def _need_of(m: Matching, fact: RedemptionOrdered, resident: Person) -> Need:
    kind = kind_of(fact.service_kind)
    return Need(
        id=need_of_redemption(fact.redemption_id),
        community_code=resident.community_code,
        district_code=resident.community_code[:6],
        resident_id=resident.id,
        posted_by=fact.ordered_by,
        posted_as=_POSTED_AS[fact.ordered_as],
        service_kind=kind.code,
        title=kind.name.zh,
        details="",
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        expected_minutes=fact.minutes,
        helpers_wanted=1,
        point=resident.point,
        recorded_as=kind.recorded_as,
        state=NeedState.OPEN,
        redemption_id=fact.redemption_id,
        created_at=m.clock.now(),
    )


def when_redemption_withdrawn_withdraw_need(m: Matching, fact: RedemptionWithdrawn) -> None:
    """Withdraw the need of a redemption, unless it is closed or its service began: that one is given and used."""
    need = m.needs.find(need_of_redemption(fact.redemption_id))
    if need is None or need.is_closed or has_begun(m, need):
        return
    withdrawn = need.withdrawn("")
    m.needs.save(withdrawn, need_closed(withdrawn, "withdrawn"))


def has_begun(m: Matching, need: Need) -> bool:
    """Tell whether a helper of a need has checked in."""
    bound = m.assignments.get_many(place.assignment_id for place in need.places)
    return any(each.state not in _GONE for each in bound)


def check_not_begun(m: Matching, need: Need) -> None:
    """Pass unless a need is paid for with time credits and its service has begun.

    Raises:
        ServiceBegan: If so: it is ended by confirming or by staff, not by taking the need back.
    """
    if need.redemption_id is not None and has_begun(m, need):
        raise ServiceBegan
