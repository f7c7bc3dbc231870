"""How fast the event log is on Kafka, where there is one."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from services.bench.log_figures import append_batches, through
from services.bench.own_kafka import JARS, OwnKafka
from services.bench.sizes import Sizes
from services.event_log import kafka_access
from shared.kernel.clock import SystemClock
from shared.kernel.ids import nonce
from shared.messaging.kafka_log import KafkaLog
from shared.settings import Settings

PARTITIONS = 4


def kafka_figures(sizes: Sizes, folder: Path, settings: Settings) -> Mapping[str, object]:
    """Return events a second from a durable append to a consumer, or why nobody knows.

    Args:
        sizes: How much is sent.
        folder: For a broker of our own, if it takes one.
        settings: May name brokers; topics of a name of their own are left there.
    """
    if not settings.kafka_brokers and not (JARS.is_dir() and shutil.which("java")):
        why = "no LINLI_KAFKA_BROKERS, and no Java with the jars that make test-kafka fetches"
        return {"kafka_events_per_s": None, "kafka_events_why": why}
    with _brokers(folder, settings) as address:
        named = replace(settings, kafka_brokers=address, kafka_prefix=f"bench-{nonce(4).hex()}-")
        log = KafkaLog(kafka_access(named), SystemClock())
        try:
            log.ensure_topics({"bench": PARTITIONS})
            seconds = through(log, sizes.log_events, lambda: append_batches(log, sizes.log_events))
        finally:
            log.close()
    return {"kafka_events_per_s": round(sizes.log_events / seconds)}


@contextmanager
def _brokers(folder: Path, settings: Settings) -> Iterator[str]:
    if settings.kafka_brokers:
        yield settings.kafka_brokers
        return
    kafka = OwnKafka(folder=folder)
    kafka.format()
    try:
        kafka.start()
        yield kafka.address
    finally:
        kafka.stop()
