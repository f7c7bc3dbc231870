"""A platform with many volunteers: the races for a last place and a last item, its memory afterwards, and its next start."""

import random
from datetime import timedelta
from pathlib import Path

from services.bench.figures import Figures
from services.bench.own_platform import OwnPlatform
from services.bench.people import Invented, homes, kept, kept_volunteers, tokens_of
from services.bench.racing import Reach, race
from services.bench.sizes import Sizes
from services.bench.stocking import last_item
from services.matching.domain.need import NeedState
from services.wiring import Platform


def standing_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return who got the last place and the last item that many want at once, the memory after it, and how long a start takes."""
    own = OwnPlatform(folder=folder / "data")
    with own.opened() as platform:
        for_place, for_item = _filled(platform, sizes)
    with own.running():
        answers, items = race(own.port, for_place), race(own.port, for_item)
        memory_mb = own.memory_mb()
    with own.running() as seconds:
        idle_mb = own.memory_mb()
    return {
        "last_place_wins": answers["won"],
        "last_place_refused": answers["need-full"],
        "last_place_otherwise": answers.total() - answers["won"] - answers["need-full"],
        "last_item_wins": items["won"],
        "last_item_refused": items["out-of-stock"],
        "last_item_otherwise": items.total() - items["won"] - items["out-of-stock"],
        "rss_mb": memory_mb,
        "rss_after_start_mb": idle_mb,
        "cold_start_s": round(seconds, 2),
    }


def _filled(platform: Platform, sizes: Sizes) -> tuple[list[Reach], list[Reach]]:
    """Register volunteers, a need with one place, and one item many ask for; return how each contender reaches for them."""
    invented = Invented(platform=platform, chance=random.Random(7))
    places = homes(platform)
    volunteers = kept_volunteers(invented, sizes.volunteers, places)
    staff, resident = invented.staff(places[0]), invented.resident(places[0])
    kept(platform.identity.members, [staff, resident], lambda each: each.created_at)
    created_at = platform.clock.now() - timedelta(hours=1)
    need = invented.need(resident, staff, created_at=created_at, state=NeedState.OPEN)
    kept(platform.matching.needs, [need], lambda each: each.created_at)
    path = f"/api/matching/v1/needs/{need.id}/accept"
    contenders = tokens_of(platform, volunteers[: sizes.contenders])
    for_place = [Reach(path=path, token=token) for token in contenders]
    return for_place, last_item(invented, places[0], sizes)
