"""What is asked of the ledger: every filter means what it says, the past is what it was, books add up."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from services.ledger.application.accounts import statement
from services.ledger.application.as_of import Point, as_of
from services.ledger.application.refusing import sequence_of
from services.ledger.domain.accounts import SHARDS, Unit, shard_of
from services.ledger.domain.filtering import Direction, EntryFilter
from services.ledger.domain.lines import Entry
from shared.kernel.clock import SetClock, iso
from shared.kernel.ids import RandomIds
from tests.application.ledger_web import GIFT, POOL, WANG, ZHAO, Counter, a_counter
from tests.application.register_world import HOME, NEXT_DOOR
from tests.ledger_facts import NOON, confirmed, message_of, record_at

SEEDS = 40


@pytest.fixture
def counter(databases: str, clock: SetClock, ids: RandomIds) -> Counter:
    """Wang served in two books on several days, gave, received and donated."""
    counter = a_counter(clock, ids)
    for day in range(6):
        clock.advance(hours=5)
        served = confirmed(
            f"day{day}",
            community_code=HOME if day % 2 else NEXT_DOOR,
            minutes=10 + 15 * day,
            served_at=NOON - timedelta(days=day),
        )
        counter.writer.take([record_at(10 + day, message_of(served))])
        counter.send("/transfers", {**GIFT, "minutes": 5 + day})
        counter.send("/transfers", {"verb": "DONATE", "from_account": WANG, "minutes": 1 + day})
        counter.carry()
    counter.done("/transfers", {**GIFT, "from_account": ZHAO, "to_account": WANG, "minutes": 3})
    return counter


def all_entries(counter: Counter, who: str = "wang") -> list[Entry]:
    return list(statement(counter.ledger, who, limit=200).items)


def some_filter(seeded: random.Random, entries: list[Entry]) -> EntryFilter:
    """Return a filter with limits taken from what there is, so that they cut between entries."""

    def maybe(*choices: object) -> object:
        return seeded.choice(choices) if seeded.random() < 0.35 else None

    one = seeded.choice(entries)
    fields = {
        "unit": maybe(*Unit),
        "community_code": maybe(HOME, NEXT_DOOR),
        "kind": maybe("EARNED", "GIFT", "DONATE", "REVERSE"),
        "direction": maybe(*Direction),
        "counterparty": maybe(ZHAO, POOL, one.counterparty),
        "least_minutes": maybe(0, abs(one.minutes)),
        "most_minutes": maybe(abs(one.minutes), 50),
        "since": maybe(one.effective_at),
        "before": maybe(one.effective_at),
    }
    return EntryFilter(**fields)  # type: ignore[arg-type]  # -- as the choices are


def test_every_filter_in_pages_gives_what_going_through_everything_gives(counter: Counter) -> None:
    entries, seeded = all_entries(counter), random.Random(15)
    matched = 0
    for _ in range(SEEDS):
        wanted = some_filter(seeded, entries)
        found: list[Entry] = []
        after = None
        while True:
            page = statement(counter.ledger, "wang", wanted, limit=seeded.choice((4, 50)), after=after)
            found += page.items
            if (after := page.next) is None:
                break
        assert found == [each for each in entries if wanted.admits(each)], wanted
        matched += bool(found)
    assert matched > SEEDS // 5


def test_a_filter_over_http_says_what_is_wrong_with_it(counter: Counter) -> None:
    good = f"kind=GIFT&direction=OUT&counterparty={ZHAO}&least_minutes=6&before=2030-01-01T00:00:00Z"
    page = counter.read(f"/accounts/wang/statement?{good}").get_json()
    assert [each["minutes"] for each in page["items"]] == [-10, -9, -8, -7, -6]
    for wrong in ("direction=UP", "least_minutes=-1", "since=yesterday", "kind=a%20b"):
        answer = counter.read(f"/accounts/wang/statement?{wrong}")
        assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, wrong.split("=")[0])


def test_the_past_is_what_adding_up_every_posting_gives(counter: Counter) -> None:
    entries = all_entries(counter)
    shard = shard_of(HOME)
    heads = range(counter.ledger.projections.head(shard) + 1)
    for seq in heads:
        had = as_of(counter.ledger, "wang", Point(sequence=sequence_of(shard, seq)))
        counted = [each for each in entries if f"{shard:02d}:" <= each.block_id <= f"{shard:02d}:{seq:012d}"]
        assert (had.service_minutes, had.credit_minutes) == sums(counted)
    for instant in sorted({each.effective_at for each in entries}):
        had = as_of(counter.ledger, "wang", Point(effective_at=instant))
        assert (had.service_minutes, had.credit_minutes) == sums(
            [each for each in entries if each.effective_at <= instant]
        )
    for instant in sorted({each.logged_at for each in entries}):
        had = as_of(counter.ledger, "wang", Point(logged_at=instant, community_code=HOME))
        counted = [each for each in entries if each.logged_at <= instant and each.community_code == HOME]
        assert (had.service_minutes, had.credit_minutes) == sums(counted)


def sums(entries: list[Entry]) -> tuple[int, int]:
    served = sum(each.minutes for each in entries if each.unit is Unit.SERVICE)
    return served, sum(each.minutes for each in entries if each.unit is Unit.CREDIT)


def test_an_answer_about_the_past_carries_block_and_instant(counter: Counter, clock: SetClock) -> None:
    shard = shard_of(HOME)
    by_block = counter.read(f"/accounts/wang/as-of?sequence={shard:02d}:1").get_json()
    assert by_block == {
        "member_id": "wang",
        "service_minutes": 60,
        "credit_minutes": 60,
        "sequence": f"{shard:02d}:1",
        "effective_at": iso(clock.now()),
    }
    by_time = counter.read(f"/accounts/wang/as-of?effective_at={iso(NOON)}").get_json()
    heads = [f"{each:02d}:{counter.ledger.projections.head(each)}" for each in range(SHARDS)]
    newest = [each for each in heads if not each.endswith(":0")]
    assert by_time["sequence"] == ",".join(newest)
    assert by_time["effective_at"] == iso(NOON)
    early = counter.read(f"/accounts/wang/as-of?sequence={shard:02d}:999")
    assert (early.status_code, early.get_json()["code"]) == (409, "sequence-not-reached")
    assert counter.read("/accounts/wang/as-of?sequence=x").status_code == 422


def test_a_book_adds_up_to_zero_and_says_what_is_outstanding(counter: Counter) -> None:
    book = counter.read(f"/books/{HOME}", "auditor").get_json()
    kinds = {each["kind"]: (each["accounts"], each["credit_minutes"]) for each in book["kinds"]}
    assert book["sum_minutes"] == 0
    assert sum(minutes for _, minutes in kinds.values()) == 0
    assert kinds["pool"] == (1, sum(range(1, 7)))
    members = kinds["member"]
    assert members[0] == 2
    assert book["outstanding"] == [{"month": None, "minutes": members[1]}]
    for by, status in (("staff", 200), ("wang", 403), ("staff-next-door", 403)):
        assert counter.read(f"/books/{HOME}", by).status_code == status


def test_entries_of_one_account_run_on_from_balance_to_balance(counter: Counter) -> None:
    wanted = EntryFilter(unit=Unit.CREDIT, community_code=HOME)
    entries = statement(counter.ledger, "wang", wanted, limit=200).items
    assert all(
        later.balance_minutes - later.minutes == before.balance_minutes for later, before in pairwise(entries)
    )
