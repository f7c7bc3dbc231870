"""How many notices a second are routed from events in the log and stored, one event each."""

import random
from pathlib import Path
from typing import Final

from services.bench.figures import Figures
from services.bench.notice_sizes import NoticeSizes
from services.bench.own_platform import OwnPlatform
from services.bench.people import Invented, homes, kept
from services.bench.saying import messages_of
from services.running import notify_worker
from services.wiring import Platform
from shared.events.ledger import MinutesCredited
from shared.events.topics import LEDGER
from shared.kernel.clock import monotonic_seconds

_MEMBERS: Final = 2_000
_AT_ONCE: Final = 500


def routing_figures(sizes: NoticeSizes, folder: Path) -> Figures:
    """Return notices a second, from events that wait in the log to notices in their members' inboxes."""
    with OwnPlatform(folder=folder / "data").opened() as platform:
        _append(platform, sizes.notices)
        worker = notify_worker(platform)
        began = monotonic_seconds()
        done = 0
        while done < sizes.notices:
            done += worker.step()
        seconds = monotonic_seconds() - began
        worker.close()
        stored = platform.notify.notices.collection.estimated_document_count()
    return {"routed_per_s": round(stored / seconds), "routed": stored}


def _append(platform: Platform, count: int) -> None:
    """Append so many events, each of which one member is told of."""
    invented = Invented(platform=platform, chance=random.Random(count))
    home = homes(platform)[0]
    members = [invented.volunteer(number, home) for number in range(min(count, _MEMBERS))]
    kept(platform.identity.members, members, lambda each: each.created_at)
    for first in range(0, count, _AT_ONCE):
        some = range(first, min(first + _AT_ONCE, count))
        facts = [credited(platform, members[number % len(members)].id, home.code) for number in some]
        platform.log.append(LEDGER, messages_of(facts, platform.clock, platform.ids))


def credited(platform: Platform, member_id: str, community_code: str) -> MinutesCredited:
    """Return an event that one member is told of."""
    return MinutesCredited(
        transfer_id=platform.ids.new(),
        record_id=platform.ids.new(),
        community_code=community_code,
        member_id=member_id,
        minutes=60,
        served_at=platform.clock.now(),
        shard=7,
        block=1,
    )
