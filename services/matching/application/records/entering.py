"""Confirmed service as its lawful record: of needs, of shifts, and what was taken over from other systems."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.domain.assignment import Assignment
from services.matching.domain.importing.earlier_service import EarlierService
from services.matching.domain.need import Need
from services.matching.domain.projects.shift import Shift
from services.matching.domain.records.record import Grade, RecordCredit, ServiceRecord
from services.matching.domain.service_kinds import name_of_kind
from shared.events.ledger import HoursWaiting, MinutesCredited, RecordMinutes
from shared.events.service import ServiceConfirmed, ShiftConfirmed
from shared.kernel.ids import derived_id


def when_service_confirmed_enter_record(m: Matching, fact: ServiceConfirmed) -> None:
    """Enter the record of a service whose minutes stand; told twice, it is entered once."""
    served = m.assignments.find(fact.assignment_id)
    earlier = None if served else m.earlier_services.find(fact.assignment_id)
    enter(m, records_of_needs(m, [served]) if served else records_of_earlier(m, [earlier] if earlier else []))


def when_shift_confirmed_enter_records(m: Matching, fact: ShiftConfirmed) -> None:
    """Enter the records of those whose hours of a shift stand now."""
    told = {line.record_id for line in fact.lines}
    records = records_of_shifts(m, [m.shifts.get(fact.shift_id)])
    enter(m, [each for each in records if each.id in told])


def when_minutes_credited_note(m: Matching, fact: MinutesCredited) -> None:
    """Note what the ledger credited for a record."""
    _note(m, fact, fact.minutes)


def when_hours_waiting_note(m: Matching, fact: HoursWaiting) -> None:
    """Note that the ledger has a record of whose minutes none stands yet; what it credited it said before."""
    _note(m, fact, 0)


def _note(m: Matching, fact: MinutesCredited | HoursWaiting, minutes: int) -> None:
    credit = RecordCredit(id=fact.record_id, minutes=minutes, transfer_id=fact.transfer_id, block=fact.block)
    m.record_credits.add_missing([(credit, None)])


def when_record_minutes_note(m: Matching, fact: RecordMinutes) -> None:
    """Note what stands for a record now; what an older block said changes nothing."""
    for known in m.record_credits.where({"transfer_id": fact.transfer_id}):
        if known.block < fact.block:
            m.record_credits.save(replace(known, minutes=fact.minutes, block=fact.block))


def enter(m: Matching, records: Iterable[ServiceRecord]) -> int:
    """Keep the records that are not there yet; return how many those were."""
    return m.records.add_missing([(each, None) for each in records])


def records_of_needs(m: Matching, services: Sequence[Assignment]) -> list[ServiceRecord]:
    """Return the records of services of needs whose minutes stand."""
    needs = {each.id: each for each in m.needs.get_many(each.need_id for each in services)}
    return [_of_need(m, each, needs.get(each.need_id)) for each in services]


def _of_need(m: Matching, each: Assignment, need: Need | None) -> ServiceRecord:
    """Return the record; the place is the community, for an address is somebody's home."""
    agreed, community = each.confirmation, m.communities.get(each.community_code)
    assert agreed is not None
    grade = Grade(agreed.as_role.value)
    return ServiceRecord(
        id=derived_id("record", each.id),
        member_id=each.member_id,
        community_code=each.community_code,
        source_id=each.id,
        service_kind=each.service_kind,
        activity=kind_in_chinese(each.service_kind),
        served_at=each.check_in.at if each.check_in else each.starts_at,
        place=community.full_name,
        content=kind_in_chinese(each.service_kind),
        minutes=agreed.minutes,
        organisation=community.full_name,
        in_charge_id=agreed.by if grade in (Grade.ORGANISER, Grade.STAFF) else _had_in_hand(each, need),
        grade=grade,
        recorded_as=each.recorded_as,
        entered_at=agreed.at,
    )


def _had_in_hand(each: Assignment, need: Need | None) -> str | None:
    """Return the staff who opened the need or posted it; a resident who posts for themselves answers for nothing."""
    if need is not None and need.reviewed_by:
        return need.reviewed_by
    return each.posted_by if each.posted_by != each.resident_id else None


def records_of_shifts(m: Matching, shifts: Sequence[Shift]) -> list[ServiceRecord]:
    """Return the records of those at shifts whose minutes stand; who agreed to them answers for them."""
    parties = {each.id: each.name for each in m.parties.get_many(each.party_id for each in shifts)}
    return [
        ServiceRecord(
            id=each.agreed.record_id,
            member_id=each.member_id,
            community_code=shift.community_code,
            source_id=shift.id,
            service_kind=shift.service_kind,
            activity=shift.title,
            served_at=each.in_at,
            place=shift.address,
            content=kind_in_chinese(shift.service_kind),
            minutes=each.agreed.minutes,
            organisation=parties.get(shift.party_id, ""),
            in_charge_id=each.agreed.by,
            grade=Grade(each.agreed.as_role.value),
            recorded_as=each.agreed.recorded_as,
            entered_at=each.agreed.at,
        )
        for shift in shifts
        for each in shift.attendees
        if each.member_id is not None and each.agreed is not None
    ]


def records_of_earlier(m: Matching, services: Sequence[EarlierService]) -> list[ServiceRecord]:
    """Return the records of services that other systems recorded, with who looked at them and why."""
    return [
        ServiceRecord(
            id=derived_id("record", each.id),
            member_id=each.member_id,
            community_code=each.community_code,
            source_id=each.id,
            service_kind=each.service_kind,
            activity=each.content or kind_in_chinese(each.service_kind),
            served_at=each.served_at,
            place=m.communities.get(each.community_code).full_name,
            content=each.content or kind_in_chinese(each.service_kind),
            minutes=each.minutes,
            organisation=each.organisation,
            in_charge_id=each.reviewed_by,
            grade=Grade(each.proof.value),
            recorded_as=each.recorded_as,
            reviewed_by=each.reviewed_by,
            reason=each.reason,
            entered_at=each.created_at,
        )
        for each in services
    ]


def kind_in_chinese(code: str) -> str:
    """Return what a kind of service is called on papers."""
    name = name_of_kind(code)
    return name.zh if name else code
