"""A delivery: one notice on its way to one person through one channel."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from services.notify.domain.channels import Channel
from services.notify.domain.notices import Facts, NoticeKind, Subject
from shared.kernel.errors import Conflict, LinliError, Unavailable
from shared.kernel.ids import derived_id


class DeliveryState(Enum):
    """How far a delivery has come."""

    WAITING = "WAITING"
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    STOPPED = "STOPPED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"


_S = DeliveryState
NEXT_STATES: Final[dict[DeliveryState, frozenset[DeliveryState]]] = {
    _S.WAITING: frozenset({_S.SENT, _S.RECEIVED, _S.STOPPED, _S.EXPIRED, _S.FAILED}),
    _S.SENT: frozenset({_S.RECEIVED, _S.FAILED}),
    _S.RECEIVED: frozenset(),
    _S.STOPPED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.FAILED: frozenset({_S.WAITING}),
}
"""What waits is sent, or becomes pointless, or fails; staff may send again what failed."""


class DeliveryOver(Conflict):
    """A delivery cannot go on like this."""

    code = "delivery-over"
    zh = "这条发送已是“{state}”状态，不能再这样处理"
    en = "This delivery is {state} and cannot go on like this"


class Refused(LinliError):
    """The provider will never deliver this: no such number, no consent. Trying again is of no use."""

    code = "channel-refused"
    zh = "通道拒绝发送：{reason}"
    en = "The channel refused to deliver: {reason}"


class NotNow(Unavailable):
    """The provider does not answer, or asks to wait. Trying again may help."""

    code = "channel-not-now"
    zh = "通道暂时不可用：{reason}"
    en = "The channel does not work for the moment: {reason}"


LEASE: Final = timedelta(minutes=2)
"""What a sender holds is left to others after this, even if nobody noticed that the sender died."""
MOST_TRIES: Final = 6
_FIRST_WAIT: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notice on its way through one channel.

    Attributes:
        id: Follows from notice and channel; the provider is given it, too, and drops what it has seen.
        version: How often it was written.
        notice_id: The notice; for who has no account the id it would have.
        member_id: The receiver; ``desk`` for a work group.
        channel: By what.
        rest: What is tried next if this does not reach the person.
        kind: What it says.
        subject: What it is about.
        facts: What the sentence names.
        community_code: Where it happened.
        stop_keys: What stops it.
        state: How far it has come.
        said_at: When it was said, by the event.
        due_at: When it is to be sent; while a sender holds it, when others may.
        expires_at: From when on it is pointless.
        tries: How often it was tried in vain.
        reason: Code of why it is in its state.
        receipt: The provider's own number.
        sent_at: When the provider took it.
        by: Who told the person in their own voice.
        held_by: The sender that holds it.
    """

    id: str
    version: int = 0
    notice_id: str
    member_id: str
    channel: Channel
    rest: tuple[Channel, ...] = ()
    kind: NoticeKind
    subject: Subject
    facts: Facts
    community_code: str | None
    stop_keys: tuple[str, ...] = ()
    state: DeliveryState = DeliveryState.WAITING
    said_at: datetime
    due_at: datetime
    expires_at: datetime
    tries: int = 0
    reason: str | None = None
    receipt: str | None = None
    sent_at: datetime | None = None
    by: str | None = None
    held_by: str | None = None

    def leased(self, now: datetime, held_by: str) -> "Delivery":
        """Return this delivery held by one sender for a while."""
        return replace(self, due_at=now + LEASE, held_by=held_by)

    def put_off(self, until: datetime) -> "Delivery":
        """Return this delivery due later, for no fault of its own, and free for any sender."""
        return replace(self, due_at=until, held_by=None)

    def step(self, there: DeliveryState, reason: str | None = None) -> "Delivery":
        """Return this delivery in another state.

        Raises:
            DeliveryOver: If there is no such arrow.
        """
        if there not in NEXT_STATES[self.state]:
            raise DeliveryOver(state=self.state.value)
        return replace(self, state=there, reason=reason, held_by=None)

    def sent(self, receipt: str, now: datetime) -> "Delivery":
        """Return this delivery taken by the provider."""
        return replace(self.step(DeliveryState.SENT), receipt=receipt, sent_at=now)

    def told_by(self, member_id: str, now: datetime) -> "Delivery":
        """Return this delivery told to the person by somebody."""
        return replace(self.step(DeliveryState.RECEIVED, "told-in-person"), by=member_id, sent_at=now)

    def missed(self, reason: str, now: datetime, chance: float) -> "Delivery":
        """Return this delivery tried in vain: due again after a growing wait, or failed after the last try."""
        tries = self.tries + 1
        if tries >= MOST_TRIES:
            return replace(self.step(DeliveryState.FAILED, reason), tries=tries)
        longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2**self.tries)
        late = now + longest * (0.5 + chance / 2)
        return replace(self.put_off(late), tries=tries, reason=reason)

    def again(self, now: datetime, expires_at: datetime) -> "Delivery":
        """Return a failed delivery due once more."""
        waiting = self.step(DeliveryState.WAITING)
        return replace(waiting, tries=0, due_at=now, expires_at=max(self.expires_at, expires_at))

    def next_rung(self, due_at: datetime) -> "Delivery | None":
        """Return the delivery through the next channel, or None at the top of the ladder."""
        if not self.rest:
            return None
        channel, *rest = self.rest
        return replace(
            self,
            id=delivery_id(self.notice_id, channel),
            version=0,
            channel=channel,
            rest=tuple(rest),
            state=DeliveryState.WAITING,
            due_at=due_at,
            tries=0,
            reason=None,
            receipt=None,
            sent_at=None,
            held_by=None,
        )


def delivery_id(notice_id: str, channel: Channel) -> str:
    """Return the id of a notice's way through a channel: one notice goes one way once."""
    return derived_id("delivery", notice_id, channel.value)
