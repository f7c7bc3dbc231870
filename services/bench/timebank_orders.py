"""Orders of redemptions on a platform that runs: many for the last credits, many a second, and a long statement opened."""

import http.client
import json
import random
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median

from services.bench.figures import Figures, quantile
from services.bench.ledger_facts import services_of
from services.bench.own_platform import NotMeasured, OwnPlatform
from services.bench.people import KIND, Invented, homes, kept, tokens_of
from services.bench.racing import Reach, race
from services.bench.timebank_sizes import TimebankSizes
from services.ledger.domain.redeeming.catalogue import CatalogueEntry, Terms
from services.ledger.domain.redeeming.redemption import RedemptionState
from services.wiring import Platform
from shared.events.topics import SERVICE
from shared.kernel.clock import SystemClock, iso, monotonic_seconds

_ORDERS = "/api/ledger/v1/redemptions"
_ENTRY = "bench-entry"
_TOO_FEW = "insufficient-credit"
_PRICE = 60
_PATIENCE_SECONDS = 60
_LINES = 24
_WARM_UP = 20
_OPENED = 7


def racing_figures(sizes: TimebankSizes, folder: Path) -> Figures:
    """Return how many of those who order in the same moment got the last credits, how many were refused, and who is overdrawn.

    Refused are only those that were answered ``insufficient-credit``, at once or, after 202, where they were told to look.
    ``redemptions_otherwise`` are all the others: there should be none.
    """
    own = OwnPlatform(folder=folder / "data")
    tokens, member_ids = _filled(own, members=1, hours=1)
    with own.running():
        _await_hours(own.port, tokens[0], member_ids[0])
        reaches = [Reach(path=_ORDERS, token=tokens[0], body=order()) for _ in range(sizes.reaching)]
        answers = race(own.port, reaches, settled=outcome)
    with own.opened() as platform:
        states = [each.state for each in platform.redeeming.redemptions.where({"concerns": member_ids[0]})]
        lines = platform.ledger.projections.lines_of(member_ids)
    return {
        "redemptions_won": sum(state is RedemptionState.BOOKED for state in states),
        "redemptions_refused": answers[_TOO_FEW],
        "redemptions_otherwise": answers.total() - answers["won"] - answers[_TOO_FEW],
        "overdrawn": sum(each.minutes - each.held_minutes < each.floor_minutes for each in lines),
    }


def order_figures(sizes: TimebankSizes, folder: Path) -> Figures:
    """Return the 99th percentile from when an order was due to be sent until it was answered as booked, in milliseconds.

    Raises:
        NotMeasured: If one was answered otherwise.
    """
    own = OwnPlatform(folder=folder / "data")
    orders = sizes.each_second * sizes.seconds
    hours = 1 + (orders + _WARM_UP) // sizes.members
    tokens, member_ids = _filled(own, members=sizes.members, hours=hours)
    with own.running():
        for token, member_id in zip(tokens, member_ids, strict=True):
            _await_hours(own.port, token, member_id, minutes=hours * _PRICE)
        asking = _Asking(own.port, tokens)
        asking.at_rate(_WARM_UP, each_second=5)
        delays = asking.at_rate(orders, sizes.each_second)
    return {"order_p99_ms": round(quantile(delays, 0.99) * 1000, 1)}


def statement_figures(sizes: TimebankSizes, folder: Path) -> Figures:
    """Return how long the first page of a long statement takes to open, in milliseconds: the median of seven."""
    own = OwnPlatform(folder=folder / "data")
    tokens, member_ids = _filled(own, members=1, hours=sizes.statement)
    path = f"/api/ledger/v1/accounts/{member_ids[0]}/statement?unit=CREDIT&limit=50"
    with own.running():
        _await_hours(own.port, tokens[0], member_ids[0], minutes=sizes.statement * _PRICE)
        took = []
        for _ in range(_OPENED):
            began = monotonic_seconds()
            asked_of(own.port, tokens[0], "GET", path)
            took.append(monotonic_seconds() - began)
    return {"statement_ms": round(median(took) * 1000, 1)}


def outcome(redemption: Mapping[str, object]) -> str | None:
    """Return what came of a redemption: ``won``, or why it was let go; None while the ledger is at it."""
    if redemption["state"] == RedemptionState.ORDERED:
        return None
    return "won" if redemption["state"] == RedemptionState.BOOKED else str(redemption["reason"])


def order() -> dict[str, object]:
    """Return what is sent to redeem the service in three days."""
    return {"entry_id": _ENTRY, "starts_at": iso(SystemClock().now() + timedelta(days=3))}


def _filled(own: OwnPlatform, *, members: int, hours: int) -> tuple[Sequence[str], list[str]]:
    """Fill a platform with members who have so many hours each, and a service to redeem; return tokens and ids."""
    with own.opened() as platform:
        invented, home = Invented(platform=platform, chance=random.Random(5)), homes(platform)[0]
        people = [invented.volunteer(number, home) for number in range(members)]
        kept(platform.identity.members, people, lambda each: each.created_at)
        ids = [each.id for each in people]
        _list_service(platform, home.code)
        facts = list(services_of("timebank", hours * members, ids, home.code))
        for first in range(0, len(facts), 500):
            platform.log.append(SERVICE, facts[first : first + 500])
        return tokens_of(platform, people), ids


def _list_service(platform: Platform, community_code: str) -> None:
    terms = Terms(minutes=_PRICE, monthly_quota=500, lead_hours=0, least_age=0)
    for entry_id in (_ENTRY, f"{_ENTRY}-2"):
        entry = CatalogueEntry(
            id=entry_id,
            community_code=community_code,
            service_kind=KIND,
            terms=terms,
            created_at=platform.clock.now(),
        )
        platform.redeeming.catalogue.add(entry)


def _await_hours(port: int, token: str, member_id: str, *, minutes: int = _PRICE) -> None:
    """Wait until the ledger shows what the member has."""
    pause, until = threading.Event(), monotonic_seconds() + _PATIENCE_SECONDS
    while monotonic_seconds() < until:
        said = asked_of(port, token, "GET", f"/api/ledger/v1/accounts/{member_id}")
        if json.loads(said)["credit_minutes"] >= minutes:
            return
        pause.wait(0.2)
    raise NotMeasured(why="the hours were not credited in time")


def asked_of(port: int, token: str, method: str, path: str, body: object = None) -> bytes:
    """Ask a platform over a connection of its own; return what it said.

    Raises:
        NotMeasured: If it is neither 200 nor 201.
    """
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    try:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        line.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
        answer = line.getresponse()
        said = answer.read()
    finally:
        line.close()
    if answer.status not in {200, 201}:
        raise NotMeasured(why=f"{answer.status} {said[:200].decode(errors='replace')}")
    return said


class _Asking:
    """Members who order in turn, whoever is late to ask counted as late."""

    def __init__(self, port: int, tokens: Sequence[str]) -> None:
        self._port, self._tokens = port, tokens

    def at_rate(self, orders: int, each_second: int) -> list[float]:
        """Order so many; return how long after it was due each was answered."""
        began, pause = monotonic_seconds(), threading.Event()

        def one(number: int) -> float:
            due = began + number / each_second
            pause.wait(max(0.0, due - monotonic_seconds()))
            body = {**order(), "entry_id": _ENTRY if number % 2 else f"{_ENTRY}-2"}
            asked_of(self._port, self._tokens[number % len(self._tokens)], "POST", _ORDERS, body)
            return monotonic_seconds() - due

        with ThreadPoolExecutor(_LINES) as askers:
            return list(askers.map(one, range(orders)))
