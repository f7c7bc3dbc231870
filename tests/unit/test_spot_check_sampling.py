"""A spot check draws by chance that can be repeated, one of each grade of proof first, the others in proportion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.checking.sampling import drawn, sample_size
from services.matching.domain.checking.spot_check import NEXT_STATES, CheckState

STRATA = {
    "RECEIVER": [f"r{n}" for n in range(180)],
    "ORGANISER": [f"o{n}" for n in range(19)],
    "STAFF": ["s"],
}


def test_a_table_of_states_names_every_state() -> None:
    assert set(NEXT_STATES) == set(CheckState)


@pytest.mark.parametrize(
    ("records", "size"), [(0, 0), (1, 1), (6, 6), (7, 6), (121, 7), (1200, 60), (90_000, 60)]
)
def test_one_in_twenty_six_at_least_and_sixty_at_most(records: int, size: int) -> None:
    """Source: 民政部令67号 18-21."""
    assert sample_size(records) == size


def test_each_grade_is_drawn_and_the_others_in_proportion() -> None:
    chosen = drawn(STRATA, seed="one")
    assert (len(chosen), "s" in chosen, sum(each.startswith("o") for each in chosen)) == (10, True, 1)


def test_the_seed_alone_decides() -> None:
    turned = {name: ids[::-1] for name, ids in STRATA.items()}
    assert drawn(turned, seed="one") == drawn(STRATA, seed="one")
    assert drawn(STRATA, seed="two") != drawn(STRATA, seed="one")


@given(st.lists(st.integers(0, 30), max_size=6), st.text(max_size=5))
def test_nothing_is_drawn_twice_and_as_many_as_said(sizes: list[int], seed: str) -> None:
    strata = {str(number): [f"{number}-{n}" for n in range(size)] for number, size in enumerate(sizes)}
    chosen = drawn(strata, seed=seed)
    assert len(set(chosen)) == len(chosen) == sample_size(sum(sizes))
