"""Which event log there is: a file of this machine, or Kafka; and the topics it must have."""

from collections.abc import Callable, Mapping
from pathlib import Path

from services.ledger.application.writer import GROUP as LEDGER_GROUP
from services.ledger.entrypoints.redeeming_consumer import GROUP as REDEEMING_GROUP
from services.matching.entrypoints.consumer import GROUP as MATCHING_GROUP
from services.notify.entrypoints.consumer import GROUP as NOTIFY_GROUP
from shared.events import catalogue
from shared.events.topics import PARTITIONS, parked_topic
from shared.kernel.clock import Clock
from shared.kernel.errors import LinliError
from shared.logs import log
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import EventLog, UnknownTopic
from shared.messaging.sqlite_log import SqliteLog
from shared.settings import Settings
from shared.storage.folder import DataFolder
from shared.storage.standstill import HeldBack

GROUPS = (MATCHING_GROUP, NOTIFY_GROUP, LEDGER_GROUP, REDEEMING_GROUP)
"""Every consumer group that can park events."""


class TopicMissing(LinliError):
    """The cluster lacks a topic; nothing is created unasked on a cluster that others may use."""

    code = "topic-missing"
    zh = "Kafka 上没有主题 {topic}；请先运行 linli settings --create-topics"
    en = "Kafka has no topic {topic}; run linli settings --create-topics first"


class TooFewPartitions(LinliError):
    """A topic was made with fewer partitions than the platform needs."""

    code = "too-few-partitions"
    zh = "Kafka 主题 {topic} 只有 {found} 个分区，需要 {wanted} 个；增加分区会打乱同一键的次序，请在停机且全部读完后重建该主题，或换一个 LINLI_KAFKA_PREFIX"
    en = (
        "The Kafka topic {topic} has {found} partitions, {wanted} are needed; adding some would break the order of keys:"
        " make the topic anew while everything is stopped and read, or take another LINLI_KAFKA_PREFIX"
    )


def wanted_topics() -> Mapping[str, int]:
    """Return each topic with its number of partitions."""
    assert catalogue.__all__
    return {**PARTITIONS, **{parked_topic(group): 1 for group in GROUPS}}


def kafka_access(settings: Settings) -> KafkaAccess:
    """Return the way to the cluster that the settings name."""
    return KafkaAccess(
        brokers=tuple(settings.kafka_brokers.split(",")),
        prefix=settings.kafka_prefix,
        security=settings.kafka_security,
        mechanism=settings.kafka_mechanism,
        account=settings.kafka_account,
        password=settings.kafka_password,
        ca_file=Path(settings.kafka_ca_file) if settings.kafka_ca_file else None,
        replicas=settings.kafka_replicas,
    )


def open_log(settings: Settings, folder: DataFolder, clock: Clock) -> EventLog:
    """Return the event log with its topics: the file's are made when missing, those of a cluster must be there.

    Raises:
        TopicMissing: If the cluster lacks one.
        TooFewPartitions: If one of the cluster's is too small.
        LogUnavailable: If the log does not answer.
        LogRefused: If it does not let us in.
    """
    if not settings.kafka_brokers:
        event_log = SqliteLog(folder.log_file, clock)
        event_log.ensure_topics(wanted_topics())
        return event_log
    warn_of_open_line(settings)
    cluster = KafkaLog(kafka_access(settings), clock)
    try:
        check_topics(cluster)
    except LinliError:
        cluster.close()
        raise
    return cluster


def warn_of_open_line(settings: Settings) -> None:
    """Name in the logs what goes over an unprotected line to brokers that ask for a name and password."""
    if settings.kafka_security != "SASL_PLAINTEXT":
        return
    what = "the password and every event" if settings.kafka_mechanism == "PLAIN" else "every event"
    log.warning(
        "the line to Kafka is not encrypted; LINLI_KAFKA_SECURITY=SASL_SSL is",
        extra={"readable": what, "mechanism": settings.kafka_mechanism},
    )


def check_topics(event_log: EventLog) -> None:
    """Pass if every topic is there and large enough."""
    for topic, wanted in wanted_topics().items():
        try:
            found = len(event_log.spans(topic))
        except UnknownTopic as cause:
            raise TopicMissing(topic=topic) from cause
        if found < wanted:
            raise TooFewPartitions(topic=topic, found=found, wanted=wanted)


def held_back(settings: Settings) -> Callable[[], bool]:
    """Return what tells a relay whether a backup wants nothing appended now; with a file, the file's lock does that."""
    return HeldBack() if settings.kafka_brokers else lambda: False


def create_topics(settings: Settings, clock: Clock) -> Mapping[str, int]:
    """Create what the cluster lacks and return every topic with its number of partitions."""
    cluster = KafkaLog(kafka_access(settings), clock)
    try:
        cluster.ensure_topics(wanted_topics())
        check_topics(cluster)
        return {topic: len(cluster.spans(topic)) for topic in wanted_topics()}
    finally:
        cluster.close()


def remove_topics(settings: Settings, clock: Clock) -> None:
    """Remove every topic of the platform from the cluster, with all that stands in it, and what its groups remember."""
    cluster = KafkaLog(kafka_access(settings), clock)
    try:
        cluster.remove(wanted_topics(), GROUPS)
    finally:
        cluster.close()
