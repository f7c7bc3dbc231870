"""The times and kinds that are offered to those who ask."""

from datetime import UTC, datetime, timedelta

import pytest

from services.matching.entrypoints.asking_pages.kinds import ASKED, FIRST, title_for
from services.matching.entrypoints.asking_pages.times import (
    cards,
    day_words,
    days_offered,
    next_start,
    same_time_again,
)
from shared.kernel.clock import CHINA


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (china(23, 9, 20), china(23, 10)),
        (china(23, 18, 1), china(23, 19)),
        (china(23, 19, 1), china(24, 9)),
        (china(23, 23, 30), china(24, 9)),
        (china(23, 5, 30), china(23, 8)),
    ],
)
def test_the_next_full_hour_by_day_is_offered_first(now: datetime, start: datetime) -> None:
    assert next_start(now.astimezone(UTC)) == start
    assert cards(now.astimezone(UTC), "zh")[0].start == start


def test_cards_never_lie_in_the_past_and_never_twice() -> None:
    offered = [card.start for card in cards(china(23, 13, 30), "en", also=china(23, 14))]
    assert offered == sorted(set(offered))
    assert min(offered) > china(23, 13, 30)


def test_last_times_time_of_day_comes_again() -> None:
    earlier = china(2, 15)
    assert same_time_again(earlier, china(23, 9)) == china(23, 15)
    assert same_time_again(earlier, china(23, 14, 30)) == china(24, 15)
    assert same_time_again(earlier, china(23, 9)) - china(23, 9) >= timedelta(hours=1)


def test_every_kind_offered_first_has_plain_words() -> None:
    assert set(FIRST) <= set(ASKED)


def test_days_are_named_while_they_are_near() -> None:
    assert [words for _, words in days_offered(china(23, 9), "zh")][:4] == [
        "今天 11月23日 周一",
        "明天 11月24日 周二",
        "后天 11月25日 周三",
        "11月26日 周四",
    ]
    assert day_words(china(26, 9).date(), china(23, 9).date(), "en") == "Thu 26/11"


def test_a_title_left_empty_is_what_the_kind_is_called() -> None:
    assert title_for("ERRAND", "", "zh") == "买东西、取东西"
    assert title_for("PATROL_TRAFFIC", "", "en") == "Safety patrol, traffic courtesy"
    assert title_for("ERRAND", "买米", "zh") == "买米"
    assert title_for("NO_SUCH", "", "zh") == "NO_SUCH"
