"""Many who reach for the same last thing in the same moment, each over a connection of their own."""

import http.client
import json
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_PATIENCE_SECONDS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One request of a race.

    Attributes:
        path: Where it is posted.
        token: Whose session.
        body: JSON, or nothing.
    """

    path: str
    token: str
    body: dict[str, object] | None = None


def race(port: int, reaches: Sequence[Reach]) -> Counter[str]:
    """Send all requests in the same moment; count the answers: ``won``, or the code of the refusal."""
    answers: Counter[str] = Counter()
    turn, together = threading.Lock(), threading.Barrier(len(reaches))

    def run(reach: Reach) -> None:
        together.wait()
        said = _answer(port, reach)
        with turn:
            answers[said] += 1

    runners = [threading.Thread(target=run, args=(reach,)) for reach in reaches]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return answers


def _answer(port: int, reach: Reach) -> str:
    """Return ``won``, or the code of the refusal, or what else came of it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    headers = {"Authorization": f"Bearer {reach.token}"}
    body = None
    if reach.body is not None:
        body, headers["Content-Type"] = json.dumps(reach.body), "application/json"
    try:
        line.request("POST", reach.path, body=body, headers=headers)
        answer = line.getresponse()
        said = answer.read()
    except OSError as cause:
        return type(cause).__name__
    finally:
        line.close()
    return "won" if answer.status < 300 else str(json.loads(said).get("code", answer.status))
