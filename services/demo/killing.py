"""The platform killed with -9 and started again while the day goes on, evenly over all there is to do."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from services.demo.playing import Progress
from services.demo.running import Running
from shared.kernel.words import Words


class Killing:
    """Kills a platform each time so much more was done; the day waits for it and goes on."""

    def __init__(self, running: Running, *, kills: int, deeds: int) -> None:
        """Spread the kills over the deeds.

        Args:
            running: The platform.
            kills: How often it is killed.
            deeds: How much is done in all, as progress counts it.
        """
        self.killed = 0
        self.fault: Exception | None = None
        self._running = running
        self._marks = {(number + 1) * deeds // (kills + 1) for number in range(kills)}
        self._done = 0
        self._turn = threading.Lock()
        self._due: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="killing", daemon=True)

    def note(self) -> None:
        """Take down that one more thing was done."""
        with self._turn:
            self._done += 1
            if self._done in self._marks:
                self._due.put(True)

    def _work(self) -> None:
        while self._due.get():
            try:
                self._running.kill()
                self.killed += 1
                self._running.start()
            except Exception as fault:  # noqa: BLE001 -- told to who waits for the end
                self.fault = fault
                return

    def begin(self) -> None:
        """Be ready to kill."""
        self._thread.start()

    def end(self) -> None:
        """Wait until the last kill due is over.

        Raises:
            NoOwnPlatform: If the platform did not start again.
        """
        self._due.put(False)
        self._thread.join()
        if self.fault is not None:
            raise self.fault


@contextmanager
def killing(
    running: Running, progress: Progress, *, kills: int, deeds: int
) -> Iterator[tuple[Progress, Killing]]:
    """Give what is told the progress instead, and kills the platform on the way; at the end the last kill is over.

    Raises:
        NoOwnPlatform: If the platform did not start again.
    """
    at_work = Killing(running, kills=kills, deeds=deeds)

    def told(what: Words, done: int, of: int) -> None:
        progress(what, done, of)
        at_work.note()

    at_work.begin()
    try:
        yield told, at_work
    finally:
        at_work.end()
