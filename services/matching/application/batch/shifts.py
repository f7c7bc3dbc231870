"""Invites people to open places of shifts, in the rounds that ask for needs; signing up stays the only way to a place."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.matching.application.batch.city import LOOKED_AT, City
from services.matching.application.batch.unanswered import shifts_to_fill
from services.matching.application.context import Matching
from services.matching.application.proposing import keep_first, not_on, proposals_to, ranking_policy
from services.matching.domain.batch.planning import Round
from services.matching.domain.batch.rounds import counts_still, to_ask_now
from services.matching.domain.batch.shifts import MOST_INVITED, as_need, is_old_enough, places_to_fill
from services.matching.domain.projects.shift import Shift
from services.matching.domain.proposal import Proposal, ProposalSet
from services.matching.domain.ranking import Ranked
from shared.events.projects import ShiftInvited


def shifts_by_city(m: Matching, now: datetime, horizon: timedelta) -> dict[str, list[Shift]]:
    """Return the shifts that begin soon and have places that nobody holds or waits for."""
    cities: dict[str, list[Shift]] = {}
    for shift in shifts_to_fill(m, now, horizon):
        cities.setdefault(shift.community_code[:4], []).append(shift)
    return cities


def invited_to(m: Matching, shift: Shift) -> ProposalSet:
    """Return who was invited to a shift, nobody yet perhaps."""
    return m.shift_invitations.find(shift.id) or ProposalSet(id=shift.id, community_code=shift.community_code)


def look_at_shift(m: Matching, city: City, shift: Shift, now: datetime) -> None:
    """Note how many a shift still waits for, and whom its next round may invite."""
    need, asked = as_need(shift), invited_to(m, shift)
    here = {each.member_id for each in (*shift.seats, *shift.waiting)}
    for each in asked.waiting:
        if each.member_id not in here and counts_still(each, need, now):
            city.times[each.member_id].append((need.starts_at, need.ends_at))
    many = _many(shift, asked, now)
    if many == 0:
        return
    policy = ranking_policy(m, need, LOOKED_AT, not_on(need, asked.not_again()))
    suiting = tuple(each for each in m.candidates.best(need, policy) if is_old_enough(shift, each.candidate))
    if suiting:
        city.rounds.append(Round(need=need, many=many, suiting=suiting))
        city.shifts.add(shift.id)


def _many(shift: Shift, asked: ProposalSet, now: datetime) -> int:
    left = MOST_INVITED - len(asked.proposals)
    return min(max(0, left), to_ask_now(as_need(shift), asked, now)) if places_to_fill(shift) else 0


def invite_these(
    m: Matching, planned_for: Round, chosen: Sequence[Ranked], now: datetime
) -> tuple[Ranked, ...]:
    """Invite whom the plan chose, as things stand now; return who was: nobody once it is full, over, or somebody waits."""
    shift = m.shifts.find(planned_for.need.id)
    if shift is None or now >= shift.starts_at:
        return ()
    need, asked = as_need(shift), invited_to(m, shift)
    gone = not_on(need, asked.not_again())
    those = tuple(each for each in chosen if each.candidate.member_id not in gone)
    those = those[: _many(shift, asked, now)]
    if not those:
        return ()
    policy = ranking_policy(m, need, len(those) + 1, gone)
    made = proposals_to(m, need, those, policy)
    keep_first(m.shift_invitations, asked.with_proposals(made), _invited(shift, made))
    return those


def _invited(shift: Shift, made: Sequence[Proposal]) -> ShiftInvited:
    return ShiftInvited(
        shift_id=shift.id,
        project_id=shift.project_id,
        community_code=shift.community_code,
        member_ids=tuple(each.member_id for each in made),
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )


def invitation_of(m: Matching, shift_id: str, member_id: str) -> Proposal | None:
    """Return the invitation of a member to a shift with its reasons, if there is one."""
    asked = m.shift_invitations.find(shift_id)
    return asked.of_member(member_id) if asked else None
