"""Spot checks as they are read: by staff with the records drawn, by anyone in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.application.checking.commands import PublishedChecksQuery, SpotChecksQuery
from services.matching.application.context import Matching
from services.matching.application.records.who import WHY
from services.matching.domain.checking.spot_check import CheckState, Drawn, SpotCheck, Verdict
from services.matching.domain.records.record import ServiceRecord
from shared.events.days import OnDay
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.identity.readings import ReadData
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """How often something was found."""

    verdict: Verdict
    verdict_name: Words
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A spot check in numbers.

    Attributes:
        seed: With it the draw can be repeated.
        from_on: Records entered from that day on could be drawn.
        records: How many there were.
        drawn: How many were drawn.
        left: How many are still to be looked at.
    """

    id: str
    community_code: str
    month: str
    seed: str
    from_on: OnDay
    until_on: OnDay
    records: int
    drawn: int
    left: int
    found: tuple[FoundView, ...]
    state: CheckState
    state_name: Words
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnView:
    """A record that was drawn, for staff.

    Attributes:
        can_judge: Whether the reader may say what they found.
    """

    record_id: str
    member_name: str
    activity: str
    place: str
    served_at: datetime
    minutes: int
    grade_name: Words
    verdict: Verdict | None
    verdict_name: Words | None
    reason: str
    can_judge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOfStaff:
    """A spot check with its records, for staff."""

    check: CheckView
    drawn: tuple[DrawnView, ...]


def spot_checks_for_desk(
    m: Matching, actor: Actor, asked: SpotChecksQuery, *, limit: int = 50, after: str | None = None
) -> Page[CheckView]:
    """Return a page of a community's spot checks, the newest first.

    Raises:
        Forbidden: If the actor is no staff there.
    """
    code = asked.community_code or actor.community_code
    actor.check_may(Permission.CONFIRM_AS_STAFF, code)
    page = m.spot_checks.page({"community_code": code}, limit=limit, after=after)
    return Page(items=tuple(check_view(each) for each in page.items), next=page.next)


def spot_checks_published(
    m: Matching, asked: PublishedChecksQuery, *, limit: int = 50, after: str | None = None
) -> Page[CheckView]:
    """Return a page of a community's published results, the newest first; anyone reads them."""
    page = m.spot_checks.page({"published": asked.community_code}, limit=limit, after=after)
    return Page(items=tuple(check_view(each) for each in page.items), next=page.next)


def spot_check_shown(m: Matching, actor: Actor, check_id: str) -> CheckOfStaff:
    """Return a spot check with its records, in three store calls; whose records they are sees that they were read.

    Raises:
        Forbidden: If the actor is no staff there.
    """
    check = m.spot_checks.get(check_id)
    actor.check_may(Permission.CONFIRM_AS_STAFF, check.community_code)
    members = sorted({each.member_id for each in check.drawn})
    m.identity.readings.log(
        actor.member_id, [each for each in members if each != actor.member_id], ReadData.FILE, why=WHY
    )
    records = {each.id: each for each in m.records.get_many(each.record_id for each in check.drawn)}
    return CheckOfStaff(
        check=check_view(check), drawn=_drawn(actor, check.drawn, records, m.people.names(members))
    )


def check_view(check: SpotCheck) -> CheckView:
    """Return a spot check in numbers."""
    return CheckView(
        id=check.id,
        community_code=check.community_code,
        month=check.month,
        seed=check.seed,
        from_on=day_in_china(check.from_at),
        until_on=day_in_china(check.until_at),
        records=check.records,
        drawn=len(check.drawn),
        left=check.left,
        found=tuple(
            FoundView(verdict=each, verdict_name=each.words, records=count)
            for each, count in check.found.items()
        ),
        state=check.state,
        state_name=check.state.words,
        published_at=check.published_at,
    )


def _drawn(
    actor: Actor, drawn: Sequence[Drawn], records: Mapping[str, ServiceRecord], names: Mapping[str, str]
) -> tuple[DrawnView, ...]:
    return tuple(
        DrawnView(
            record_id=each.record_id,
            member_name=names.get(each.member_id, "–"),
            activity=records[each.record_id].activity,
            place=records[each.record_id].place,
            served_at=records[each.record_id].served_at,
            minutes=records[each.record_id].minutes,
            grade_name=each.grade.words,
            verdict=each.verdict,
            verdict_name=each.verdict.words if each.verdict else None,
            reason=each.reason,
            can_judge=each.verdict is None and not each.is_kept_from(actor.member_id),
        )
        for each in drawn
    )
