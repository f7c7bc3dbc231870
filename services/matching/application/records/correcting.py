"""Correcting service records: asked for by the volunteer, answered by staff, withdrawn if the service was none."""

from services.matching.application.certificates.issuing import revoked
from services.matching.application.context import Matching
from services.matching.application.records.commands import (
    AnswerCorrection,
    AskRecordCorrection,
    WithdrawRecord,
)
from services.matching.application.records.who import check_can_keep
from services.matching.domain.certificates.certificate import CertificateState
from services.matching.domain.need import RecordedAs
from services.matching.domain.records.correction import Correction, CorrectionState
from services.matching.domain.records.errors import NothingAsked, OwnFinding, RecordWithdrawn
from services.matching.domain.records.record import MOST_CORRECTIONS, RecordState, ServiceRecord
from shared.events.records import RecordChanged, RecordCorrected
from shared.identity.actor import Actor
from shared.kernel.errors import NotFound
from shared.kernel.ids import derived_id

_FIELDS = ("activity", "place", "content", "minutes")
REVOKED_BECAUSE = "所列的一条服务记录已更正或撤销，请重新开具 · A record it lists was corrected or withdrawn; please take a new one"


def ask_correction(m: Matching, actor: Actor, record_id: str, asked: AskRecordCorrection) -> ServiceRecord:
    """Return the record with what its volunteer says is wrong; the same words again change nothing.

    Raises:
        NotFound: If it is not the actor's own.
        RecordWithdrawn: If it was taken back.
        CorrectionWaits: If another correction waits.
        TooManyCorrections: If there were as many as a record may hold.
    """
    record = m.records.get(record_id)
    if record.member_id != actor.member_id:
        raise NotFound(kind="ServiceRecord", id=record_id)
    _check_stands(record)
    id_ = derived_id("correction", record.id, asked.what, str(len(_answered(record))))
    made = Correction(id=id_, what=asked.what, asked_by=actor.member_id, asked_at=m.clock.now())
    after = record.asked(made)
    return record if after is record else m.records.save(after, _changed(after, "ASKED", actor.member_id))


def ask_correction_as_found(m: Matching, record_id: str, what: str, *, by: str, cause: str) -> ServiceRecord:
    """Return the record with what staff found wrong in it; for one cause once, and not if it cannot be asked for now.

    What cannot be asked for (it was withdrawn, or another correction waits) is before staff already.
    """
    record = m.records.get(record_id)
    if record.state is RecordState.WITHDRAWN or record.waiting or len(record.corrections) >= MOST_CORRECTIONS:
        return record
    id_ = derived_id("correction", record.id, cause)
    after = record.asked(Correction(id=id_, what=what, asked_by=by, asked_at=m.clock.now()))
    return record if after is record else m.records.save(after, _changed(after, "ASKED", by))


def answer_correction(m: Matching, actor: Actor, record_id: str, asked: AnswerCorrection) -> ServiceRecord:
    """Return the record corrected, or as it was with the reason; what it said before is kept.

    Raises:
        OwnRecord: If it is the actor's own.
        Forbidden: If the actor is no staff of the community.
        RecordWithdrawn: If it was taken back.
        NothingAsked: If no correction waits.
        OwnFinding: If the actor found it wrong.
    """
    record = m.records.get(record_id)
    check_can_keep(actor, record.community_code, record.member_id)
    _check_stands(record)
    asked_by = _asked_by_another(record, actor)
    there = CorrectionState.CORRECTED if asked.correct else CorrectionState.REFUSED
    fields = _fields(record, asked) if asked.correct else {}
    after = record.answered(there, by=actor.member_id, now=m.clock.now(), answer=asked.answer, **fields)
    told = _changed(after, there.value, actor.member_id)
    return m.records.save(after, told, *_of_minutes(record, after.minutes, asked_by, actor.member_id))


def withdraw_record(m: Matching, actor: Actor, record_id: str, asked: WithdrawRecord) -> ServiceRecord:
    """Return the record taken back by staff: the service was none, or no volunteering; again, nothing changes.

    Raises:
        OwnRecord: If it is the actor's own.
        Forbidden: If the actor is no staff of the community.
    """
    record = m.records.get(record_id)
    check_can_keep(actor, record.community_code, record.member_id)
    after = record.withdrawn(actor.member_id, asked.reason)
    if after is record:
        return record
    told = _changed(after, RecordState.WITHDRAWN.value, actor.member_id)
    return m.records.save(after, told, *_of_minutes(record, 0, actor.member_id, actor.member_id))


def when_record_changed_revoke_certificates(m: Matching, fact: RecordChanged) -> None:
    """Revoke the certificates that list a record which says something else now; what is revoked stays so."""
    if fact.change not in (CorrectionState.CORRECTED, RecordState.WITHDRAWN):
        return
    for each in m.certificates.where({"member_id": fact.member_id}):
        listed = {line.record_id for line in each.statement.lines} if each.statement else set()
        if fact.record_id in listed and each.state is CertificateState.ISSUED:
            revoked(m, each, fact.by, REVOKED_BECAUSE)


def corrections_asked(m: Matching, community_code: str) -> int:
    """Return how many corrections wait for an answer of a community's staff."""
    return m.records.count({"corrections_asked": community_code})


def _asked_by_another(record: ServiceRecord, actor: Actor) -> str:
    """Return who asked for the waiting correction: one finds it wrong, another decides."""
    if record.waiting is None:
        raise NothingAsked
    if record.waiting.asked_by == actor.member_id:
        raise OwnFinding
    return record.waiting.asked_by


def _check_stands(record: ServiceRecord) -> None:
    if record.state is RecordState.WITHDRAWN:
        raise RecordWithdrawn


def _answered(record: ServiceRecord) -> list[Correction]:
    return [each for each in record.corrections if each.state is not CorrectionState.ASKED]


def _fields(record: ServiceRecord, asked: AnswerCorrection) -> dict[str, object]:
    """Return the fields that are to say something else."""
    given = {name: getattr(asked, name) for name in _FIELDS}
    return {name: value for name, value in given.items() if value not in (None, getattr(record, name))}


def _changed(record: ServiceRecord, change: str, by: str) -> RecordChanged:
    return RecordChanged(
        record_id=record.id,
        community_code=record.community_code,
        member_id=record.member_id,
        change=change,
        by=by,
    )


def _of_minutes(
    record: ServiceRecord, minutes: int, asked_by: str, approved_by: str
) -> tuple[RecordCorrected, ...]:
    """Return what the ledger is told, if the minutes are others and it was told of them."""
    if minutes == record.minutes or record.recorded_as is not RecordedAs.VOLUNTEER:
        return ()
    told = RecordCorrected(
        record_id=record.id,
        community_code=record.community_code,
        member_id=record.member_id,
        minutes_before=record.minutes,
        minutes=minutes,
        asked_by=asked_by,
        approved_by=approved_by,
        service_kind=record.service_kind,
        served_at=record.served_at,
    )
    return (told,)
