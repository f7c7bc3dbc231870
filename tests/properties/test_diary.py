"""No two entries of a diary overlap, whatever is reserved, held and released, in any order."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.domain.diary import KEPT_DAYS, Diary, Entry, EntryState
from services.matching.domain.errors import DiaryOverlap
from tests.matching_facts import NINE

Act = tuple[str, int, int, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "hold", "release"]),
        st.integers(0, 9),
        st.integers(0, 60),
        st.integers(1, 20),
    ),
    max_size=60,
)


def an_entry(number: int, start: int, length: int) -> Entry:
    return Entry(
        assignment_id=f"a{number}",
        need_id=f"n{number}",
        starts_at=NINE + timedelta(minutes=start),
        ends_at=NINE + timedelta(minutes=start + length),
        state=EntryState.RESERVED,
        reserved_at=NINE,
    )


def acted(diary: Diary, act: Act) -> Diary:
    what, number, start, length = act
    if what == "hold":
        return diary.held(f"a{number}", NINE)
    if what == "release":
        return diary.released(f"a{number}", NINE)
    try:
        return diary.reserved(an_entry(number, start, length), NINE)
    except DiaryOverlap:
        return diary


@settings(max_examples=200, deadline=None)
@given(ACTS)
def test_entries_never_overlap_and_stay_in_order(acts: list[Act]) -> None:
    diary = Diary(id="m", changed_at=NINE)
    for act in acts:
        diary = acted(diary, act)
        for one, other in pairwise(diary.entries):
            assert one.ends_at <= other.starts_at
        assert len({each.assignment_id for each in diary.entries}) == len(diary.entries)


@settings(max_examples=200, deadline=None)
@given(ACTS)
def test_doing_the_same_again_changes_nothing(acts: list[Act]) -> None:
    diary = Diary(id="m", changed_at=NINE)
    for act in acts:
        diary = acted(diary, act)
        assert acted(diary, act) is diary


@settings(max_examples=100, deadline=None)
@given(ACTS, st.integers(0, 60), st.integers(1, 20))
def test_a_time_is_free_exactly_when_it_can_be_reserved(acts: list[Act], start: int, length: int) -> None:
    diary = Diary(id="m", changed_at=NINE)
    for act in acts:
        diary = acted(diary, act)
    entry = an_entry(99, start, length)

    free = diary.is_free(entry.starts_at, entry.ends_at)

    assert free is (acted(diary, ("reserve", 99, start, length)) is not diary)


def test_entries_of_long_ago_are_dropped_when_the_diary_changes() -> None:
    old = Diary(id="m", changed_at=NINE).reserved(an_entry(1, 0, 30), NINE)
    later = NINE + timedelta(days=KEPT_DAYS + 1)
    fresh = an_entry(2, (KEPT_DAYS + 2) * 1440, 30)

    assert [each.assignment_id for each in old.reserved(fresh, later).entries] == ["a2"]
