"""How long a hold asked for over HTTP waits for the chain's answer, on a platform that runs."""

import http.client
import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path

from services.bench.figures import Figures, quantile
from services.bench.ledger_facts import BOOK, member, services
from services.bench.ledger_sizes import LedgerSizes
from services.bench.own_platform import NotMeasured, OwnPlatform
from services.bench.people import Invented, homes, kept, tokens_of
from services.ledger.domain.accounts import member_account
from shared.events.topics import SERVICE
from shared.kernel.clock import SystemClock, iso, monotonic_seconds

_MEMBERS = 100
_LINES = 48
_PATIENCE_SECONDS = 60
_WARM_UP = 40
_PATH = "/api/ledger/v1/holds"


def hold_figures(sizes: LedgerSizes, folder: Path) -> Figures:
    """Return the 99th percentile from when a hold was due to be sent until its answer came, in milliseconds.

    Raises:
        NotMeasured: If the ledger answered with something else than a hold, or one that is still to come.
    """
    own = OwnPlatform(folder=folder / "data")
    with own.opened() as platform:
        staff = Invented(platform=platform, chance=random.Random(7)).staff(homes(platform)[0])
        kept(platform.identity.members, [staff], lambda each: each.created_at)
        token = tokens_of(platform, [staff])[0]
        platform.log.append(SERVICE, list(services("holds", _MEMBERS * 4, _MEMBERS)))
    with own.running():
        asking = _Asking(own.port, token)
        asking.at_rate(_WARM_UP, each_second=20)
        delays = asking.at_rate(sizes.holds_each_second * sizes.seconds, sizes.holds_each_second)
    return {"hold_p99_ms": round(quantile(delays, 0.99) * 1000, 1)}


class _Asking:
    """Many who ask for holds, each over a connection of their own that stays open."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._lines = port, threading.local()
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._until = iso(SystemClock().now() + timedelta(hours=1))
        self._numbers = count()

    def at_rate(self, holds: int, each_second: int) -> list[float]:
        """Ask for so many; return how long after it was due each was answered, whoever was late to ask."""
        began, pause = monotonic_seconds(), threading.Event()

        def one(number: int) -> float:
            due = began + number / each_second
            pause.wait(max(0.0, due - monotonic_seconds()))
            self._ask()
            return monotonic_seconds() - due

        with ThreadPoolExecutor(_LINES) as askers:
            return list(askers.map(one, range(holds)))

    def _ask(self) -> None:
        number = next(self._numbers)
        body = {
            "account": member_account(BOOK, member(number % _MEMBERS)),
            "for_account": member_account(BOOK, member((number + 1) % _MEMBERS)),
            "minutes": 1,
            "expires_at": self._until,
        }
        line: http.client.HTTPConnection | None = getattr(self._lines, "line", None)
        if line is None:
            line = self._lines.line = http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=_PATIENCE_SECONDS
            )
        line.request("POST", _PATH, body=json.dumps(body), headers=self._headers)
        answer = line.getresponse()
        said = answer.read()
        if answer.status not in {201, 202}:
            raise NotMeasured(why=f"{answer.status} {said[:200].decode(errors='replace')}")
