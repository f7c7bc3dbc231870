"""What comes back from outside: receipts of the gateway, and the one click that stops a kind of letter."""

from dataclasses import dataclass

from services.notify.application.context import Notify
from services.notify.application.links import stop_by
from services.notify.application.receipts import Receipt, note_receipt
from services.notify.domain.channels import Topic
from services.notify.domain.deliveries import DeliveryState
from shared.events.fields import Id
from shared.web.api import PUBLIC, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptNoted:
    """How far a delivery has come."""

    id: Id
    state: DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicStopped:
    """What is no longer sent."""

    topic: Topic


def deliveries_api(notify: Notify) -> Api:
    """Return the routes that outsiders call; each carries its own proof."""
    api = Api("notify")

    @api.post(
        "/receipts",
        takes=Receipt,
        gives=ReceiptNoted,
        may=PUBLIC,
        says="The gateway tells what became of a message; signed with the shared secret",
    )
    def noted(call: Call[Receipt]) -> ReceiptNoted:
        delivery = note_receipt(notify, call.body)
        return ReceiptNoted(id=delivery.id, state=delivery.state)

    @api.post(
        "/stop/<token>",
        gives=TopicStopped,
        may=PUBLIC,
        says="Send no more letters of one kind to the one whose letter held this link (RFC 8058)",
    )
    def stopped(call: Call[Nothing]) -> TopicStopped:
        _, topic = stop_by(notify, call.path["token"])
        return TopicStopped(topic=topic)

    return api
