"""The schedule: it only says when to look; what is due the sweeps find themselves."""

from collections.abc import Callable, Iterable
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler

from shared.events.cause import caused_by
from shared.kernel.clock import Clock
from shared.kernel.errors import LinliError
from shared.kernel.ids import Ids
from shared.logs import log
from shared.messaging.sweeps import Sweep


class Schedule:
    """Runs the sweeps of a process, each in its own time; a restart loses nothing, several schedules do no harm."""

    def __init__(self, sweeps: Iterable[Sweep], clock: Clock, ids: Ids) -> None:
        """Take what to run and the clock it is told the time by."""
        self._clock, self._ids = clock, ids
        self._scheduler = BackgroundScheduler(timezone=UTC, daemon=True)
        for sweep in sweeps:
            self._scheduler.add_job(
                self._tick(sweep),
                "interval",
                seconds=sweep.every_seconds,
                id=sweep.name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Begin; each sweep runs for the first time after its interval."""
        self._scheduler.start()

    def stop(self) -> None:
        """Let the running sweeps end and start no more."""
        self._scheduler.shutdown(wait=True)

    def _tick(self, sweep: Sweep) -> Callable[[], None]:
        def tick() -> None:
            cause = self._ids.new()
            try:
                with caused_by(correlation_id=cause, causation_id=cause):
                    sweep.run(self._clock.now())
            except LinliError as fault:
                log.warning(
                    "a sweep could not finish and comes again",
                    extra={"sweep": sweep.name, "code": fault.code},
                )

        return tick
