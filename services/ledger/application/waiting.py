"""Those who wait for the answer to an instruction: a writer of this process tells them, another's answer is looked for."""

import threading
from collections.abc import Callable, Iterable

from services.ledger.domain.lines import Answer
from shared.kernel.clock import monotonic_seconds

LOOK_SECONDS = 0.1
"""How often to look for the answer of a writer in another process."""


class Waiting:
    """Who waits for which answer; used by many threads."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._turn = threading.Condition()
        self._wanted: dict[str, int] = {}
        self._told: dict[str, Answer] = {}

    def answered(self, answers: Iterable[Answer]) -> None:
        """Tell those who wait for one of these."""
        with self._turn:
            for answer in answers:
                if answer.id in self._wanted:
                    self._told.setdefault(answer.id, answer)
            self._turn.notify_all()

    def wait(self, id_: str, look: Callable[[], Answer | None], seconds: float) -> Answer | None:
        """Return the answer to an instruction, or None when ``seconds`` have passed without one."""
        until = monotonic_seconds() + seconds
        with self._turn:
            self._wanted[id_] = self._wanted.get(id_, 0) + 1
        try:
            while True:
                if (answer := self._heard(id_) or look()) is not None:
                    return answer
                left = until - monotonic_seconds()
                if left <= 0:
                    return None
                self._listen(id_, min(left, LOOK_SECONDS))
        finally:
            self._leave(id_)

    def until(self, there: Callable[[], bool], seconds: float) -> bool:
        """Tell whether something becomes true within ``seconds``; looked at after each block and now and then."""
        until = monotonic_seconds() + seconds
        while not there():
            left = until - monotonic_seconds()
            if left <= 0:
                return False
            with self._turn:
                self._turn.wait(min(left, LOOK_SECONDS))
        return True

    def _heard(self, id_: str) -> Answer | None:
        with self._turn:
            return self._told.get(id_)

    def _listen(self, id_: str, seconds: float) -> None:
        with self._turn:
            self._turn.wait_for(lambda: id_ in self._told, seconds)

    def _leave(self, id_: str) -> None:
        with self._turn:
            self._wanted[id_] -= 1
            if not self._wanted[id_]:
                del self._wanted[id_]
                self._told.pop(id_, None)
