"""What is needed nearby stands nearest first, or soonest first for whoever wants no look at where they live."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.matching.entrypoints.service_pages.finding import FindQuery, in_order
from tests.ledger_facts import NOON


@dataclass
class Wanted:
    hours: int
    distance_metres: int | None

    @property
    def starts_at(self) -> datetime:
        return NOON + timedelta(hours=self.hours)


NEAR, SOON, SOMEWHERE = Wanted(5, 100), Wanted(1, 900), Wanted(3, None)


def test_nearest_first_and_what_is_nowhere_last() -> None:
    assert in_order([SOMEWHERE, SOON, NEAR], is_by_time=False) == [NEAR, SOON, SOMEWHERE]


def test_soonest_first_whoever_looks() -> None:
    assert in_order([NEAR, SOMEWHERE, SOON], is_by_time=True) == [SOON, SOMEWHERE, NEAR]


def test_a_link_keeps_what_was_asked_for() -> None:
    asked = FindQuery(where="community", kind="HAIRCUT", by="time")
    assert asked.link(after="x") == "/find?where=community&kind=HAIRCUT&by=time&after=x"
    assert asked.link(kind=None, by="near") == "/find?where=community&by=near"
