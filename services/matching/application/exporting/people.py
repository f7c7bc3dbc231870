"""Members as an export has them, one page of the register after the other."""

from collections.abc import Callable, Iterator, Mapping

from services.matching.application.context import Matching
from services.matching.application.exporting.fields import WHOLE_NUMBER
from services.matching.domain.exporting.asked import Asked
from shared.identity.actor import Actor
from shared.identity.member import DocumentType, Member, MemberStatus, Sex, day_in_china
from shared.identity.readings import ReadData
from shared.storage.paging import MOST_ON_A_PAGE

WHY = "export"
_SEXES = {Sex.FEMALE: "女", Sex.MALE: "男"}
_DOCUMENTS = {
    DocumentType.MAINLAND_ID: "居民身份证",
    DocumentType.RESIDENCE_PERMIT: "居住证",
    DocumentType.HONG_KONG_MACAO_PERMIT: "港澳居民来往内地通行证",
    DocumentType.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    DocumentType.PASSPORT: "护照",
    DocumentType.PERMANENT_RESIDENCE: "外国人永久居留身份证",
}
Cells = Mapping[str, str | int]


def member_rows(m: Matching, actor: Actor, asked: Asked) -> Iterator[Cells]:
    """Yield the members of a community by field, newest first; whoever closed their account is left out.

    Each of them sees in their own list of readings that their file left, before it does.
    """
    for found in member_pages(m, asked):
        log_leaving(m, actor, found, asked)
        for member in found:
            yield {field: _FIELD[field](m, member) for field in asked.fields}


def member_pages(m: Matching, asked: Asked) -> Iterator[list[Member]]:
    """Yield the members that are meant, a page at a time, and write nothing down."""
    after, first = None, True
    while first or after is not None:
        page = m.identity.members.page(
            {"community_code": asked.community_code}, limit=MOST_ON_A_PAGE, after=after
        )
        after, first = page.next, False
        yield [each for each in page.items if _is_meant(each, asked)]


def log_leaving(m: Matching, actor: Actor, found: list[Member], asked: Asked) -> None:
    """Write down for each person that their data leave."""
    readings, ids = m.identity.readings, [each.id for each in found]
    readings.log(actor.member_id, ids, ReadData.FILE, why=WHY)
    if WHOLE_NUMBER in asked.fields:
        readings.log(
            actor.member_id, [each.id for each in found if each.document], ReadData.DOCUMENT, why=WHY
        )


def _is_meant(member: Member, asked: Asked) -> bool:
    if member.status is MemberStatus.CLOSED or member.joined_to is not None:
        return False
    return asked.holds(day_in_china(member.created_at))


def _document_number(m: Matching, member: Member) -> str:
    return m.identity.keys.opened(member.document, owner_id=member.id) if member.document else ""


_FIELD: Mapping[str, Callable[[Matching, Member], str]] = {
    "volunteer_number": lambda _, each: each.volunteer_number or "",
    "name": lambda _, each: each.name,
    "sex": lambda _, each: _SEXES[each.document.sex] if each.document and each.document.sex else "",
    "born_on": lambda _, each: each.document.birth_date.isoformat() if each.document else "",
    "document_type": lambda _, each: _DOCUMENTS[each.document.type] if each.document else "",
    "document_masked": lambda _, each: each.document.masked if each.document else "",
    WHOLE_NUMBER: _document_number,
    "community_code": lambda _, each: each.community_code,
    "area": lambda m, each: m.communities.get(each.community_code).full_name,
    "phone": lambda _, each: each.phone or "",
    "address": lambda _, each: each.address,
    "skills": lambda _, each: "、".join(each.skills),
    "registered_on": lambda _, each: day_in_china(each.created_at).isoformat(),
}
