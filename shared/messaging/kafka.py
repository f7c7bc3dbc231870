"""The one place that imports Kafka's library: clients opened with safe settings, errors said in our words, names and records turned into ours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from kafka import (
    ConsumerRebalanceListener,
    KafkaAdminClient,
    KafkaConsumer,
    KafkaProducer,
    OffsetAndMetadata,
    TopicPartition,
    errors,
)
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.net.compat import KafkaNetClient
from kafka.net.transport import KafkaSSLTransport, KafkaTCPTransport

from shared.kernel.clock import from_unix_millis
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.log import LogRefused, LogUnavailable, Partition, Record, UnknownTopic

MOST_BYTES = 2 * 1024 * 1024
"""Longest record: an event of 1 MiB with its headers."""

DELIVERY_SECONDS = 20
READ_SECONDS = 10
FETCHED_AT_ONCE = 2000

ALREADY_THERE: type[Exception] = errors.TopicAlreadyExistsError
GONE: tuple[type[Exception], ...] = (errors.OffsetOutOfRangeError, errors.LogTruncationError)
NO_POSITION: type[Exception] = errors.NoOffsetForPartitionError
NOT_LOADED_YET: tuple[type[Exception], ...] = (
    errors.CoordinatorLoadInProgressError,
    errors.CoordinatorNotAvailableError,
    errors.NotCoordinatorError,
)
"""What a broker that has just started, or taken over, says of groups until it has read them."""
REBALANCING: type[Exception] = errors.RebalanceInProgressError
NOT_OURS_ANY_MORE: tuple[type[Exception], ...] = (
    errors.CommitFailedError,
    errors.UnknownMemberIdError,
    errors.IllegalGenerationError,
    errors.FencedInstanceIdError,
)
REFUSED: tuple[type[Exception], ...] = (
    errors.AuthorizationError,
    errors.SaslAuthenticationFailedError,
    errors.UnsupportedSaslMechanismError,
    errors.IllegalSaslStateError,
)


class NotSharedOutYet(errors.RetriableError):  # type: ignore[misc]  # -- the library is untyped
    """A reader was taken into a group, but who shares out has not said what it gets."""


@contextmanager
def translated() -> Iterator[None]:
    """Say what goes wrong inside in the words of the log port; only a position that is gone passes as it is."""
    try:
        yield
    except GONE:
        raise
    except REFUSED as cause:
        raise LogRefused(why=_reason(cause)) from cause
    except (errors.UnknownTopicOrPartitionError, errors.InvalidTopicError) as cause:
        raise UnknownTopic(topic=_reason(cause)) from cause
    except (errors.KafkaError, OSError) as cause:
        raise LogUnavailable(why=_reason(cause), why_zh=_reason(cause)) from cause


def _reason(cause: BaseException) -> str:
    text = str(cause)
    kind = type(cause).__name__
    return (text if kind in text else f"{kind}: {text}")[:300]


def is_refused(code: int) -> bool:
    """Tell whether a broker's error code means that we may not."""
    return issubclass(errors.for_code(code), REFUSED)


def check_told(faults: Iterable[type[Exception]]) -> None:
    """Raise the first fault among what a broker told of several places."""
    for fault in faults:
        if fault is not errors.NoError:
            raise fault


def lost_places(cause: Exception) -> Mapping[Any, Any]:
    """Return, from an error of ``GONE``, the positions that are not in the log, by the library's partition."""
    told = (
        cause.args[0] if isinstance(cause, errors.OffsetOutOfRangeError) else vars(cause)["divergent_offsets"]
    )
    return {place: getattr(position, "offset", position) for place, position in dict(told).items()}


def _hearing_out(kind: Any) -> None:
    """Let a transport of the library hand on what came before a connection ended.

    A broker says why it refuses, then hangs up. When both arrive in one reading, the library (seen in 3.0.12) throws the reason away.
    """
    receive = kind._sock_recv  # noqa: SLF001 -- the only place where both are known

    def receive_first(transport: Any) -> tuple[bytes, Exception | None]:
        heard, fault = receive(transport)
        return heard, None if heard else fault

    kind._sock_recv = receive_first  # noqa: SLF001 -- as above; at the next reading the end is met again


for _kind in (KafkaTCPTransport, KafkaSSLTransport):
    _hearing_out(_kind)


@contextmanager
def _opening(access: KafkaAccess) -> Iterator[dict[str, object]]:
    """Give the options to open a client with; if no broker lets it in, say why: the library itself only logs that."""
    faults: list[BaseException] = []

    def telling_client(**options: object) -> Any:
        client = KafkaNetClient(**options)
        connections = client._manager  # noqa: SLF001 -- the library shows a failed connection nowhere else
        connect = connections.get_connection

        def get_connection(*which: object, **how: object) -> Any:
            connection = connect(*which, **how)
            connection.init_future.add_errback(faults.append)
            return connection

        connections.get_connection = get_connection
        return client

    try:
        with translated():
            yield {**access.options(), "kafka_client": telling_client}
    except LogUnavailable as unavailable:
        refused = [each for each in faults if isinstance(each, REFUSED) or "Handshake" in str(each)]
        raise _not_let_in(access, (refused or faults or [unavailable])[0]) from unavailable


