"""What members say of single days: when they are away, and when they can serve besides the week."""

from dataclasses import asdict
from datetime import date

from services.matching.application.register.commands import SetSpecialDays, StatedAbsence, StatedExtraTime
from services.matching.application.register.papers import changed
from services.matching.domain.register.special_days import special_days_of, with_absence, with_extra_time
from shared.identity.actor import Actor
from shared.identity.member import Member, day_in_china
from shared.identity.opening import Identity
from shared.identity.special_days import Absence, ExtraTime, SpecialDays


def set_special_days(identity: Identity, actor: Actor, asked: SetSpecialDays) -> Member:
    """Return the actor with these special days and no others.

    Raises:
        BadInput: If there are too many, one ends before it begins, is over or too far ahead, or two overlap.
    """
    absences = [Absence(**asdict(each)) for each in asked.absences]
    extra_times = [ExtraTime(**asdict(each)) for each in asked.extra_times]
    member = identity.members.get(actor.member_id)
    return _kept(identity, member, special_days_of(absences, extra_times, _today(identity)))


def add_absence(identity: Identity, actor: Actor, asked: StatedAbsence) -> Member:
    """Return the actor with days away besides; what is over is forgotten.

    Raises:
        BadInput: As in :func:`set_special_days`.
    """
    member = identity.members.get(actor.member_id)
    known, absence = special_days_to_come(identity, member), Absence(**asdict(asked))
    return _kept(identity, member, with_absence(known, absence, _today(identity)))


def add_extra_time(identity: Identity, actor: Actor, asked: StatedExtraTime) -> Member:
    """Return the actor with an extra time besides; what is over is forgotten.

    Raises:
        BadInput: As in :func:`set_special_days`.
    """
    member = identity.members.get(actor.member_id)
    known, extra = special_days_to_come(identity, member), ExtraTime(**asdict(asked))
    return _kept(identity, member, with_extra_time(known, extra, _today(identity)))


def remove_special_days(identity: Identity, actor: Actor, asked: SetSpecialDays) -> Member:
    """Return the actor without these special days; one that is not there is no fault."""
    member = identity.members.get(actor.member_id)
    known = special_days_to_come(identity, member)
    left = SpecialDays(
        absences=tuple(
            each for each in known.absences if StatedAbsence(**asdict(each)) not in asked.absences
        ),
        extra_times=tuple(
            each for each in known.extra_times if StatedExtraTime(**asdict(each)) not in asked.extra_times
        ),
    )
    return _kept(identity, member, left)


def special_days_to_come(identity: Identity, member: Member) -> SpecialDays:
    """Return the special days of a member that are not over."""
    return member.special_days.from_day(_today(identity))


def _today(identity: Identity) -> date:
    return day_in_china(identity.clock.now())


def _kept(identity: Identity, member: Member, special: SpecialDays) -> Member:
    if special == member.special_days:
        return member
    after = member.changed(identity.clock.now(), special_days=special)
    return identity.members.save(after, changed(member, "special-days"))
