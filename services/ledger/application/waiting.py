"""Those who wait for the answer to an instruction: a writer of this process tells them, another's answer is looked for."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from services.ledger.domain.blocks import Act
from services.ledger.domain.lines import Answer
from shared.kernel.clock import monotonic_seconds

LOOK_SECONDS = 0.1
"""How often to look for the answer of a writer in another process."""

LOOK_BESIDE_SECONDS = 0.5
"""How often where a writer of this process tells what it wrote: only another's answer, or one told too early, is found so."""


class _Expected:
    """An answer that somebody waits for, and how many do."""

    __slots__ = ("answer", "stands", "told", "waiters")

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.stands, self.told = threading.Event(), threading.Event()
        self.waiters = 0


class Waiting:
    """Who waits for which answer; used by many threads. Each is woken by their own answer alone."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._turn = threading.Condition()
        self._expected: dict[str, _Expected] = {}
        self._is_told = False

    def stands(self, acts: Iterable[Act], answer: Callable[[Act], Answer]) -> None:
        """Tell those who wait for one of these that its block stands in the chain, where readers do not see it yet."""
        for act in acts:
            expected = self._expected.get(act.instruction.instruction_id)
            if expected is not None and expected.answer is None:
                expected.answer = answer(act)
                expected.stands.set()

    def answered(self, answers: Iterable[Answer]) -> None:
        """Tell those who wait for one of these; readers see it now."""
        with self._turn:
            self._is_told = True
            for answer in answers:
                expected = self._expected.get(answer.id)
                if expected is not None:
                    expected.answer = expected.answer or answer
                    expected.stands.set()
                    expected.told.set()
            self._turn.notify_all()

    @contextmanager
    def expecting(self, id_: str) -> Iterator[None]:
        """Remember the answer to an instruction if it is told meanwhile; begun before asking, nothing is missed."""
        with self._turn:
            expected = self._expected.setdefault(id_, _Expected())
            expected.waiters += 1
        try:
            yield
        finally:
            with self._turn:
                expected.waiters -= 1
                if not expected.waiters:
                    del self._expected[id_]

    def wait(
        self,
        id_: str,
        look: Callable[[], Answer | None],
        seconds: float,
        *,
        is_new: bool = False,
        seen: bool = True,
    ) -> Answer | None:
        """Return the answer to an instruction, or None when ``seconds`` have passed without one.

        Args:
            id_: The instruction's.
            look: Finds the answer where readers see it.
            seconds: How long to wait.
            is_new: Whether it was asked a moment ago for the first time, so that there is nothing to find yet.
            seen: Whether to wait until readers see what it did; else until its block stands, some milliseconds earlier.
        """
        until = monotonic_seconds() + seconds
        with self.expecting(id_):
            expected = self._expected[id_]
            here = expected.told if seen else expected.stands
            if is_new and seconds > 0:
                here.wait(min(LOOK_SECONDS, seconds))
            while True:
                if (answer := expected.answer if here.is_set() else look()) is not None:
                    return answer
                left = until - monotonic_seconds()
                if left <= 0:
                    return None
                here.wait(min(left, LOOK_BESIDE_SECONDS if self._is_told else LOOK_SECONDS))

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