def _not_let_in(access: KafkaAccess, fault: BaseException) -> LogRefused | LogUnavailable:
    """Return what to say when a connection failed like this before the client could be used."""
    if isinstance(fault, REFUSED) or "Handshake" in str(fault):
        return LogRefused(why=_reason(fault))
    brokers = ", ".join(access.brokers)
    return LogUnavailable(
        why_zh=f"{brokers} 没有应答（{_reason(fault)}）；请检查 LINLI_KAFKA_BROKERS 与 LINLI_KAFKA_SECURITY",
        why=f"no answer from {brokers} ({_reason(fault)}); check LINLI_KAFKA_BROKERS and LINLI_KAFKA_SECURITY",
    )


def open_admin(access: KafkaAccess) -> Any:
    """Return a client for topics and positions."""
    with _opening(access) as options:
        return KafkaAdminClient(**options)


def open_producer(access: KafkaAccess) -> Any:
    """Return a producer whose records are on all in-sync brokers, once and in order, when it says so."""
    with _opening(access) as options:
        return KafkaProducer(
            **options,
            acks="all",
            enable_idempotence=True,
            allow_auto_create_topics=False,
            max_block_ms=READ_SECONDS * 1000,
            delivery_timeout_ms=DELIVERY_SECONDS * 1000,
            max_request_size=MOST_BYTES,
            batch_size=256 * 1024,
            linger_ms=2,
            metrics_enabled=False,
        )


def abandon(producer: Any) -> None:
    """Let go of a producer at once, whatever it still holds: nobody was told that it was delivered."""
    producer._sender.force_close()  # noqa: SLF001 -- closing it in order waits for what may never be delivered
    with suppress(errors.KafkaError):
        producer.close(timeout=0)


def open_consumer(access: KafkaAccess, **more: object) -> Any:
    """Return a consumer that never commits, creates, skips or jumps by itself."""
    with _opening(access) as options:
        return KafkaConsumer(
            **options,
            **more,
            auto_offset_reset="none",
            enable_auto_commit=False,
            allow_auto_create_topics=False,
            isolation_level="read_committed",
            max_partition_fetch_bytes=MOST_BYTES,
            max_poll_records=FETCHED_AT_ONCE,
            metrics_enabled=False,
        )


def open_member(access: KafkaAccess, group: str, topics: Sequence[str]) -> Any:
    """Return a consumer that joins a group by its first poll; names are those on the cluster.

    It is no static member: one of those does not hand on when it leaves, and several processes must not share its name.
    """
    consumer = open_consumer(
        access,
        group_id=group,
        partition_assignment_strategy=[CooperativeStickyAssignor()],
        session_timeout_ms=int(access.session_seconds * 1000),
        heartbeat_interval_ms=int(access.session_seconds * 100),
        max_poll_interval_ms=int(access.poll_seconds * 1000),
    )
    # Who shares out must know the partitions by then, or it shares out nothing.
    for topic in topics:
        consumer.partitions_for_topic(topic)
    consumer.subscribe(list(topics), listener=_PauseNew(consumer))
    return consumer


class _PauseNew(ConsumerRebalanceListener):  # type: ignore[misc]  # -- the library is untyped
    """Lets nothing be fetched of a partition before somebody asks for its records."""

    def __init__(self, consumer: Any) -> None:
        self._consumer = consumer

    def on_partitions_assigned(self, assigned: Iterable[Any]) -> None:
        self._consumer.pause(*assigned)

    def on_partitions_revoked(self, revoked: Iterable[Any]) -> None:
        """Nothing: what was not committed comes again, to the new reader."""


_ATTRIBUTE = "ce_"
"""What CloudEvents' names begin with on Kafka, where the message is the event's data alone (binary mode)."""


def headers_on_cluster(headers: Mapping[str, str]) -> list[tuple[str, bytes]]:
    """Return headers as the CloudEvents binding for Kafka names them."""
    attributes = [(_ATTRIBUTE + name, text.encode()) for name, text in headers.items()]
    return [*attributes, ("content-type", b"application/json")]


def _attributes(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Return the headers that are attributes, named as they were appended; others are not ours."""
    return {
        name.removeprefix(_ATTRIBUTE): text.decode("utf-8", "replace")
        for name, text in headers
        if name.startswith(_ATTRIBUTE)
    }


class Names:
    """Our names for what is on the cluster, whose names begin with a prefix."""

    def __init__(self, prefix: str) -> None:
        """Take the prefix, which may be empty."""
        self._prefix = prefix

    def on_cluster(self, name: str) -> str:
        """Return the name a topic or group of ours has on the cluster."""
        return self._prefix + name

    def place(self, partition: Partition) -> Any:
        """Return the partition as the library writes it."""
        return TopicPartition(self.on_cluster(partition.topic), partition.number)

    def offset(self, position: int) -> Any:
        """Return a position as the library commits it."""
        return OffsetAndMetadata(position)

    def partition(self, place: Any) -> Partition:
        """Return our name of a partition of the library's."""
        return Partition(topic=place.topic.removeprefix(self._prefix), number=place.partition)

    def records(self, told: Mapping[Any, Sequence[Any]]) -> list[Record]:
        """Return what the library fetched as records of ours, in order within each partition."""
        return [
            Record(
                topic=each.topic.removeprefix(self._prefix),
                partition=each.partition,
                position=each.offset,
                key=(each.key or b"").decode("utf-8", "replace"),
                headers=_attributes(each.headers),
                body=each.value or b"",
                appended_at=from_unix_millis(each.timestamp),
            )
            for fetched in told.values()
            for each in fetched
        ]
