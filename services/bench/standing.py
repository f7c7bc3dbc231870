"""A platform with many volunteers: the race for a last place, its memory afterwards, and its next start."""

import http.client
import json
import random
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

from services.bench.figures import Figures
from services.bench.own_platform import OwnPlatform
from services.bench.people import Invented, homes, kept, kept_volunteers, tokens_of
from services.bench.sizes import Sizes
from services.matching.domain.need import NeedState
from services.wiring import Platform

_PATIENCE_SECONDS = 180


def standing_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return who got the last place of a need that many accept at once, the memory after it, and how long a start takes."""
    own = OwnPlatform(folder=folder / "data")
    with own.opened() as platform:
        need_id, tokens = _filled(platform, sizes)
    with own.running():
        answers = _race(own, need_id, tokens)
        memory_mb = own.memory_mb()
    with own.running() as seconds:
        idle_mb = own.memory_mb()
    return {
        "last_place_wins": answers["won"],
        "last_place_refused": answers["need-full"],
        "last_place_otherwise": answers.total() - answers["won"] - answers["need-full"],
        "rss_mb": memory_mb,
        "rss_after_start_mb": idle_mb,
        "cold_start_s": round(seconds, 2),
    }


def _filled(platform: Platform, sizes: Sizes) -> tuple[str, list[str]]:
    """Register volunteers and a need with one place; return its id and the contenders' tokens."""
    invented = Invented(platform=platform, chance=random.Random(7))
    places = homes(platform)
    volunteers = kept_volunteers(invented, sizes.volunteers, places)
    staff, resident = invented.staff(places[0]), invented.resident(places[0])
    kept(platform.identity.members, [staff, resident], lambda each: each.created_at)
    created_at = platform.clock.now() - timedelta(hours=1)
    need = invented.need(resident, staff, created_at=created_at, state=NeedState.OPEN)
    kept(platform.matching.needs, [need], lambda each: each.created_at)
    return need.id, tokens_of(platform, volunteers[: sizes.contenders])


def _race(own: OwnPlatform, need_id: str, tokens: list[str]) -> Counter[str]:
    """Let everybody accept in the same moment, each over a connection of their own; count the answers."""
    answers: Counter[str] = Counter()
    turn, together = threading.Lock(), threading.Barrier(len(tokens))

    def accept(token: str) -> None:
        together.wait()
        said = _accepted(own.port, need_id, token)
        with turn:
            answers[said] += 1

    runners = [threading.Thread(target=accept, args=(token,)) for token in tokens]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return answers


def _accepted(port: int, need_id: str, token: str) -> str:
    """Return ``won``, or the code of the refusal, or what else came of it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    try:
        line.request(
            "POST", f"/api/matching/v1/needs/{need_id}/accept", headers={"Authorization": f"Bearer {token}"}
        )
        answer = line.getresponse()
        body = answer.read()
    except OSError as cause:
        return type(cause).__name__
    finally:
        line.close()
    return "won" if answer.status < 300 else str(json.loads(body).get("code", answer.status))
