"""Bodies that another system knew, registered by staff of the community, and waiting for a colleague's review."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from services.matching.application.context import Matching
from services.matching.application.importing.cells import plain, yes_or_no
from services.matching.application.importing.columns import Column, Columns
from services.matching.application.importing.members import COMMUNITY_CODE
from services.matching.application.importing.taking import Given, Kind, Wanted
from services.matching.application.parties.commands import (
    About,
    ContactName,
    CreditCode,
    FilingNumber,
    PartyName,
    RegisterParty,
)
from services.matching.application.parties.facts import party_registered
from services.matching.application.parties.registering import party_asked
from services.matching.application.register.commands import Phone
from services.matching.domain.parties.classes import PARTY_CLASSES
from services.matching.domain.parties.errors import NoSuchResponsibleBody, PartyNotApproved
from services.matching.domain.parties.grounds import check_one_ground
from services.matching.domain.parties.party import Party, PartyKind, PartyState
from shared.events.fields import Code, CommunityCode, load
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone
from shared.kernel.ids import derived_id
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """One row of a sheet of bodies."""

    community_code: CommunityCode
    kind: PartyKind
    name: PartyName
    credit_code: CreditCode | None = None
    filing_number: FilingNumber | None = None
    responsible_code: FilingNumber | None = None
    class_code: Code | None = None
    about: About = ""
    contact_name: ContactName
    contact_phone: Phone
    raises_funds: bool = False


_KINDS = {each.words.zh: each.value for each in PartyKind}
_CLASSES = {words.zh: code for code, words in PARTY_CLASSES.items()}

COLUMNS: Columns = MappingProxyType(
    {
        "community_code": COMMUNITY_CODE,
        "kind": Column(
            words=Words("主体类型", "kind"),
            says=Words("、".join(_KINDS), ", ".join(each.value for each in PartyKind)),
            required=True,
            read=lambda cell: _KINDS.get(cell, plain(cell).upper()),
        ),
        "name": Column(
            words=Words("名称", "name"),
            says=Words("2 至 60 个字", "2 to 60 characters"),
            required=True,
            also=("组织名称", "机构名称"),
        ),
        "credit_code": Column(
            words=Words("统一社会信用代码", "credit code"),
            says=Words(
                "18 位；信用代码、备案号、主管机构三者选一",
                "18 characters; this, a filing number or a responsible body",
            ),
            read=lambda cell: plain(cell).upper(),
        ),
        "filing_number": Column(
            words=Words("备案号", "filing number"),
            says=Words("在镇街备案的编号", "as it is filed with the sub-district"),
            read=plain,
        ),
        "responsible_code": Column(
            words=Words("主管机构代码", "responsible body"),
            says=Words(
                "队伍所属机构的信用代码或备案号，该机构须已通过审核",
                "credit code or filing number of the approved body it is a team of",
            ),
            read=lambda cell: plain(cell).upper(),
        ),
        "class_code": Column(
            words=Words("组织类别", "class"),
            says=Words("、".join(_CLASSES), ", ".join(PARTY_CLASSES)),
            read=lambda cell: _CLASSES.get(cell, plain(cell).upper()),
        ),
        "about": Column(
            words=Words("简介", "about"), says=Words("1000 字以内，公开", "up to 1000 characters, public")
        ),
        "contact_name": Column(words=Words("联系人", "contact"), says=Words("公开", "public"), required=True),
        "contact_phone": Column(
            words=Words("联系电话", "contact phone"),
            says=Words(
                "只有工作人员可见；这个号码已有账户的，由其办理机构事务",
                "for staff only; who signs in with it acts for the body",
            ),
            required=True,
        ),
        "raises_funds": Column(
            words=Words("公开募捐资格", "raises funds"),
            says=Words("是或否，仅慈善组织", "yes or no, charities only"),
            read=yes_or_no,
        ),
    }
)
"""What a sheet of bodies may have, by field."""


def reading_parties(m: Matching, actor: Actor, rows: Sequence[Given]) -> Callable[[Given], Wanted[Party]]:
    """Look up the bodies and contacts that the rows name; return what reads a row."""
    known, accounts = _known(m, rows), _accounts(m, rows)

    def read(given: Given) -> Wanted[Party]:
        row = load(PartyRow, given)
        actor.check_may(Permission.REVIEW_PARTY, row.community_code)
        check_one_ground(row.credit_code, row.filing_number, row.responsible_code)
        responsible = _responsible(row, known)
        asked = _registration(row, responsible)
        party = party_asked(m, actor, asked, _id_of(row, responsible))
        acts = accounts.get(party.contact_phone, actor.member_id)
        there = known.get(party.registration_key or "")
        party = replace(party, id=there.id if there else party.id, staff_ids=(acts,))
        return Wanted(thing=party, fact=party_registered(party))

    return read


def _keys_of(row: Given) -> list[str]:
    """Return the registration keys that a row may speak of, its own and its responsible body's."""
    district = str(row.get("community_code", ""))[:6]
    own = [f"credit:{row['credit_code']}"] if row.get("credit_code") else []
    filed = [f"filed:{district}:{row['filing_number']}"] if row.get("filing_number") else []
    code = row.get("responsible_code")
    return [*own, *filed, *([f"credit:{code}", f"filed:{district}:{code}"] if code else [])]


def _known(m: Matching, rows: Sequence[Given]) -> Mapping[str, Party]:
    wanted = sorted({key for row in rows for key in _keys_of(row)})
    found = m.parties.where({"registration_key": {"$in": wanted}}, limit=len(wanted)) if wanted else []
    return {each.registration_key or "": each for each in found}


def _accounts(m: Matching, rows: Sequence[Given]) -> Mapping[str, str]:
    """Return who signs in with the contacts' phones."""
    wanted = sorted({found for row in rows if (found := possible_phone(str(row.get("contact_phone", ""))))})
    if not wanted:
        return {}
    members = m.identity.members.where({"sign_in_phone": {"$in": wanted}}, limit=len(wanted))
    return {each.phone or "": each.id for each in members}


def _responsible(row: PartyRow, known: Mapping[str, Party]) -> Party | None:
    """Return the body that a team belongs to.

    Raises:
        NoSuchResponsibleBody: If none has the code.
        PartyNotApproved: If it may not act.
    """
    if row.responsible_code is None:
        return None
    keys = (f"credit:{row.responsible_code}", f"filed:{row.community_code[:6]}:{row.responsible_code}")
    found = next((known[key] for key in keys if key in known), None)
    if found is None:
        raise NoSuchResponsibleBody
    if found.state is not PartyState.APPROVED:
        raise PartyNotApproved
    return found


def _registration(row: PartyRow, responsible: Party | None) -> RegisterParty:
    return RegisterParty(
        kind=row.kind,
        name=row.name,
        credit_code=row.credit_code,
        filing_number=row.filing_number,
        responsible_party_id=responsible.id if responsible else None,
        community_code=row.community_code,
        class_code=row.class_code,
        about=row.about,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        raises_funds=row.raises_funds,
    )


def _id_of(row: PartyRow, responsible: Party | None) -> str:
    """Return the id that follows from the row: its code or number, or whose team of which name it is."""
    if responsible is not None:
        return derived_id("imported-party", responsible.id, row.name)
    return derived_id("imported-party", row.credit_code or f"{row.community_code[:6]} {row.filing_number}")


PARTIES = Kind(
    name="parties",
    words=Words("五社机构", "Bodies"),
    columns=COLUMNS,
    may=Permission.REVIEW_PARTY,
    reading=reading_parties,
    store=lambda m, _: m.parties,
    same=lambda party: (party.kind, party.name),
)
