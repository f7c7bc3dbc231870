"""Hours of long days: the list of those that wait, and their agreement or return by whoever may decide at their level."""

from services.ledger.application.asking import Outcome, ask
from services.ledger.application.context import Ledger
from services.ledger.application.movers import can_keep_book
from services.ledger.domain.earning import ORGANISATION
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.waiting_lines import WaitingLine
from shared.identity.actor import Actor
from shared.identity.permissions import HasGrants, Permission, may
from shared.kernel.errors import Forbidden
from shared.storage.paging import Page

NOT_SERVED = "NOT_SERVED"
"""Why hours are taken back: a code, for nothing personal stands in the chain."""


def can_agree(actor: Actor, level: str, community_code: str) -> bool:
    """Tell whether the actor decides about hours of this level: the book's keepers, or whoever oversees the area."""
    return can_agree_as(actor, level, community_code)


def can_agree_as(who: HasGrants, level: str, community_code: str) -> bool:
    """Tell what :func:`can_agree` does of anybody who holds roles."""
    needed = Permission.KEEP_BOOK if level == ORGANISATION else Permission.AGREE_TO_LONG_DAYS
    return may(who, needed, community_code)


def check_can_agree(actor: Actor, level: str, community_code: str) -> None:
    """Pass if :func:`can_agree` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_agree(actor, level, community_code):
        raise Forbidden(place=community_code)


def can_see_long_days(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor keeps the book or oversees the area."""
    return can_keep_book(actor, community_code) or actor.may(Permission.AGREE_TO_LONG_DAYS, community_code)


def check_can_see_long_days(actor: Actor, community_code: str) -> None:
    """Pass if :func:`can_see_long_days` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_see_long_days(actor, community_code):
        raise Forbidden(place=community_code)


def long_days(
    ledger: Ledger, actor: Actor, community_code: str, *, limit: int, after: str | None
) -> Page[WaitingLine]:
    """Return a page of the hours that wait in a book, newest first.

    Raises:
        Forbidden: If the actor does not keep the book or oversee the area.
    """
    check_can_see_long_days(actor, community_code)
    return ledger.projections.waiting_in(community_code, limit=limit, after=after)


def settle_hours(ledger: Ledger, actor: Actor, id_: str, *, agrees: bool) -> tuple[WaitingLine, Outcome]:
    """Agree to hours that wait, or take them back; asked again by the same person it is asked once.

    Raises:
        NotFound: If there are no such hours.
        Forbidden: If the actor does not decide at their level.
    """
    line = ledger.projections.waiting_line(id_)
    check_can_agree(actor, line.level, line.community_code)
    verb = Verb.RELEASE if agrees else Verb.RETURN
    instruction = Instruction(
        instruction_id=f"long-day:{verb.value.lower()}:{id_}:{line.seq}:{actor.member_id}",
        community_code=line.community_code,
        steps=(Step(verb=verb, about=id_),),
        asked_by=actor.member_id,
        reason="" if agrees else NOT_SERVED,
    )
    return line, ask(ledger, instruction)


def waiting_minutes(ledger: Ledger, member_id: str) -> int:
    """Return how many minutes of a member wait for somebody to agree."""
    return sum(each.minutes for each in ledger.projections.waiting_of(member_id) if each.waits)
