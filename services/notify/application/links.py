"""Links in letters that say by themselves who may do what: one click, no sign-in."""

import hmac
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.preferences import keep, preferences_of
from services.notify.application.reach import Reach
from services.notify.domain.channels import Topic, topic_of
from services.notify.domain.deliveries import Delivery
from services.notify.domain.preferences import Preferences
from shared.kernel.errors import NotFound

_MARK_LENGTH: Final = 32


def stop_link(reach: Reach, delivery: Delivery) -> str:
    """Return where one click ends the notices of a delivery's kind for its receiver."""
    return f"{reach.site}/api/notify/v1/stop/{stop_token(reach, delivery.member_id, topic_of(delivery.kind))}"


def stop_token(reach: Reach, member_id: str, topic: Topic) -> str:
    """Return what lets its holder end one topic for one member."""
    said = f"{member_id}~{topic.value}"
    return f"{said}~{_mark(reach, said)}"


def stop_by(notify: Notify, token: str) -> tuple[Preferences, Topic]:
    """Keep a topic in the inbox for the member a token names; twice is once.

    Raises:
        NotFound: If the token is none of ours.
    """
    said, _, mark = token.rpartition("~")
    member_id, _, name = said.rpartition("~")
    if (
        not hmac.compare_digest(mark.encode(), _mark(notify.reach, said).encode())
        or name not in Topic.__members__
    ):
        raise NotFound(kind="StopLink", id="–")
    topic = Topic(name)
    before = preferences_of(notify, member_id)
    after = before.without(topic)
    return (before if after is before else keep(notify, after)), topic


def _mark(reach: Reach, said: str) -> str:
    return hmac.new(reach.secret, f"stop.{said}".encode(), "sha256").hexdigest()[:_MARK_LENGTH]
