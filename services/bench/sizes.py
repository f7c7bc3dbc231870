"""How much is done for each figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """One run's sizes.

    Attributes:
        log_events: Events through the log alone, in batches of 500.
        log_events_singly: Events appended one by one, to compare with.
        outbox_events: Events from outboxes through the log to a consumer.
        helpers: Volunteers among whom helpers are looked for.
        listeners: Of these, those with a socket open, at most.
        needs_each_second: How fast needs are posted.
        posting_seconds: For how long.
        needs_stored: Needs under the lists.
        pages: List pages asked for.
        volunteers: Registered where memory, the start and the last place are measured.
        contenders: Volunteers who accept the last place at once.
        import_rows: Rows of each sheet that is imported.
    """

    log_events: int = 100_000
    log_events_singly: int = 1_000
    outbox_events: int = 4_000
    helpers: int = 2_000
    listeners: int = 100
    needs_each_second: int = 10
    posting_seconds: int = 30
    needs_stored: int = 100_000
    pages: int = 400
    volunteers: int = 10_000
    contenders: int = 1_000
    import_rows: int = 10_000


FULL = Sizes()
QUICK = Sizes(
    log_events=10_000,
    log_events_singly=200,
    outbox_events=600,
    helpers=200,
    listeners=20,
    posting_seconds=5,
    needs_stored=2_000,
    pages=60,
    volunteers=300,
    contenders=60,
    import_rows=600,
)
"""To see that everything can be measured; the figures themselves mean little."""
