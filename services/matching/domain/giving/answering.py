"""How the parts of a need are answered: taken, handed over, confirmed, given back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from services.matching.domain.errors import TooManyAttempts
from services.matching.domain.giving import errors
from services.matching.domain.giving.part import MOST_ATTEMPTS, Answer, Part, PartState, ReceivedAs
from services.matching.domain.need import Need, NeedState

UNDER_WAY = (NeedState.OPEN, NeedState.FILLED)


def part_of(need: Need, part_id: str) -> Part:
    """Return a part of a need.

    Raises:
        UnknownPart: If it has no such part.
    """
    found = next((each for each in need.parts if each.id == part_id), None)
    if found is None:
        raise errors.UnknownPart(id=part_id)
    return found


def answered_by(need: Need, part_id: str, reservation_id: str) -> Part | None:
    """Return the part if this is the reservation that answers, or answered, it; None if it is not."""
    part = next((each for each in need.parts if each.id == part_id), None)
    if part is None or part.answer is None or part.answer.reservation_id != reservation_id:
        return None
    return part


def check_can_answer(need: Need, part: Part, now: datetime) -> None:
    """Pass if a part may be taken now.

    Raises:
        PartTaken: If somebody answers it.
        PartNotOpen: If it is over, or the need is not under way.
        TooManyAttempts: If it was given back too often.
    """
    if part.state in (PartState.RESERVED, PartState.HANDED_OVER, PartState.CONFIRMED):
        raise errors.PartTaken
    if part.state is not PartState.OPEN or need.state not in UNDER_WAY or now >= need.ends_at:
        raise errors.PartNotOpen
    if part.attempts >= MOST_ATTEMPTS:
        raise TooManyAttempts


def with_answer(need: Need, part_id: str, answer: Answer, now: datetime) -> Need:
    """Return the need with a part answered; raises as :func:`check_can_answer`."""
    part = part_of(need, part_id)
    check_can_answer(need, part, now)
    return _changed(need, replace(part.step(PartState.RESERVED), answer=answer), now)


def without_answer(need: Need, part_id: str, now: datetime) -> Need:
    """Return the need with a part given back: open again while there is time; itself if nobody answers it.

    Raises:
        IllegalStep: If it was confirmed.
    """
    part = part_of(need, part_id)
    if part.state in (PartState.OPEN, PartState.EXPIRED, PartState.WITHDRAWN):
        return need
    there = PartState.WITHDRAWN if need.is_closed else PartState.OPEN
    return _changed(need, replace(part.step(there), answer=None, attempts=part.attempts + 1), now)


def with_handed_over(need: Need, part_id: str, quantity: int | None, by: str, now: datetime) -> Need:
    """Return the need with a part handed over, in whole or less; itself if that was told before.

    Raises:
        PartNotAnswered: If nobody answers it.
        MoreThanReserved: If more is said to be handed over than was set aside.
    """
    part = part_of(need, part_id)
    if part.answer is None or part.state is PartState.WITHDRAWN:
        raise errors.PartNotAnswered
    if part.state is not PartState.RESERVED:
        return need
    given = _within(part.answer, quantity)
    answer = replace(part.answer, quantity=given, handed_over_at=now, handed_over_by=by)
    return _changed(need, replace(part.step(PartState.HANDED_OVER), answer=answer), now)


def with_receipt(
    need: Need, part_id: str, quantity: int | None, by: tuple[str, ReceivedAs], now: datetime
) -> Need:
    """Return the need with a part received, in whole or less; itself if that was told before.

    Args:
        need: The need.
        part_id: Which part.
        quantity: What arrived; none is all that was handed over.
        by: Who says so, and in which role.
        now: When.

    Raises:
        PartNotAnswered: If nobody answers it.
        MoreThanReserved: If more is said to have arrived than was handed over.
        IllegalStep: If the need was withdrawn before.
    """
    part = part_of(need, part_id)
    if part.answer is None:
        raise errors.PartNotAnswered
    if part.state is PartState.CONFIRMED:
        return need
    given = _within(part.answer, quantity)
    answer = replace(part.answer, quantity=given, confirmed_at=now, confirmed_by=by[0], confirmed_as=by[1])
    handed = part if part.state is PartState.HANDED_OVER else part.step(PartState.HANDED_OVER)
    return _changed(need, replace(handed.step(PartState.CONFIRMED), answer=answer), now)


def _within(answer: Answer, quantity: int | None) -> int:
    given = answer.quantity if quantity is None else quantity
    if given > answer.quantity:
        raise errors.MoreThanReserved(reserved=answer.quantity)
    return given


def _changed(need: Need, part: Part, now: datetime) -> Need:
    """Return the need with one part changed, as far as that brings the need itself."""
    return with_parts(need, lambda each: part if each.id == part.id else each).over(now)


def with_parts(need: Need, change: Callable[[Part], Part]) -> Need:
    """Return the need with each part as ``change`` returns it."""
    return replace(need, parts=tuple(change(each) for each in need.parts))
