"""Who may ask the ledger for what: members for their own accounts, staff for the book of their community."""

from services.ledger.domain.accounts import book_of, member_of
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden


def can_move(actor: Actor, account: str) -> bool:
    """Tell whether the actor may give credits away from an account: their own, or any of a book they keep."""
    return member_of(account) == actor.member_id or can_keep_book(actor, book_of(account))


def check_can_move(actor: Actor, account: str) -> None:
    """Pass if :func:`can_move` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_move(actor, account):
        raise Forbidden(account=account)


def can_hold(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor may set credits aside in a book, use them and let them go."""
    return actor.may(Permission.REDEEM_FOR_RESIDENT, community_code)


def check_can_hold(actor: Actor, community_code: str) -> None:
    """Pass if :func:`can_hold` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_hold(actor, community_code):
        raise Forbidden(place=community_code)


def can_keep_book(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor may reverse, set limits and ask for corrections in a book."""
    return actor.may(Permission.KEEP_BOOK, community_code)


def check_can_keep_book(actor: Actor, community_code: str) -> None:
    """Pass if :func:`can_keep_book` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_keep_book(actor, community_code):
        raise Forbidden(place=community_code)


def can_see_command(actor: Actor, asked_by: str, community_code: str) -> bool:
    """Tell whether the actor asked for it, keeps the book, or looks over it."""
    return (
        asked_by == actor.member_id
        or can_keep_book(actor, community_code)
        or actor.may(Permission.SEE_AUDIT, community_code)
    )


def check_can_see_command(actor: Actor, asked_by: str, community_code: str) -> None:
    """Pass if :func:`can_see_command` says so.

    Raises:
        Forbidden: If not.
    """
    if not can_see_command(actor, asked_by, community_code):
        raise Forbidden(place=community_code)


def can_see_corrections(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor keeps the book or looks over it."""
    return can_see_command(actor, "", community_code)


def check_can_see_corrections(actor: Actor, community_code: str) -> None:
    """Pass if :func:`can_see_corrections` says so.

    Raises:
        Forbidden: If not.
    """
    check_can_see_command(actor, "", community_code)
