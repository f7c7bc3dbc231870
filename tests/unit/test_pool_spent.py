"""A pool's public account by kind of service: no count of fewer than ten people is shown or can be worked out."""

from datetime import UTC, datetime

from services.ledger.domain.redeeming.redemption import OrderedAs, PaidBy, Redemption, RedemptionState
from services.ledger.domain.redeeming.spent import OTHERS, Spent, spent_on
from tests.ledger_facts import HERE

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def used(kind: str, people: int, *, minutes: int = 30, times: int = 1) -> list[Redemption]:
    """Return services of a kind that a pool paid for, each of these people so many times."""
    return [
        Redemption(
            id=f"{kind}-{person}-{time}",
            community_code=HERE,
            book=HERE,
            entry_id="entry",
            service_kind=kind,
            paid_by=PaidBy.POOL,
            member_id=None,
            resident_id=f"resident-{person}",
            ordered_by="staff",
            ordered_as=OrderedAs.STAFF,
            minutes=minutes,
            used_minutes=minutes,
            starts_at=AT,
            ends_at=AT,
            state=RedemptionState.USED,
            created_at=AT,
            ended_at=AT,
        )
        for person in range(people)
        for time in range(times)
    ]


def test_a_kind_that_ten_people_received_stands_by_itself_and_all_others_together_without_a_count() -> None:
    told = spent_on([*used("HAIRCUT", 10), *used("ERRAND", 9, minutes=60), *used("BATHING", 1, times=12)])
    assert told == (
        Spent(service_kind="HAIRCUT", minutes=300, persons=10),
        Spent(service_kind=OTHERS, minutes=540 + 360, persons=None),
    )


def test_people_are_counted_once_however_often_they_received_it() -> None:
    assert spent_on(used("HAIRCUT", 9, times=3)) == (Spent(service_kind=OTHERS, minutes=810, persons=None),)


def test_the_kind_most_was_spent_on_comes_first_and_an_empty_pool_says_nothing() -> None:
    both = [*used("HAIRCUT", 10, minutes=10), *used("ERRAND", 12, minutes=20)]
    assert [each.service_kind for each in spent_on(both)] == ["ERRAND", "HAIRCUT"]
    assert spent_on([]) == ()
