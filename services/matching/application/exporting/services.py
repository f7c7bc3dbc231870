"""Confirmed service as an export has it: of needs, of shifts, and what was taken over from other systems."""

from collections.abc import Callable, Iterator, Mapping

from services.matching.application.context import Matching
from services.matching.application.exporting.people import Cells, log_leaving
from services.matching.domain.exporting.asked import Asked
from services.matching.domain.need import RecordedAs
from services.matching.domain.records.record import RecordState, ServiceRecord
from shared.identity.actor import Actor
from shared.identity.member import Member, day_in_china
from shared.kernel.clock import CHINA
from shared.storage.paging import MOST_ON_A_PAGE

_RECORDED_AS = {
    RecordedAs.VOLUNTEER: "志愿服务",
    RecordedAs.PROFESSIONAL: "专业服务",
    RecordedAs.DUTY: "履职",
}


def service_rows(m: Matching, actor: Actor, asked: Asked) -> Iterator[Cells]:
    """Yield confirmed services of a community by field; each volunteer sees that they left, before they do."""
    for page in service_pages(m, asked):
        members = {member.id: member for _, member in page}
        log_leaving(m, actor, list(members.values()), asked)
        for served, member in page:
            yield {field: _FIELD[field](served, member) for field in asked.fields}


def service_pages(m: Matching, asked: Asked) -> Iterator[list[tuple[ServiceRecord, Member]]]:
    """Yield the services that are meant with who gave them, a page at a time, and write nothing down."""
    for page in _pages(m, asked.community_code):
        meant = [each for each in page if asked.holds(day_in_china(each.served_at))]
        members = {each.id: each for each in m.identity.members.get_many(each.member_id for each in meant)}
        yield [(each, members[each.member_id]) for each in meant if each.member_id in members]


def _pages(m: Matching, code: str) -> Iterator[list[ServiceRecord]]:
    """Yield the records that stand, as they were corrected."""
    after, first = None, True
    while first or after is not None:
        page = m.records.page({"community_code": code}, limit=MOST_ON_A_PAGE, after=after)
        after, first = page.next, False
        yield [each for each in page.items if each.state is RecordState.STANDS]


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


_FIELD: Mapping[str, Callable[[ServiceRecord, Member], str | int]] = {
    "record_id": lambda each, _: each.id,
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
    "confirmed_as": lambda each, _: each.grade.words.zh,
    "recorded_as": lambda each, _: _RECORDED_AS[each.recorded_as],
    "community_code": lambda each, _: each.community_code,
}
