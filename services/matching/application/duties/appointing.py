"""Naming duties, appointing to them, and letting go."""

from dataclasses import replace
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.duties.commands import Appoint, NameDuty
from services.matching.application.parties.staff import account_of_phone
from services.matching.domain.duties.duty import Duty
from services.matching.domain.duties.errors import DutyNamedAlready
from services.matching.domain.errors import MemberInactive
from shared.events.duties import DutyHolderChanged
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus, day_in_china
from shared.identity.permissions import Permission
from shared.kernel.errors import AlreadyThere

MOST_HELD = 100
PLATFORM = "platform"
"""Who acts when nobody does: the term ran out."""


def name_duty(m: Matching, actor: Actor, asked: NameDuty, duty_id: str) -> Duty:
    """Return the duty, held by nobody yet; asked again under the same id, the one that stands.

    Raises:
        Forbidden: If the actor is no staff of the community.
        DutyNamedAlready: If it is named for the area.
    """
    code, now = m.communities.known(asked.community_code).code, m.clock.now()
    actor.check_may(Permission.REVIEW_PARTY, code)
    duty = Duty(
        id=duty_id,
        kind=asked.kind,
        community_code=code,
        area=asked.area,
        made_by=actor.member_id,
        created_at=now,
        changed_at=now,
    )
    return _added(m, duty)


def _added(m: Matching, duty: Duty) -> Duty:
    try:
        return m.duties.add(duty)
    except AlreadyThere as cause:
        known = m.duties.find(duty.id)
        if known is None:
            raise DutyNamedAlready from cause
        return known


def appoint(m: Matching, actor: Actor, duty_id: str, asked: Appoint) -> Duty:
    """Return the duty held by whoever has the phone, in the place of who held it.

    Raises:
        Forbidden: If the actor is no staff of the community.
        NoAccountWithPhone: If nobody signs in with the phone.
        MemberInactive: If the account is suspended or closed.
        DutyEndsBeforeItBegins: If the term would end before tomorrow.
    """
    duty = m.duties.get(duty_id)
    actor.check_may(Permission.REVIEW_PARTY, duty.community_code)
    person = account_of_phone(m, asked.phone)
    if person.status is not MemberStatus.ACTIVE:
        raise MemberInactive
    return _kept(
        m, actor.member_id, duty, duty.held_by(person.id, asked.until_on, day_in_china(m.clock.now()))
    )


def vacate(m: Matching, actor: Actor, duty_id: str) -> Duty:
    """Return the duty held by nobody: let go by its holder, or taken back by staff; done twice, it is done once.

    Raises:
        Forbidden: If the actor is neither.
    """
    duty = m.duties.get(duty_id)
    if duty.holder is None or duty.holder.member_id != actor.member_id:
        actor.check_may(Permission.REVIEW_PARTY, duty.community_code)
    return _kept(m, actor.member_id, duty, duty.vacant(day_in_china(m.clock.now())))


def vacate_all_of(m: Matching, member_id: str) -> None:
    """Leave every duty of somebody who closes their account to be filled anew."""
    today = day_in_china(m.clock.now())
    for duty in m.duties.where({"holder_id": member_id}, limit=MOST_HELD):
        _kept(m, member_id, duty, duty.vacant(today))


def end_term(m: Matching, duty_id: str, now: datetime) -> None:
    """Leave a duty whose term is over to be filled anew; done before, it changes nothing."""
    duty = m.duties.get(duty_id)
    _kept(m, PLATFORM, duty, duty.ended_by(day_in_china(now)))


def _kept(m: Matching, by: str, before: Duty, after: Duty) -> Duty:
    if after is before:
        return before
    after = replace(after, changed_at=m.clock.now())
    was, now = (each.holder.member_id if each.holder else None for each in (before, after))
    moved = () if was == now else ((was, False), (now, True))
    facts = [_changed(after, who, by, holds=holds) for who, holds in moved if who]
    return m.duties.save(after, *facts)


def _changed(duty: Duty, member_id: str, by: str, *, holds: bool) -> DutyHolderChanged:
    return DutyHolderChanged(
        duty_id=duty.id,
        duty_kind=duty.kind,
        community_code=duty.community_code,
        member_id=member_id,
        holds=holds,
        by=by,
    )
