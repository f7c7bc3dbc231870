"""What the gateway reports of what it took: signed, once, and without effect when it comes again."""

import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from services.notify.application.context import Notify
from services.notify.application.delivering import keep
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, DeliveryState
from shared.events.fields import Code, Id, Text
from shared.kernel.errors import Forbidden


class Outcome(StrEnum):
    """How it ended at the person's phone."""

    RECEIVED = "RECEIVED"
    FAILED = "FAILED"


class UnsignedReceipt(Forbidden):
    """A report that the gateway did not sign."""

    code = "unsigned-receipt"
    zh = "回执签名不对，请检查网关密钥"
    en = "The signature of this receipt is wrong; check the gateway's secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a message.

    Attributes:
        id: As the message was posted with.
        outcome: Whether it reached the phone, or for a call, whether somebody answered.
        reason: Code of why not.
        signature: ``hmac-sha256=`` and the HMAC of ``id.outcome.reason`` with the shared secret.
    """

    id: Id
    outcome: Outcome
    reason: Code | None = None
    signature: Annotated[str, Text(least=76, most=76, pattern=r"hmac-sha256=[0-9a-f]{64}")]


def signature_of(secret: str, id_: str, outcome: Outcome, reason: str | None) -> str:
    """Return the signature of a receipt."""
    said = f"{id_}.{outcome.value}.{reason or ''}".encode()
    return f"hmac-sha256={hmac.new(secret.encode(), said, 'sha256').hexdigest()}"


def note_receipt(notify: Notify, receipt: Receipt) -> Delivery:
    """Return the delivery a receipt is about: received, or failed and the next channel on its way.

    Raises:
        UnsignedReceipt: If the signature is wrong, or no gateway is set up.
        NotFound: If there is no such delivery.
    """
    secret = notify.reach.gateway_secret
    expected = signature_of(secret, receipt.id, receipt.outcome, receipt.reason)
    if not secret or not hmac.compare_digest(expected, receipt.signature):
        raise UnsignedReceipt
    delivery = _as_sent(notify, notify.deliveries.get(receipt.id))
    if delivery.state is not DeliveryState.SENT:
        return delivery
    if receipt.outcome is Outcome.FAILED:
        keep(notify, [delivery.next_rung(notify.clock.now())])
        return notify.deliveries.save(delivery.step(DeliveryState.FAILED, receipt.reason or "gateway"))
    end_ladder(notify, delivery)
    return notify.deliveries.save(delivery.step(DeliveryState.RECEIVED))


def _as_sent(notify: Notify, delivery: Delivery) -> Delivery:
    """Return a delivery as its provider knows it: what is reported was sent, even if its sender has not noted it yet."""
    if delivery.state is DeliveryState.WAITING and delivery.held_by is not None:
        return delivery.sent(delivery.id, notify.clock.now())
    return delivery


def end_ladder(notify: Notify, received: Delivery) -> None:
    """Try no other channel of a notice whose call the person has answered; other messages may arrive unseen."""
    if received.channel is not Channel.VOICE:
        return
    for delivery in notify.deliveries.where({"notice_id": received.notice_id}):
        if delivery.state is DeliveryState.WAITING and delivery.id != received.id:
            notify.deliveries.save(delivery.step(DeliveryState.STOPPED, "answered"))
