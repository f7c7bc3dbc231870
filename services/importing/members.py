"""People of a community brought in from a sheet: recorded as residents, each by the command that staff use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from services.importing.sheets import Row
from services.matching.application.register.accounts import account_with
from services.matching.application.register.commands import RecordResident
from services.matching.application.register.residents import check_can_record, record_resident
from shared.events.fields import load
from shared.identity.actor import Actor
from shared.identity.opening import Identity
from shared.identity.phones import normal_phone, possible_phone
from shared.kernel.errors import LinliError, NotFound, RuleBroken
from shared.kernel.ids import derived_id
from shared.kernel.words import Words, plain_width

COLUMNS: Mapping[str, Words] = MappingProxyType(
    {
        "community_code": Words("社区代码", "community code"),
        "name": Words("姓名", "name"),
        "phone": Words("电话", "phone"),
        "address": Words("住址", "address"),
    }
)
"""What a sheet of members may have, by field; each under its Chinese or English name, or the field's own."""


class UnknownColumns(RuleBroken):
    """The header has names that mean nothing here, or lacks one that is needed."""

    code = "unknown-columns"
    zh = "表头有误：不认识的列 {unknown}；缺少的列 {missing}；可以先下载模板（--template）"
    en = "The header is wrong: unknown columns {unknown}; missing columns {missing}; begin from the template (--template)"


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of a sheet.

    Attributes:
        added: Rows that were taken, or would be.
        known: Rows that were there already.
        faulty: Rows that were not taken, with what is to be mended.
    """

    added: int = 0
    known: int = 0
    faulty: list[tuple[Row, str]] = field(default_factory=list)


def importer(identity: Identity, phone: str) -> Actor:
    """Return the account of a phone as the one who imports; what it may not do on pages, it may not do here.

    Raises:
        NotFound: If no account signs in with the phone.
    """
    member = account_with(identity, normal_phone(phone))
    if member is None:
        raise NotFound(kind="Member", id=phone)
    return Actor(
        member_id=member.id,
        session_id="",
        community_code=member.community_code,
        name=member.name,
        grants=member.present_grants,
    )


def import_members(
    identity: Identity,
    actor: Actor,
    rows: Sequence[Row],
    *,
    is_dry_run: bool,
    progress: Callable[[int, int], object],
) -> Outcome:
    """Record the residents of a sheet; the same row again changes nothing.

    Args:
        identity: Opened.
        actor: Who imports.
        rows: Of the sheet.
        is_dry_run: Whether everything is checked and nothing written.
        progress: Told how many rows of how many are done.

    Raises:
        UnknownColumns: If the header cannot be understood; nothing was read then.
    """
    names = _fields_of(rows)
    outcome = Outcome()
    for done, row in enumerate(rows):
        progress(done, len(rows))
        try:
            _take(identity, actor, _given(row, names), outcome, is_dry_run=is_dry_run)
        except LinliError as fault:
            outcome.faulty.append((row, f"第 {row.number} 行 · row {row.number}: {_said(fault)}"))
    progress(len(rows), len(rows))
    return outcome


def _take(
    identity: Identity, actor: Actor, given: Mapping[str, str], outcome: Outcome, *, is_dry_run: bool
) -> None:
    asked = load(RecordResident, given)
    id_ = _id_of(asked)
    check_can_record(identity, actor, asked, id_=id_)
    if identity.members.find(id_) is not None:
        outcome.known += 1
        return
    if not is_dry_run:
        record_resident(identity, actor, asked, id_=id_)
    outcome.added += 1


def _id_of(asked: RecordResident) -> str:
    """Return the id that follows from what the row says: the same row is the same resident."""
    phone = possible_phone(asked.phone) if asked.phone else ""
    return derived_id("imported", asked.community_code, asked.name, phone or "", asked.address)


def _fields_of(rows: Sequence[Row]) -> dict[str, str]:
    """Return the field of each column."""
    header = rows[0].cells if rows else {}
    by_name = {
        name.casefold(): each for each, words in COLUMNS.items() for name in (each, words.zh, words.en)
    }
    found = {name: by_name[name.casefold()] for name in header if name.casefold() in by_name}
    unknown = [name for name in header if name not in found]
    missing = [COLUMNS[each].zh for each in ("community_code", "name") if each not in found.values()]
    if rows and (unknown or missing):
        raise UnknownColumns(unknown="、".join(unknown) or "–", missing="、".join(missing) or "–")
    return found


def _given(row: Row, names: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a row: what is empty is left out, full-width digits are plain ones."""
    told = {names[name]: cell for name, cell in row.cells.items() if cell}
    return {each: plain_width(text) if each == "community_code" else text for each, text in told.items()}


def _said(fault: LinliError) -> str:
    """Return in both languages what is to be mended."""
    if not fault.faults:
        return f"{fault.say('zh')} · {fault.say('en')}"
    return "；".join(f"{COLUMNS[each.field].zh}：{each.zh} · {each.en}" for each in fault.faults)
