"""E-mail addresses: used only once their owner has answered a letter sent there."""

import hmac
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Final

from services.notify.application.context import Notify
from services.notify.application.delivering import keep as keep_deliveries
from services.notify.application.preferences import keep, preferences_of
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, delivery_id
from services.notify.domain.ladder import LASTS
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from services.notify.domain.preferences import Preferences
from shared.events.fields import Text
from shared.identity.actor import Actor
from shared.kernel.errors import NotFound, TooMany
from shared.kernel.ids import derived_id

MailAddress = Annotated[
    str, Text(least=3, most=254, pattern=r"[^@\s<>,;:\"\\]+@[^@\s<>,;:\"\\]+\.[^@\s<>,;:\"\\.]+")
]
Mark = Annotated[str, Text(least=32, most=32, pattern="[0-9a-f]+")]
BETWEEN_LETTERS: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAddress:
    """An address that the actor says is theirs; none takes the one there is away."""

    email: MailAddress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAddress:
    """The mark from the letter that was sent there."""

    mark: Mark


def ask_address(notify: Notify, actor: Actor, asked: AskAddress) -> Preferences:
    """Return the actor's preferences; a letter goes to a new address, which is used once it is answered.

    Raises:
        TooMany: If a letter was asked for a moment ago.
    """
    before = preferences_of(notify, actor.member_id)
    if asked.email in (None, before.email):
        gone = replace(before, email=asked.email, email_asked=None)
        return before if gone == before else keep(notify, gone)
    _check_not_too_often(notify, before)
    after = keep(notify, replace(before, email_asked=asked.email, email_asked_at=notify.clock.now()))
    keep_deliveries(notify, [_letter(notify, after)])
    return after


def confirm_address(notify: Notify, actor: Actor, confirmed: ConfirmAddress) -> Preferences:
    """Return the actor's preferences with the address they have shown to be theirs; shown again, it stays.

    Raises:
        NotFound: If the mark is not that of the address asked for last.
    """
    before = preferences_of(notify, actor.member_id)
    address = before.email_asked or before.email
    if address is None or not hmac.compare_digest(confirmed.mark, mark_of(notify, actor.member_id, address)):
        raise NotFound(kind="AddressMark", id="–")
    after = replace(before, email=address, email_asked=None)
    return before if after == before else keep(notify, after)


def mark_of(notify: Notify, member_id: str, address: str) -> str:
    """Return what only the owner of an address learns, by a letter."""
    said = f"address.{member_id}~{address}".encode()
    return hmac.new(notify.reach.secret, said, "sha256").hexdigest()[:32]


def _check_not_too_often(notify: Notify, before: Preferences) -> None:
    if before.email_asked_at is None:
        return
    left = before.email_asked_at + BETWEEN_LETTERS - notify.clock.now()
    if left > timedelta(0):
        raise TooMany(retry_after_seconds=round(left.total_seconds()))


def _letter(notify: Notify, asked: Preferences) -> Delivery:
    now = notify.clock.now()
    cause = derived_id("address", asked.id, asked.email_asked or "", str(asked.version))
    return Delivery(
        id=delivery_id(cause, Channel.EMAIL),
        notice_id=cause,
        member_id=asked.id,
        channel=Channel.EMAIL,
        kind=NoticeKind.VERIFY_EMAIL,
        subject=Subject(type=SubjectType.MEMBER, id=mark_of(notify, asked.id, asked.email_asked or "")),
        facts=Facts(),
        community_code=None,
        said_at=now,
        due_at=now,
        expires_at=now + LASTS,
    )
