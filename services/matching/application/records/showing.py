"""Service records as they are read, with what the ledger credited for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.records.commands import RecordsQuery
from services.matching.application.records.who import WHY, can_keep, whose_service
from services.matching.domain.need import RecordedAs
from services.matching.domain.records.correction import CorrectionState
from services.matching.domain.records.record import Grade, RecordState, ServiceRecord
from shared.events.days import OnDay
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.readings import ReadData
from shared.kernel.errors import NotFound
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """What was asked to be corrected, and what came of it.

    Attributes:
        before: What the corrected fields said before, by name.
    """

    id: str
    what: str
    asked_at: datetime
    state: CorrectionState
    state_name: Words
    answer: str
    answered_at: datetime | None
    before: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A service record, all lawful fields of it.

    Attributes:
        in_charge: Who answers for it; empty if the receiving side agreed and no staff had it in hand.
        credited_minutes: What stands in the ledger for it; None as long as nothing does.
        was_late: Whether it was entered after ten working days.
        reviewer: Staff member who entered it for the organiser; empty if it was served here.
        can: What the reader may do now: ``ask, answer, withdraw``.
    """

    id: str
    member_id: str
    member_name: str
    community_code: str
    service_kind: str
    activity: str
    served_at: datetime
    served_on: OnDay
    place: str
    content: str
    minutes: int
    credited_minutes: int | None
    organisation: str
    in_charge: str
    grade: Grade
    grade_name: Words
    recorded_as: RecordedAs
    reviewer: str
    reason: str
    entered_at: datetime
    was_late: bool
    state: RecordState
    state_name: Words
    withdrawn_because: str
    corrections: tuple[CorrectionView, ...]
    can: tuple[str, ...]


def records_listed(
    m: Matching, actor: Actor, asked: RecordsQuery, *, limit: int = 50, after: str | None = None
) -> Page[RecordView]:
    """Return a page of somebody's records, the one entered last first.

    Raises:
        Forbidden: If it is somebody else and the actor is no staff of their community.
    """
    person = whose_service(m, actor, asked.member_id)
    page = m.records.page({"member_id": person.id}, limit=limit, after=after)
    return Page(items=record_views(m, actor, page.items), next=page.next)


def record_shown(m: Matching, actor: Actor, record_id: str) -> RecordView:
    """Return a record for who may read it: whose service it is, and staff of the community.

    Raises:
        NotFound: If there is none, or the actor may not know of it.
    """
    record = m.records.get(record_id)
    if record.member_id != actor.member_id:
        if not can_keep(actor, record.community_code):
            raise NotFound(kind="ServiceRecord", id=record_id)
        m.identity.readings.log(actor.member_id, [record.member_id], ReadData.FILE, why=WHY)
    return record_views(m, actor, (record,))[0]


def record_views(m: Matching, actor: Actor, records: Sequence[ServiceRecord]) -> tuple[RecordView, ...]:
    """Return records for a reader who may see them, in two store calls however many they are."""
    credits_of = {each.id: each.minutes for each in m.record_credits.get_many(each.id for each in records)}
    people = {id_ for each in records for id_ in (each.member_id, each.in_charge_id, each.reviewed_by) if id_}
    names = m.people.names(sorted(people)) if people else {}
    return tuple(_view(actor, each, credits_of.get(each.id), names) for each in records)


def _view(actor: Actor, record: ServiceRecord, credited: int | None, names: Mapping[str, str]) -> RecordView:
    return RecordView(
        id=record.id,
        member_id=record.member_id,
        member_name=names.get(record.member_id, "–"),
        community_code=record.community_code,
        service_kind=record.service_kind,
        activity=record.activity,
        served_at=record.served_at,
        served_on=day_in_china(record.served_at),
        place=record.place,
        content=record.content,
        minutes=record.minutes,
        credited_minutes=credited,
        organisation=record.organisation,
        in_charge=names.get(record.in_charge_id or "", ""),
        grade=record.grade,
        grade_name=record.grade.words,
        recorded_as=record.recorded_as,
        reviewer=names.get(record.reviewed_by or "", ""),
        reason=record.reason,
        entered_at=record.entered_at,
        was_late=record.was_late,
        state=record.state,
        state_name=record.state.words,
        withdrawn_because=record.withdrawn_because,
        corrections=_corrections(record),
        can=_can(actor, record),
    )


def _corrections(record: ServiceRecord) -> tuple[CorrectionView, ...]:
    return tuple(
        CorrectionView(
            id=each.id,
            what=each.what,
            asked_at=each.asked_at,
            state=each.state,
            state_name=each.state.words,
            answer=each.answer,
            answered_at=each.answered_at,
            before=dict(each.before),
        )
        for each in record.corrections
    )


def _can(actor: Actor, record: ServiceRecord) -> tuple[str, ...]:
    own, stands = record.member_id == actor.member_id, record.state is RecordState.STANDS
    keeps = can_keep(actor, record.community_code) and not own
    allowed = {
        "ask": own and stands and record.waiting is None,
        "answer": keeps
        and stands
        and record.waiting is not None
        and record.waiting.asked_by != actor.member_id,
        "withdraw": keeps and stands,
    }
    return tuple(name for name, may in allowed.items() if may)
