"""Who is meant by a broadcast: counted before, and told some at a time."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.delivering import Cause
from services.notify.application.reactions import tell
from services.notify.domain.broadcasts import Audience, Broadcast, BroadcastState
from shared.events.notify import BroadcastChanged
from shared.identity.member import day_in_china
from shared.identity.people import Person
from shared.storage.aggregates import retrying

AT_ONCE: Final = 200
PARTS_A_SWEEP: Final = 10
MOST_COUNTED: Final = 20_000
"""People of one community who are looked at for a count; more are told all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many a broadcast would reach.

    Attributes:
        people: Those meant; without danger to life, those of them with an account.
        of: Everybody of the community who was looked at.
        without_account: Of these, who have no account: only of danger are they told, by call or in person.
    """

    people: int
    of: int
    without_account: int


def counted(notify: Notify, community_code: str, audience: Audience, *, danger: bool = False) -> Counted:
    """Return how many of a community are meant."""
    people = of = without = 0
    after: str | None = None
    while of < MOST_COUNTED:
        some, after = notify.people.living_in(community_code, limit=AT_ONCE, after=after)
        people += len(_meant(notify, audience, some, danger=danger))
        without += sum(1 for each in some if not each.has_account)
        of += len(some)
        if after is None:
            break
    return Counted(people=people, of=of, without_account=without)


def _meant(notify: Notify, audience: Audience, some: list[Person], *, danger: bool) -> list[Person]:
    kinds = notify.kinds_offered([each.id for each in some]) if audience.asks_for_kinds else {}
    today = day_in_china(notify.clock.now())
    return [
        each
        for each in some
        if audience.includes(each, kinds.get(each.id, frozenset()), today, danger=danger)
    ]


def send_broadcasts(notify: Notify, now: datetime) -> int:
    """Tell the next people of each broadcast that was agreed to; return how many were told."""
    waiting = notify.broadcasts.where({"state": BroadcastState.SENDING.value})
    return sum(_send_parts(notify, each.id, now) for each in waiting)


def _send_parts(notify: Notify, broadcast_id: str, now: datetime) -> int:
    return sum(retrying(partial(_send_part, notify, broadcast_id, now)) for _ in range(PARTS_A_SWEEP))


def _send_part(notify: Notify, broadcast_id: str, now: datetime) -> int:
    """Tell some people and note how far it came; after a crash between the two, nobody is told twice."""
    sending = notify.broadcasts.get(broadcast_id)
    if sending.state is not BroadcastState.SENDING:
        return 0
    some, following = notify.people.living_in(sending.community_code, limit=AT_ONCE, after=sending.looked_at)
    meant = _meant(notify, sending.audience, some, danger=sending.danger)
    tell(
        notify,
        {Cause(id=sending.id, at=sending.agreed_at): tuple(sending.telling(each.id) for each in meant)},
    )
    after = sending.went_on(len(meant), following, now)
    notify.broadcasts.save(after, *_over(after))
    return len(meant)


def _over(broadcast: Broadcast) -> tuple[BroadcastChanged, ...]:
    if broadcast.state is BroadcastState.SENDING:
        return ()
    over = BroadcastChanged(
        broadcast_id=broadcast.id,
        community_code=broadcast.community_code,
        state=broadcast.state.value,
        by=broadcast.steps[-1].by,
        told=broadcast.told,
    )
    return (over,)
