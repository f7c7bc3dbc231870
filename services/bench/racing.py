"""Many who reach for the same last thing in the same moment, each over a connection of their own."""

import http.client
import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shared.kernel.clock import monotonic_seconds

_PATIENCE_SECONDS = 180
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One request of a race.

    Attributes:
        method: POST, or what else.
        path: Where it goes.
        token: Whose session.
        body: JSON, or nothing.
    """

    path: str
    token: str
    body: dict[str, object] | None = None
    method: str = "POST"


Settled = Callable[[Mapping[str, object]], str | None]
"""Says of what stands at the place that 202 names: ``won``, the code of the refusal, or None while it is undecided."""


def race(port: int, reaches: Sequence[Reach], *, settled: Settled | None = None) -> Counter[str]:
    """Send all requests in the same moment; count the answers: ``won``, or the code of the refusal.

    With ``settled``, who is answered 202 looks where it says until that is decided; otherwise ``202`` is what they got.
    """
    answers: Counter[str] = Counter()
    turn, together = threading.Lock(), threading.Barrier(len(reaches))

    def run(reach: Reach) -> None:
        together.wait()
        said = _answer(port, reach, settled)
        with turn:
            answers[said] += 1

    runners = [threading.Thread(target=run, args=(reach,)) for reach in reaches]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return answers


def _answer(port: int, reach: Reach, settled: Settled | None) -> str:
    """Return ``won``, or the code of the refusal, or what else came of it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    headers = {"Authorization": f"Bearer {reach.token}"}
    try:
        status, where, said = _asked(line, reach, headers)
        if status == http.client.ACCEPTED and settled and where:
            return _followed(line, Reach(method="GET", path=where, token=reach.token), headers, settled)
    except OSError as cause:
        return type(cause).__name__
    finally:
        line.close()
    won = status in {http.client.OK, http.client.CREATED}
    return "won" if won else str(said.get("code", status))


def _asked(
    line: http.client.HTTPConnection, reach: Reach, headers: Mapping[str, str]
) -> tuple[int, str | None, dict[str, object]]:
    """Return the status, the place it names, and what was said."""
    body, more = (None, {}) if reach.body is None else (json.dumps(reach.body), _JSON)
    line.request(reach.method, reach.path, body=body, headers={**headers, **more})
    answer = line.getresponse()
    return answer.status, answer.headers["Location"], json.loads(answer.read())


def _followed(
    line: http.client.HTTPConnection, look: Reach, headers: Mapping[str, str], settled: Settled
) -> str:
    """Look until it is decided; return what came of it."""
    pause, until = threading.Event(), monotonic_seconds() + _PATIENCE_SECONDS
    while monotonic_seconds() < until:
        status, _, said = _asked(line, look, headers)
        found = settled(said) if status == http.client.OK else str(said.get("code", status))
        if found is not None:
            return found
        pause.wait(0.2)
    return "undecided"
