"""Enrolling in a community, and what its staff make of it."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.enrolling.commands import DecideEnrolment, EndEnrolment, Enrol
from services.matching.application.enrolling.facts import enrolment_asked, enrolment_decided
from services.matching.application.parties.acting import approved_party, check_acts_for
from services.matching.domain.enrolling.enrolment import Enrolment, EnrolmentState
from services.matching.domain.enrolling.errors import EnrolledAlready, EnrolledElsewhere, OwnEnrolment
from services.matching.domain.errors import ReasonRequired
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import AlreadyThere, NotFound

MOST_READ = 200


def enrol(m: Matching, actor: Actor, asked: Enrol, enrolment_id: str) -> Enrolment:
    """Return the enrolment, waiting for the community; asked again under the same id, the one that stands.

    Raises:
        BodyNameRequired: If a body has no name.
        NotActingForParty: If the actor is not of the party's staff.
        PartyNotApproved: If the party may not act.
        NothingButThePlace: If a person says more than where.
        EnrolledAlready: If one stands there.
        EnrolledElsewhere: If there are as many as may be.
    """
    known = m.enrolments.find(enrolment_id)
    if known is not None and known.member_id == actor.member_id:
        return known
    made = _enrolment_of(m, actor, asked, enrolment_id)
    made.check_said()
    _check_few(m, made)
    return _added(m, made)


def _enrolment_of(m: Matching, actor: Actor, asked: Enrol, enrolment_id: str) -> Enrolment:
    return Enrolment(
        id=enrolment_id,
        kind=asked.kind,
        member_id=actor.member_id,
        body_name=_name_of_body(m, actor, asked),
        party_id=asked.party_id,
        community_code=m.communities.known(asked.community_code).code,
        offers=asked.offers,
        wishes=asked.wishes,
        created_at=m.clock.now(),
    )


def _name_of_body(m: Matching, actor: Actor, asked: Enrol) -> str:
    """Return what the body is called: a registered party by the name it is registered under."""
    if asked.party_id is None:
        return asked.body_name
    check_acts_for(actor, asked.party_id)
    return approved_party(m, asked.party_id).name


def _check_few(m: Matching, made: Enrolment) -> None:
    own = m.enrolments.where({"member_id": made.member_id}, limit=MOST_READ)
    live = [each for each in own if each.kind is made.kind and each.is_live]
    if any(each.live_key == made.live_key for each in live):
        raise EnrolledAlready
    if len(live) >= made.kind.most_at_once:
        raise EnrolledElsewhere(most=made.kind.most_at_once)


def _added(m: Matching, made: Enrolment) -> Enrolment:
    try:
        return m.enrolments.add(made, enrolment_asked(made))
    except AlreadyThere as cause:
        raise EnrolledAlready from cause


def decide_enrolment(m: Matching, actor: Actor, enrolment_id: str, asked: DecideEnrolment) -> Enrolment:
    """Return the enrolment confirmed or refused; the same decision again changes nothing.

    Raises:
        NotFound: If the actor works in another community.
        OwnEnrolment: If it is the actor's own.
        ReasonRequired: If it is refused without one.
        IllegalStep: If it was decided otherwise, or ended.
    """
    enrolment = m.enrolments.get(enrolment_id)
    check_can_decide(actor, enrolment)
    if not (asked.confirm or asked.reason):
        raise ReasonRequired
    there = EnrolmentState.CONFIRMED if asked.confirm else EnrolmentState.REFUSED
    return _moved(m, actor, enrolment, there, "" if asked.confirm else asked.reason)


def end_enrolment(m: Matching, actor: Actor, enrolment_id: str, asked: EndEnrolment) -> Enrolment:
    """Return the enrolment ended, by who enrolled, or by staff with a reason; what was served stays.

    Raises:
        NotFound: If it is neither the actor's nor of a community they work in.
        ReasonRequired: If staff give none.
        IllegalStep: If it was refused.
    """
    enrolment = m.enrolments.get(enrolment_id)
    own = enrolment.member_id == actor.member_id
    if not own:
        check_can_decide(actor, enrolment)
        if not asked.reason:
            raise ReasonRequired
    return _moved(m, actor, enrolment, EnrolmentState.ENDED, asked.reason)


def _moved(m: Matching, actor: Actor, enrolment: Enrolment, there: EnrolmentState, reason: str) -> Enrolment:
    moved = enrolment.decided(there, by=actor.member_id, at=m.clock.now(), reason=reason)
    if moved is enrolment:
        return enrolment
    return m.enrolments.save(moved, enrolment_decided(moved, actor.member_id))


def can_decide(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether someone decides about an enrolment: staff of the community, never about their own."""
    reviews = actor.may(Permission.REVIEW_PARTY, enrolment.community_code)
    return reviews and actor.member_id != enrolment.member_id


def check_can_decide(actor: Actor, enrolment: Enrolment) -> None:
    """Pass if :func:`can_decide`.

    Raises:
        OwnEnrolment: If it is the actor's own.
        NotFound: If the actor may not know of it.
    """
    if actor.member_id == enrolment.member_id:
        raise OwnEnrolment
    if not can_decide(actor, enrolment):
        raise NotFound(kind="Enrolment", id=enrolment.id)


def end_own_enrolments(m: Matching, member_id: str) -> None:
    """End and empty what stands of somebody who closes their account: the name of a body they spoke for goes, too."""
    for each in m.enrolments.where({"member_id": member_id}, limit=MOST_READ):
        if each.is_live:
            ended = each.decided(EnrolmentState.ENDED, by=member_id, at=m.clock.now())
            m.enrolments.save(replace(ended, reason=""), enrolment_decided(ended, member_id))
