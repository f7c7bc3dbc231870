"""Training and accident insurance, recorded by staff: what the gates of dangerous and taught kinds look at."""

from datetime import date, datetime

from services.matching.application.register.commands import Attest
from services.matching.application.register.papers import changed, in_own_area
from services.matching.domain.register.errors import one_fault
from services.matching.domain.service_kinds import SERVICE_KINDS
from shared.identity.actor import Actor
from shared.identity.attestations import Attestation, Attested
from shared.identity.member import Member, day_in_china
from shared.identity.opening import Identity
from shared.kernel.errors import BadInput, NotFound

LONGEST_YEARS = 5
"""Longer than any course or policy is valid; a later day is a slip of the hand."""


def attest(identity: Identity, actor: Actor, member_id: str, asked: Attest) -> Member:
    """Return the member with training or insurance recorded; recorded anew, the later record stands.

    Raises:
        BadInput: If the last day is past or more than five years off, or the kind of service is missing, unknown, or
            given for insurance.
        NotOneself: If it is the actor's own.
        Forbidden: If the member is of another area.
    """
    member = in_own_area(identity, actor, member_id)
    now = identity.clock.now()
    _check_day(asked.valid_until, day_in_china(now))
    fresh = _attestation(asked, by=actor.member_id, now=now)
    if (fresh.of, fresh.valid_until) in [(each.of, each.valid_until) for each in member.attestations]:
        return member
    after = member.changed(now, attestations=(*_without(member, fresh.of), fresh))
    return identity.members.save(after, changed(member, "attestations"))


def withdraw_attestation(
    identity: Identity, actor: Actor, member_id: str, topic: Attested, service_kind: str = ""
) -> Member:
    """Return the member without the record.

    Raises:
        NotFound: If there is no such record.
        NotOneself: If it is the actor's own.
        Forbidden: If the member is of another area.
    """
    member = in_own_area(identity, actor, member_id)
    left = _without(member, (topic, service_kind))
    if left == member.attestations:
        raise NotFound(kind="Attestation", id=f"{topic.value} {service_kind}".strip())
    after = member.changed(identity.clock.now(), attestations=left)
    return identity.members.save(after, changed(member, "attestations"))


def _attestation(asked: Attest, *, by: str, now: datetime) -> Attestation:
    return Attestation(
        topic=asked.topic,
        service_kind=_kind(asked),
        valid_until=asked.valid_until,
        recorded_by=by,
        recorded_at=now,
    )


def _without(member: Member, of: tuple[Attested, str]) -> tuple[Attestation, ...]:
    return tuple(each for each in member.attestations if each.of != of)


def _kind(asked: Attest) -> str:
    if asked.topic is Attested.INSURANCE:
        if asked.service_kind:
            raise _wrong_kind(
                "保险覆盖所有服务，不用选类别", "Insurance covers every kind; leave the kind out"
            )
        return ""
    kind = asked.service_kind or ""
    if kind not in SERVICE_KINDS:
        raise _wrong_kind(
            "请选择培训对应的服务类别", "Please choose the kind of service the training was for"
        )
    return kind


def _wrong_kind(zh: str, en: str) -> BadInput:
    return one_fault("service_kind", "unknown-kind", zh, en)


def _check_day(last: date, today: date) -> None:
    if last < today:
        raise one_fault(
            "valid_until",
            "past",
            "有效期已过，请填写今天或以后",
            "This day is past; give today or a later day",
        )
    if last.year - today.year > LONGEST_YEARS:
        raise one_fault("valid_until", "too-far", "有效期最长 5 年", "It can be valid for five years at most")
