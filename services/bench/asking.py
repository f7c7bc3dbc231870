"""How soon a posted need is seen by those it is proposed to, on a platform that runs."""

import random
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest
from pathlib import Path

import httpx

from services.bench.figures import Figures, quantile
from services.bench.listener import Listener
from services.bench.own_platform import NotMeasured, OwnPlatform
from services.bench.people import KIND, Invented, homes, kept, kept_volunteers, tokens_of
from services.bench.sizes import Sizes
from shared.identity.member import Member
from shared.kernel.clock import CHINA, SystemClock, iso, monotonic_seconds
from shared.kernel.geography import distance_metres

_ASKED = 5
"""So many are asked for a place; all that tells the volunteers here apart is how near they live."""

_WARM_UP_NEEDS = 20
_LAST_SECONDS = 10
_POSTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """Who posts, for whom, and who listens: tokens and ids."""

    staff_token: str
    resident_ids: tuple[str, ...]
    listener_tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Posted:
    """A need that was posted: its id, when its request was sent and when it was answered."""

    need_id: str
    sent_at: float
    answered_at: float


def proposal_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return the 99th percentile from sending a need to its signal at the socket of a volunteer it is proposed to.

    Volunteers live all over a district; those nearest to the residents who ask have their pages open.

    Raises:
        NotMeasured: If some need was proposed to nobody who listens.
    """
    own = OwnPlatform(folder=folder / "data")
    world = _filled(own, sizes)
    with own.running():
        listeners = [Listener(own.url, token) for token in world.listener_tokens]
        with httpx.Client(base_url=own.url, timeout=60, trust_env=False) as http:
            _posted_steadily(http, world, _WARM_UP_NEEDS, sizes.needs_each_second)
            posted = _posted_steadily(
                http, world, sizes.needs_each_second * sizes.posting_seconds, sizes.needs_each_second
            )
        seen = _seen_millis(posted, listeners)
        for listener in listeners:
            listener.close()
    answered = [(each.answered_at - each.sent_at) * 1000 for each in posted]
    return {
        "proposal_visible_p99_ms": round(quantile(seen, 0.99), 1),
        "proposal_visible_p50_ms": round(quantile(seen, 0.5), 1),
        "proposals_seen": len(seen),
        "need_posted_p99_ms": round(quantile(answered, 0.99), 1),
    }


def _filled(own: OwnPlatform, sizes: Sizes) -> _World:
    """Fill a platform with helpers all over a district, and a few residents; who is nearest to these listens."""
    with own.opened() as platform:
        invented = Invented(platform=platform, chance=random.Random(7))
        places = homes(platform)
        helpers = kept_volunteers(invented, sizes.helpers, places)
        residents = [invented.resident(place) for place in places[: sizes.listeners // _ASKED]]
        staff = invented.staff(places[0])
        kept(platform.identity.members, [*residents, staff], lambda each: each.created_at)
        nearest = {each.id: each for resident in residents for each in _nearest(resident, helpers)}
        return _World(
            staff_token=tokens_of(platform, [staff])[0],
            resident_ids=tuple(each.id for each in residents),
            listener_tokens=tuple(tokens_of(platform, nearest.values())),
        )


def _nearest(resident: Member, helpers: list[Member]) -> list[Member]:
    return nsmallest(_ASKED, helpers, key=lambda each: distance_metres(each.point, resident.point))


def _posted_steadily(http: httpx.Client, world: _World, count: int, each_second: int) -> list[_Posted]:
    """Post needs at a steady pace, whether or not those before are answered yet."""
    began, pause = monotonic_seconds(), threading.Event()
    asked: list[Future[_Posted]] = []
    with ThreadPoolExecutor(_POSTERS) as posters:
        for number in range(count):
            pause.wait(max(0.0, began + number / each_second - monotonic_seconds()))
            asked.append(posters.submit(_post, http, world, number))
        return [each.result() for each in asked]


def _post(http: httpx.Client, world: _World, number: int) -> _Posted:
    starts_at = _tomorrow_at_nine() + timedelta(minutes=15 * (number % 32), days=number % 20)
    body = {
        "service_kind": KIND,
        "title": "代买米面油",
        "resident_id": world.resident_ids[number % len(world.resident_ids)],
        "starts_at": iso(starts_at),
        "ends_at": iso(starts_at + timedelta(hours=1)),
        "expected_minutes": 45,
    }
    sent_at = monotonic_seconds()
    answer = http.post(
        "/api/matching/v1/needs", json=body, headers={"Authorization": f"Bearer {world.staff_token}"}
    )
    if answer.status_code != 201:
        raise NotMeasured(why=answer.text[:500])
    return _Posted(need_id=answer.json()["id"], sent_at=sent_at, answered_at=monotonic_seconds())


def _tomorrow_at_nine() -> datetime:
    today = SystemClock().now().astimezone(CHINA).replace(hour=9, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)


def _seen_millis(posted: list[_Posted], listeners: list[Listener]) -> list[float]:
    """Return for each proposal that a listener heard how long after the need was sent; wait for the last ones."""
    until, pause = monotonic_seconds() + _LAST_SECONDS, threading.Event()
    while True:
        heard: dict[str, list[float]] = {}
        for listener in listeners:
            for proposal_id, at in list(listener.heard_at.items()):
                heard.setdefault(proposal_id.split(".")[0], []).append(at)
        missed = sum(each.need_id not in heard for each in posted)
        if not missed:
            return [(at - each.sent_at) * 1000 for each in posted for at in heard[each.need_id]]
        if monotonic_seconds() > until:
            raise NotMeasured(why=f"{missed} of {len(posted)} needs reached no listener")
        pause.wait(0.2)
