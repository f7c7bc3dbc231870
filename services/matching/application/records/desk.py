"""What staff look at of a community's records: corrections to answer, and service about to miss its ten working days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.records.commands import RecordsDeskQuery
from services.matching.application.records.showing import RecordView, record_views
from services.matching.domain.assignment import ENTRY_WORKING_DAYS, AssignmentState
from services.matching.domain.projects.shift import ShiftState
from services.matching.domain.service_kinds import name_of_kind
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.kernel.working_days import end_of_term, working_days_before
from shared.storage.paging import Page

WARN_WORKING_DAYS = 3
MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A service that was given and is not entered yet.

    Attributes:
        url: Where it is confirmed.
        ended_at: When it was over, UTC.
        due_at: When the ten working days are over, UTC. Source: 民政部令67号 11.
        is_near: Three working days or fewer are left.
        is_over: The term has passed.
    """

    url: str
    words: Words
    ended_at: datetime
    due_at: datetime
    is_near: bool
    is_over: bool


def corrections_for_desk(
    m: Matching, actor: Actor, asked: RecordsDeskQuery, *, limit: int = 50, after: str | None = None
) -> Page[RecordView]:
    """Return a page of the records whose correction waits for an answer.

    Raises:
        Forbidden: If the actor keeps no records there.
    """
    code = asked.community_code or actor.community_code
    actor.check_may(Permission.CONFIRM_AS_STAFF, code)
    page = m.records.page({"corrections_asked": code}, limit=limit, after=after)
    return Page(items=record_views(m, actor, page.items), next=page.next)


def services_due(m: Matching, actor: Actor, community_code: str) -> Sequence[Due]:
    """Return the services of a community that are over and not entered, what is due first first.

    Raises:
        Forbidden: If the actor keeps no records there.
    """
    actor.check_may(Permission.CONFIRM_AS_STAFF, community_code)
    now = m.clock.now()
    found = (*_needs_due(m, community_code, now), *_shifts_due(m, community_code, now))
    return sorted(found, key=lambda each: each.due_at)


def _needs_due(m: Matching, code: str, now: datetime) -> Iterator[Due]:
    side = {"sides": f"community:{code}", "state": AssignmentState.CHECKED_OUT.value}
    for each in m.assignments.page(side, limit=MOST_LOOKED_AT).items:
        if each.check_out:
            yield _due(f"/assignments/{each.id}", _kind(each.service_kind), each.check_out.at, now)


def _shifts_due(m: Matching, code: str, now: datetime) -> Iterator[Due]:
    still = {"community_code": code, "state": ShiftState.OPEN.value}
    for each in m.shifts.page(still, limit=MOST_LOOKED_AT).items:
        if each.ends_at < now and each.attendees:
            yield _due(f"/shifts/{each.id}", Words(each.title, each.title), each.ends_at, now)


def _kind(code: str) -> Words:
    return name_of_kind(code) or Words(code, code)


def _due(url: str, words: Words, ended_at: datetime, now: datetime) -> Due:
    due_at = end_of_term(ended_at, ENTRY_WORKING_DAYS)
    warned_on = working_days_before(day_in_china(due_at), WARN_WORKING_DAYS)
    return Due(
        url=url,
        words=words,
        ended_at=ended_at,
        due_at=due_at,
        is_near=day_in_china(now) >= warned_on,
        is_over=now >= due_at,
    )
