"""Signs of life of those that send, and what the dead have left to others."""

from datetime import datetime
from typing import Final

from services.notify.adapters.documents import forget_sender
from services.notify.application.context import Notify
from services.notify.domain.senders import Sender

_AT_ONCE: Final = 500


class Living:
    """One sender, as itself knows it: it sends while it has lately said that it lives."""

    def __init__(self, notify: Notify, id_: str) -> None:
        """Take an id that nobody had before; it lives from its first sign on."""
        self.id = id_
        self._notify = notify
        self._said: Sender | None = None

    def is_alive(self, now: datetime) -> bool:
        """Tell whether the others leave alone what it holds."""
        return self._said is not None and self._said.is_alive(now)

    def give_sign(self) -> None:
        """Say that it lives; whoever was thought dead begins anew, holding nothing."""
        kept, now = self._notify.senders, self._notify.clock.now()
        before = kept.find(self.id)
        alive = (before or Sender(id=self.id, lives_until=now)).alive(now)
        self._said = kept.add(alive) if before is None else kept.save(alive)


def free_left(notify: Notify, now: datetime) -> int:
    """Let others send what dead senders held; return how many deliveries that are."""
    dead = [each for each in notify.senders.where({}) if not each.is_alive(now)]
    return sum(_free(notify, each, now) for each in dead)


def _free(notify: Notify, dead: Sender, now: datetime) -> int:
    """Free what a dead sender held; once there is nothing left, nobody need look again."""
    held = notify.deliveries.where({"held_by": dead.id}, limit=_AT_ONCE)
    notify.deliveries.save_all([each.put_off(now) for each in held])
    if not held:
        forget_sender(notify.senders, dead)
    return len(held)
