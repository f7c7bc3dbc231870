"""Confirmed service as an export has it: of needs, of shifts, and what was taken over from other systems."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from services.matching.application.context import Matching
from services.matching.application.exporting.people import Cells, log_leaving
from services.matching.domain.assignment import Assignment, AssignmentState
from services.matching.domain.exporting.asked import Asked
from services.matching.domain.importing.earlier_service import EarlierService
from services.matching.domain.need import RecordedAs
from services.matching.domain.projects.shift import Shift, ShiftState
from services.matching.domain.service_kinds import name_of_kind
from shared.identity.actor import Actor
from shared.identity.member import Member, day_in_china
from shared.kernel.clock import CHINA
from shared.kernel.ids import derived_id
from shared.storage.aggregates import Aggregates, Versioned
from shared.storage.paging import MOST_ON_A_PAGE

SHIFTS_AT_ONCE = 20
"""A shift may hold three hundred people."""
_RECORDED_AS = {
    RecordedAs.VOLUNTEER: "志愿服务",
    RecordedAs.PROFESSIONAL: "专业服务",
    RecordedAs.DUTY: "履职",
}
_CONFIRMED_AS = {
    "RECEIVER": "服务对象",
    "DELEGATE": "代办人",
    "ORGANISER": "组织工作人员",
    "STAFF": "社区工作人员",
    "LEADER": "领队",
}
A = TypeVar("A", bound=Versioned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One person's confirmed service, wherever it was recorded."""

    record_id: str
    member_id: str
    community_code: str
    service_kind: str
    activity: str
    served_at: datetime
    place: str
    content: str
    minutes: int
    organisation: str
    confirmed_as: str
    recorded_as: RecordedAs


def service_rows(m: Matching, actor: Actor, asked: Asked) -> Iterator[Cells]:
    """Yield confirmed services of a community by field; each volunteer sees that they left, before they do."""
    for page in service_pages(m, asked):
        members = {member.id: member for _, member in page}
        log_leaving(m, actor, list(members.values()), asked)
        for served, member in page:
            yield {field: _FIELD[field](served, member) for field in asked.fields}


def service_pages(m: Matching, asked: Asked) -> Iterator[list[tuple[Served, Member]]]:
    """Yield the services that are meant with who gave them, a page at a time, and write nothing down."""
    for page in _pages(m, asked.community_code):
        meant = [each for each in page if asked.holds(day_in_china(each.served_at))]
        members = {each.id: each for each in m.identity.members.get_many(each.member_id for each in meant)}
        yield [(each, members[each.member_id]) for each in meant if each.member_id in members]


def _pages(m: Matching, code: str) -> Iterator[list[Served]]:
    side = {"sides": f"community:{code}", "state": AssignmentState.CONFIRMED.value}
    for services in _every(m.assignments, side, MOST_ON_A_PAGE):
        yield _of_needs(m, services)
    for state in (ShiftState.OPEN, ShiftState.SETTLED):
        wanted = {"community_code": code, "state": state.value}
        for shifts in _every(m.shifts, wanted, SHIFTS_AT_ONCE):
            yield _of_shifts(m, shifts)
    for earlier in _every(m.earlier_services, {"community_code": code}, MOST_ON_A_PAGE):
        yield [_of_earlier(m, each) for each in earlier]


def _every(kept: Aggregates[A], equals: Mapping[str, object], limit: int) -> Iterator[list[A]]:
    page = kept.page(equals, limit=limit)
    yield list(page.items)
    while page.next is not None:
        page = kept.page(equals, limit=limit, after=page.next)
        yield list(page.items)


def _of_needs(m: Matching, services: list[Assignment]) -> list[Served]:
    return [_of_need(m, each) for each in services]


def _of_need(m: Matching, each: Assignment) -> Served:
    """Return the service of a need; the place is the community, for an address is somebody's home."""
    agreed, community = each.confirmation, m.communities.get(each.community_code)
    assert agreed is not None
    return Served(
        record_id=derived_id("record", each.id),
        member_id=each.member_id,
        community_code=each.community_code,
        service_kind=each.service_kind,
        activity=_kind(each.service_kind),
        served_at=each.check_in.at if each.check_in else each.starts_at,
        place=community.full_name,
        content=_kind(each.service_kind),
        minutes=agreed.minutes,
        organisation=community.full_name,
        confirmed_as=_CONFIRMED_AS[agreed.as_role.value],
        recorded_as=each.recorded_as,
    )


def _of_shifts(m: Matching, shifts: list[Shift]) -> list[Served]:
    parties = {each.id: each.name for each in m.parties.get_many(each.party_id for each in shifts)}
    return [
        Served(
            record_id=each.agreed.record_id,
            member_id=each.member_id,
            community_code=shift.community_code,
            service_kind=shift.service_kind,
            activity=shift.title,
            served_at=each.in_at,
            place=shift.address,
            content=_kind(shift.service_kind),
            minutes=each.agreed.minutes,
            organisation=parties.get(shift.party_id, ""),
            confirmed_as=_CONFIRMED_AS[each.agreed.as_role.value],
            recorded_as=each.agreed.recorded_as,
        )
        for shift in shifts
        for each in shift.attendees
        if each.member_id is not None and each.agreed is not None
    ]


def _of_earlier(m: Matching, each: EarlierService) -> Served:
    return Served(
        record_id=derived_id("record", each.id),
        member_id=each.member_id,
        community_code=each.community_code,
        service_kind=each.service_kind,
        activity=each.content or _kind(each.service_kind),
        served_at=each.served_at,
        place=m.communities.get(each.community_code).full_name,
        content=each.content or _kind(each.service_kind),
        minutes=each.minutes,
        organisation=each.organisation,
        confirmed_as=_CONFIRMED_AS["STAFF"],
        recorded_as=each.recorded_as,
    )


def _kind(code: str) -> str:
    name = name_of_kind(code)
    return name.zh if name else code


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


_FIELD: Mapping[str, Callable[[Served, Member], str | int]] = {
    "record_id": lambda each, _: each.record_id,
    "volunteer_number": lambda _, member: member.volunteer_number or "",
    "name": lambda _, member: member.name,
    "activity": lambda each, _: each.activity,
    "service_kind": lambda each, _: each.service_kind,
    "served_at": lambda each, _: f"{each.served_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
    "served_on": lambda each, _: day_in_china(each.served_at).isoformat(),
    "place": lambda each, _: each.place,
    "content": lambda each, _: each.content,
    "minutes": lambda each, _: each.minutes,
    "hours": lambda each, _: _hours(each.minutes),
    "organisation": lambda each, _: each.organisation,
    "confirmed_as": lambda each, _: each.confirmed_as,
    "recorded_as": lambda each, _: _RECORDED_AS[each.recorded_as],
    "community_code": lambda each, _: each.community_code,
}
