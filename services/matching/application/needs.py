"""What can be done with a need: post, amend, review, withdraw."""

from dataclasses import replace
from datetime import timedelta

from services.matching.application.commands import (
    AmendNeed,
    Decision,
    PostNeed,
    ReviewNeed,
    WithdrawNeed,
)
from services.matching.application.context import Matching
from services.matching.application.facts import need_amended, need_closed, need_opened, need_posted
from services.matching.application.giving.asking import parts_asked, with_asked
from services.matching.application.keeping import added_once
from services.matching.application.redeeming import check_not_begun
from services.matching.application.who import check_may_manage
from services.matching.domain.errors import OnlyStaffState, ReasonRequired
from services.matching.domain.giving.describing import check_asks, check_asks_for_something
from services.matching.domain.kind_shapes import ConfirmedBy, ServiceKind
from services.matching.domain.need import Need, NeedState, PostedAs, RecordedAs
from services.matching.domain.policies import check_can_amend, check_can_ask_for
from services.matching.domain.redeeming_errors import OneHelperPaid
from services.matching.domain.register.errors import FileClosed, one_fault
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden
from shared.kernel.geography import Point


def post_need(m: Matching, actor: Actor, command: PostNeed, need_id: str) -> Need:
    """Write a need down: open at once if staff posted it, else waiting for review where the city asks for it.

    Args:
        m: Coordination.
        actor: Oneself, a delegate of the resident, or staff of the resident's community.
        command: What is asked.
        need_id: Id of the need; posting it again returns what stands.

    Raises:
        Forbidden: If the actor may not ask for this resident or community.
        RuleBroken: If the kind, the time or the minutes are against a rule.
        FileClosed: If the resident's file or account is closed.
    """
    need = need_asked(m, actor, command, need_id, _resident(m, command.resident_id or actor.member_id))
    told = () if need.state is NeedState.AWAITING_REVIEW else parts_asked(m, need)
    return added_once(m.needs, need, need_posted(need), *told)


def need_asked(m: Matching, actor: Actor, command: PostNeed, need_id: str, resident: Person) -> Need:
    """Return the need that a command asks for, by the rules of :func:`post_need`; nothing is written.

    Raises:
        LinliError: As there.
    """
    need = with_asked(_need_of(m, actor, command, need_id, resident), command.parts, "").filled_if_full()
    check_can_ask_for(need.starts_at, need.ends_at, need.expected_minutes, m.clock.now())
    check_asks_for_something(command.helpers_wanted, command.parts)
    check_asks(command.parts, (need.starts_at, need.ends_at), m.clock.now())
    return need


def _need_of(m: Matching, actor: Actor, command: PostNeed, need_id: str, resident: Person) -> Need:
    kind = kind_of(command.service_kind)
    posted_as = _posted_as(actor, resident, kind, command)
    community_code = resident.community_code
    if posted_as is PostedAs.STAFF and resident.id == actor.member_id:
        community_code = command.community_code or actor.community_code
    as_staff = actor.may(Permission.POST_NEED_FOR_OTHERS, community_code)
    is_open = as_staff or not m.policy.reviews_residents
    return Need(
        id=need_id,
        community_code=community_code,
        district_code=community_code[:6],
        resident_id=resident.id,
        posted_by=actor.member_id,
        posted_as=posted_as,
        service_kind=kind.code,
        title=command.title,
        details=command.details,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        expected_minutes=command.expected_minutes or usual_minutes(kind, command),
        helpers_wanted=command.helpers_wanted,
        point=command.point.point() if command.point else _home(m, resident, community_code),
        address=command.address,
        recorded_as=recorded(kind.recorded_as, command.recorded_as, as_staff=as_staff),
        certificate_needed=command.certificate_needed,
        state=NeedState.OPEN if is_open else NeedState.AWAITING_REVIEW,
        created_at=m.clock.now(),
    )


def _resident(m: Matching, resident_id: str) -> Person:
    """Return who it is for: where a file was joined to an account, the account."""
    resident = m.people.get(resident_id)
    if resident.joined_to is not None:
        resident = m.people.get(resident.joined_to)
    if resident.status is MemberStatus.CLOSED:
        raise FileClosed
    return resident


def _posted_as(actor: Actor, resident: Person, kind: ServiceKind, command: PostNeed) -> PostedAs:
    if resident.id != actor.member_id:
        _check_lives_there(resident, command)
        if actor.may(Permission.POST_NEED_FOR_OTHERS, resident.community_code):
            return PostedAs.STAFF
        if any(each.member_id == actor.member_id for each in resident.delegates):
            return PostedAs.DELEGATE
        raise Forbidden
    elsewhere = command.community_code or actor.community_code
    if kind.confirmed_by is ConfirmedBy.ORGANISER and actor.may(Permission.POST_NEED_FOR_OTHERS, elsewhere):
        return PostedAs.STAFF
    if elsewhere != resident.community_code:
        raise Forbidden
    return PostedAs.SELF


