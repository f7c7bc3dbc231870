"""People of a community brought in from a sheet: recorded as residents, by the rules that staff follow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from services.matching.application.context import Matching
from services.matching.application.importing.cells import plain
from services.matching.application.importing.columns import Column, Columns
from services.matching.application.importing.taking import Given, Kind, Wanted
from services.matching.application.register.commands import RecordResident
from services.matching.application.register.residents import resident_asked, resident_recorded
from services.matching.domain.register.errors import ResidentRecorded
from shared.events.fields import load
from shared.identity.actor import Actor
from shared.identity.member import Member
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone
from shared.kernel.ids import derived_id
from shared.kernel.words import Words

MOST_OF_A_PHONE = 20
"""A landline may be several persons'."""

COMMUNITY_CODE = Column(
    words=Words("社区代码", "community code"),
    says=Words("12 位统计用区划代码", "the 12 digits of the community"),
    required=True,
    read=plain,
)

COLUMNS: Columns = MappingProxyType(
    {
        "community_code": COMMUNITY_CODE,
        "name": Column(
            words=Words("姓名", "name"), says=Words("1 至 60 个字", "1 to 60 characters"), required=True
        ),
        "phone": Column(
            words=Words("电话", "phone"),
            says=Words(
                "手机，或带区号的座机；可以不填", "a mobile, or a landline with its area code; may be empty"
            ),
            also=("手机", "手机号", "联系电话", "mobile"),
        ),
        "address": Column(
            words=Words("住址", "address"),
            says=Words("200 字以内；可以不填", "up to 200 characters; may be empty"),
            also=("地址", "居住地址"),
        ),
    }
)
"""What a sheet of members may have, by field."""


def reading_members(m: Matching, actor: Actor, rows: Sequence[Given]) -> Callable[[Given], Wanted[Member]]:
    """Look up who of these phones is in the register; return what reads a row."""
    reached = reached_by(m, (row.get("phone") for row in rows))

    def read(given: Given) -> Wanted[Member]:
        asked = load(RecordResident, given)
        resident = resident_asked(m.identity, actor, asked, id_=_id_of(asked))
        for known in reached.get(resident.phone or "", ()):
            if known.name == resident.name and known.id != resident.id:
                raise ResidentRecorded(id=known.id)
        claims = (f"{resident.phone} {resident.name}",) if resident.phone else ()
        return Wanted(thing=resident, fact=resident_recorded(resident), claims=claims)

    return read


def _id_of(asked: RecordResident) -> str:
    phone = possible_phone(asked.phone) if asked.phone else None
    return id_of_resident(asked.community_code, asked.name, phone or "", asked.address)


def id_of_resident(community_code: str, name: str, phone: str, address: str) -> str:
    """Return the id that follows from what a row says: the same row is the same resident."""
    return derived_id("imported", community_code, name, phone, address)


def reached_by(m: Matching, phones: Iterable[object]) -> Mapping[str, list[Member]]:
    """Return the members whom these phones reach, by phone in its one form, in one store call."""
    wanted = {found for each in phones if each and (found := possible_phone(str(each)))}
    if not wanted:
        return {}
    members = m.identity.members.where(
        {"phone": {"$in": sorted(wanted)}}, limit=MOST_OF_A_PHONE * len(wanted)
    )
    reached: dict[str, list[Member]] = {}
    for each in members:
        reached.setdefault(each.phone or "", []).append(each)
    return reached


MEMBERS = Kind(
    name="members",
    words=Words("居民", "Residents"),
    columns=COLUMNS,
    may=Permission.RECORD_RESIDENT,
    reading=reading_members,
    store=lambda m, _: m.identity.members,
    same=lambda member: member.id,
)
