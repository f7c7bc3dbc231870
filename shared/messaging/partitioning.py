"""Which partition a key belongs to: the same in every log, and in every program that appends to it."""

from zlib import crc32


def partition_of(key: str, partitions: int) -> int:
    """Return the number of the partition of a key, from 0: CRC-32 of its UTF-8 bytes, modulo.

    It is what Kafka's C client and all that build on it do with keyed records.
    Source: librdkafka, ``rd_kafka_msg_partitioner_consistent``.
    """
    return crc32(key.encode()) % partitions