def _check_lives_there(resident: Person, command: PostNeed) -> None:
    """Pass if no community is stated for a resident, or the one they live in.

    Raises:
        BadInput: Otherwise.
    """
    if command.community_code not in (None, resident.community_code):
        raise one_fault(
            "community_code",
            "not-the-residents-community",
            "居民不住在这个社区，请不填，或改为居民所在的社区",
            "The resident lives in another community; leave this out, or state theirs",
        )


def _home(m: Matching, resident: Person, community_code: str) -> Point:
    """Return where a resident lives, or for a community's own need its seat."""
    community = m.communities.find(community_code)
    if community is None or community_code == resident.community_code:
        return resident.point
    return community.point


def usual_minutes(kind: ServiceKind, command: PostNeed) -> int:
    """Return the kind's usual minutes, at most what fits into the window, at least 1."""
    fits = (command.ends_at - command.starts_at) // timedelta(minutes=1)
    return max(1, min(kind.minutes, fits))


def recorded(usual: RecordedAs, stated: RecordedAs | None, *, as_staff: bool) -> RecordedAs:
    """Return what a service is recorded as: as usual for its kind, or duty when staff say so.

    Raises:
        OnlyStaffState: If somebody else says so, or anything but duty is stated against the usual.
    """
    if stated is None or stated is usual:
        return usual
    if not as_staff or stated is not RecordedAs.DUTY:
        raise OnlyStaffState
    return stated


def amend_need(m: Matching, actor: Actor, need_id: str, command: AmendNeed) -> Need:
    """Change what was asked; a resident's change of more than the details is looked at again where the city asks for it.

    Raises:
        Forbidden: If the actor is neither a party nor staff of the community.
        PlacesTaken: If somebody took a place and more than the details would change.
        OneHelperPaid: If time credits pay for it and more helpers are asked for.
    """
    need = m.needs.get(need_id)
    check_may_manage(m, actor, need)
    changes = _changes(need, command)
    if not changes:
        return need
    check_can_amend(need, only_details=set(changes) == {"details"})
    if need.redemption_id is not None and "helpers_wanted" in changes:
        raise OneHelperPaid
    amended = _amended(m, actor, need, changes)
    return m.needs.save(amended, need_amended(amended, need, actor.member_id))


def _changes(need: Need, command: AmendNeed) -> dict[str, object]:
    stated = {
        "title": command.title,
        "details": command.details,
        "starts_at": command.starts_at,
        "ends_at": command.ends_at,
        "expected_minutes": command.expected_minutes,
        "helpers_wanted": command.helpers_wanted,
        "point": command.point.point() if command.point else None,
        "address": command.address,
        "certificate_needed": command.certificate_needed,
    }
    return {
        name: value for name, value in stated.items() if value is not None and value != getattr(need, name)
    }


def _amended(m: Matching, actor: Actor, need: Need, changes: dict[str, object]) -> Need:
    amended = replace(need, **changes)  # type: ignore[arg-type]  # -- the names are the command's own
    amended = amended.with_clocks_of(need)
    if set(changes) & {"starts_at", "ends_at", "expected_minutes"}:
        check_can_ask_for(amended.starts_at, amended.ends_at, amended.expected_minutes, m.clock.now())
    trusted = not m.policy.reviews_residents or actor.may(
        Permission.POST_NEED_FOR_OTHERS, need.community_code
    )
    if need.state is not NeedState.AWAITING_REVIEW and not trusted and set(changes) != {"details"}:
        return amended.step(NeedState.AWAITING_REVIEW)
    return amended.reopened_if_short()


def review_need(m: Matching, actor: Actor, need_id: str, command: ReviewNeed) -> Need:
    """Open a need, or refuse it with a reason; deciding the same again changes nothing.

    Raises:
        Forbidden: If the actor is not staff of the community.
        ReasonRequired: If it is refused without one.
        IllegalStep: If it waits for no review.
    """
    need = m.needs.get(need_id)
    actor.check_may(Permission.REVIEW_NEED, need.community_code)
    if command.decision is Decision.APPROVE:
        if need.state in (NeedState.OPEN, NeedState.FILLED):
            return need
        opened = need.opened(actor.member_id)
        return m.needs.save(opened, need_opened(need), *parts_asked(m, opened))
    if not command.reason:
        raise ReasonRequired
    if need.state is NeedState.REFUSED:
        return need
    refused = need.refused(actor.member_id, command.reason)
    return m.needs.save(refused, need_closed(refused, "refused"))


def withdraw_need(m: Matching, actor: Actor, need_id: str, command: WithdrawNeed) -> Need:
    """Take a need back; its helpers' assignments are cancelled in consequence.

    Raises:
        Forbidden: If the actor is neither a party nor staff of the community.
        IllegalStep: If it is closed already.
        ServiceBegan: If time credits pay for it and a helper has checked in.
    """
    need = m.needs.get(need_id)
    check_may_manage(m, actor, need)
    if need.state is NeedState.WITHDRAWN:
        return need
    check_not_begun(m, need)
    withdrawn = need.withdrawn(command.reason)
    return m.needs.save(withdrawn, need_closed(withdrawn, "withdrawn"))
