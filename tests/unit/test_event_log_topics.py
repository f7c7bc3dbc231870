"""What a cluster's topics must be like before the platform runs on them."""

from pathlib import Path

import pytest

from services.event_log import TooFewPartitions, TopicMissing, check_topics, wanted_topics
from shared.events.topics import MATCHING
from shared.kernel.clock import SetClock
from shared.messaging.sqlite_log import SqliteLog


def test_the_topics_the_platform_makes_are_those_it_wants(tmp_path: Path, clock: SetClock) -> None:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics(wanted_topics())
    check_topics(log)


def test_a_missing_topic_is_named_with_what_to_do(tmp_path: Path, clock: SetClock) -> None:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics({topic: count for topic, count in wanted_topics().items() if topic != MATCHING})
    with pytest.raises(TopicMissing, match=r"linli\.matching; run linli settings --create-topics"):
        check_topics(log)


def test_a_topic_with_too_few_partitions_is_named_and_left_alone(tmp_path: Path, clock: SetClock) -> None:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics({**wanted_topics(), MATCHING: 3})
    with pytest.raises(TooFewPartitions, match=r"linli\.matching has 3 partitions, 8 are needed"):
        check_topics(log)
    assert len(log.spans(MATCHING)) == 3
