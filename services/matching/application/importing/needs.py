"""Needs that another system wrote down, posted by the rules that staff follow for a resident."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from services.matching.application.commands import Address, Details, Helpers, PostNeed, Title
from services.matching.application.context import Matching
from services.matching.application.facts import need_posted
from services.matching.application.importing.cells import moment, number, service_kind
from services.matching.application.importing.columns import Column, Columns
from services.matching.application.importing.members import COMMUNITY_CODE, id_of_resident, reached_by
from services.matching.application.importing.taking import Given, Kind, Wanted
from services.matching.application.needs import need_asked
from services.matching.application.register.commands import Address as HomeAddress
from services.matching.application.register.commands import Name, Phone
from services.matching.domain.importing.errors import NobodyOfThatName
from services.matching.domain.need import Need
from services.matching.domain.register.errors import FileClosed
from shared.events.fields import Code, CommunityCode, Minutes, Moment, Text, load
from shared.identity.actor import Actor
from shared.identity.member import Member, MemberStatus
from shared.identity.people import person_of
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone
from shared.kernel.ids import derived_id
from shared.kernel.words import Words

Reference = Annotated[str, Text(least=1, most=60)]

REFERENCE = Column(
    words=Words("原系统编号", "reference"),
    says=Words(
        "原系统里这条记录的编号；填写后按编号认定是同一条",
        "the record's number in the other system; if given, it decides what is the same",
    ),
    also=("编号", "记录编号"),
)
SERVICE_KIND = Column(
    words=Words("服务类型", "service kind"),
    says=Words("名称或代码，如 陪诊就医 或 CLINIC_ESCORT", "its name or code, such as CLINIC_ESCORT"),
    required=True,
    also=("服务项目",),
    read=service_kind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One row of a sheet of needs."""

    community_code: CommunityCode
    resident_name: Name
    resident_phone: Phone | None = None
    resident_address: HomeAddress = ""
    service_kind: Code
    title: Title
    details: Details = ""
    starts_at: Moment
    ends_at: Moment
    expected_minutes: Minutes | None = None
    helpers_wanted: Helpers = 1
    address: Address = ""
    reference: Reference | None = None


COLUMNS: Columns = MappingProxyType(
    {
        "community_code": COMMUNITY_CODE,
        "resident_name": Column(
            words=Words("居民姓名", "resident name"),
            says=Words("与居民名册一致", "as in the register"),
            required=True,
        ),
        "resident_phone": Column(
            words=Words("居民电话", "resident phone"),
            says=Words(
                "与居民名册一致；没有电话的填写住址", "as in the register; without a phone give the address"
            ),
        ),
        "resident_address": Column(
            words=Words("居民住址", "resident address"),
            says=Words("没有电话时，与导入居民时所填一致", "without a phone: as it was imported"),
        ),
        "service_kind": SERVICE_KIND,
        "title": Column(
            words=Words("标题", "title"), says=Words("2 至 60 个字", "2 to 60 characters"), required=True
        ),
        "details": Column(words=Words("说明", "details"), says=Words("1000 字以内", "up to 1000 characters")),
        "starts_at": Column(
            words=Words("开始时间", "starts at"),
            says=Words("北京时间，如 2026-12-01 14:00", "China time, such as 2026-12-01 14:00"),
            required=True,
            read=moment,
        ),
        "ends_at": Column(
            words=Words("结束时间", "ends at"),
            says=Words("北京时间，最多晚 24 小时", "China time, 24 hours later at most"),
            required=True,
            read=moment,
        ),
        "expected_minutes": Column(
            words=Words("预计分钟", "expected minutes"),
            says=Words("1 至 1440；不填则按服务类型", "1 to 1440; else as usual for the kind"),
            read=number,
        ),
        "helpers_wanted": Column(
            words=Words("需要人数", "helpers wanted"),
            says=Words("1 至 50；不填为 1", "1 to 50; 1 if left out"),
            read=number,
        ),
        "address": Column(
            words=Words("服务地点", "place of service"),
            says=Words("120 字以内；不填为居民住处", "up to 120 characters; else the resident's home"),
        ),
        "reference": REFERENCE,
    }
)
"""What a sheet of needs may have, by field."""


def reading_needs(m: Matching, actor: Actor, rows: Sequence[Given]) -> Callable[[Given], Wanted[Need]]:
    """Look up the residents whom the rows name; return what reads a row."""
    residents = _residents(m, rows)

    def read(given: Given) -> Wanted[Need]:
        row = load(NeedRow, given)
        actor.check_may(Permission.POST_NEED_FOR_OTHERS, row.community_code)
        resident = residents.get(
            _key(row.community_code, row.resident_name, row.resident_phone, row.resident_address)
        )
        if resident is None:
            raise NobodyOfThatName
        if resident.joined_to is not None:
            resident = m.identity.members.get(resident.joined_to)
        if resident.status is MemberStatus.CLOSED:
            raise FileClosed
        need = need_asked(m, actor, _command(row, resident), _id_of(row, resident), person_of(resident))
        return Wanted(thing=need, fact=need_posted(need))

    return read


def _key(community_code: str, name: str, phone: str | None, address: str) -> str:
    """Return who is meant: whom the phone reaches by this name, else who was imported with this address."""
    if phone:
        return f"{possible_phone(phone)} {name} {community_code}"
    return id_of_resident(community_code, name, "", address)


_WITHOUT_PHONE = ("community_code", "resident_name", "resident_phone", "resident_address")


def _residents(m: Matching, rows: Sequence[Given]) -> Mapping[str, Member]:
    reached = reached_by(m, (row.get("resident_phone") for row in rows))
    found = {
        _key(each.community_code, each.name, each.phone, ""): each
        for members in reached.values()
        for each in members
    }
    without_phone = [
        id_of_resident(*(str(row.get(name, "")) for name in _WITHOUT_PHONE))
        for row in rows
        if not row.get("resident_phone")
    ]
    return found | {each.id: each for each in m.identity.members.get_many(without_phone)}


def _command(row: NeedRow, resident: Member) -> PostNeed:
    return PostNeed(
        service_kind=row.service_kind,
        title=row.title,
        details=row.details,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        expected_minutes=row.expected_minutes,
        helpers_wanted=row.helpers_wanted,
        resident_id=resident.id,
        address=row.address,
    )


def _id_of(row: NeedRow, resident: Member) -> str:
    """Return the id that follows from the row: its number there, or who asked for what and when."""
    if row.reference:
        return derived_id("imported-need", row.community_code, row.reference)
    return derived_id("imported-need", resident.id, row.service_kind, row.starts_at.isoformat(), row.title)


NEEDS = Kind(
    name="needs",
    words=Words("需求", "Needs"),
    columns=COLUMNS,
    may=Permission.POST_NEED_FOR_OTHERS,
    reading=reading_needs,
    store=lambda m, _: m.needs,
    same=lambda need: need.id,
)
