"""The example day can be begun at any minute of the day."""

from datetime import timedelta
from itertools import pairwise

from services.demo.example_day import _PLAN, _start
from tests.matching_facts import NINE

COMES_TO_NOTHING = ("CANCELLED", "NO_SHOW")


def test_nobody_of_the_example_is_bound_twice_whenever_it_is_begun() -> None:
    for minute in range(24 * 60):
        now = NINE + timedelta(minutes=minute)
        bound = sorted(
            (serves.helper, _start(each.when, now), each.minutes)
            for each in _PLAN
            for serves in each.serves
            if serves.until not in COMES_TO_NOTHING
        )
        for (one, start, minutes), (other, next_start, _) in pairwise(bound):
            assert one != other or start + timedelta(minutes=minutes) <= next_start, (now, one)
