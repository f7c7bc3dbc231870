"""What the ledger makes of facts: transfers that balance, refusals that stand, nothing twice."""

import pytest

from services.ledger.domain.accounts import Unit, book_of, issue_account, member_account, member_of, shard_of
from services.ledger.domain.blocks import GENESIS, Block, Posting, Refusal, Taken, Transfer
from services.ledger.domain.drafting import Fact, draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.errors import Unbalanced
from services.ledger.domain.state import ShardState
from tests.ledger_facts import HERE, NOON_MILLIS, a_fact, blocks_of, replayed

WANG = member_account(HERE, "wang")
ISSUE = issue_account(HERE)


def drafted(state: ShardState, *facts: Fact, now_millis: int = NOON_MILLIS) -> Block | None:
    return draft(state, facts, now_millis=now_millis, nonce="0" * 32)


def fresh() -> ShardState:
    return ShardState(shard_of(HERE))


def test_an_hour_of_volunteering_is_an_hour_of_service_and_an_hour_of_credit() -> None:
    block = drafted(fresh(), a_fact(minutes=60))
    assert block is not None
    assert [
        (each.account, each.unit, each.minutes, each.balance_minutes) for each in block.transfers[0].postings
    ] == [
        (ISSUE, Unit.SERVICE, -60, -60),
        (WANG, Unit.SERVICE, 60, 60),
        (ISSUE, Unit.CREDIT, -60, -60),
        (WANG, Unit.CREDIT, 60, 60),
    ]


def test_the_first_block_names_no_block_before_it() -> None:
    block = drafted(fresh(), a_fact())
    assert block is not None
    assert (block.seq, block.prev, block.logged_at_millis, block.postings_total) == (
        1,
        GENESIS,
        NOON_MILLIS,
        4,
    )


def test_each_posting_stands_on_the_one_before_in_the_same_block() -> None:
    block = drafted(fresh(), a_fact("r1", minutes=30), a_fact("r2", minutes=45))
    assert block is not None
    served = [
        (each.number, each.balance_minutes)
        for transfer in block.transfers
        for each in transfer.postings
        if each.account == WANG and each.unit is Unit.SERVICE
    ]
    assert served == [(1, 30), (2, 75)]


@pytest.mark.parametrize("recorded_as", ["PROFESSIONAL", "DUTY", "something-new"])
def test_what_is_not_volunteering_earns_nothing_and_the_refusal_stands_in_the_chain(recorded_as: str) -> None:
    block = drafted(fresh(), a_fact(recorded_as=recorded_as))
    assert block is not None
    assert block.transfers == ()
    assert [(each.record_id, each.member_id, each.reason) for each in block.refusals] == [
        ("r1", "wang", "not-volunteering")
    ]


def test_a_record_heard_again_is_passed_over_in_silence() -> None:
    state = replayed(blocks_of([[a_fact()]]))
    assert drafted(state, a_fact(), a_fact(event_id="another-event", position=9)) is None


def test_a_record_twice_in_one_poll_is_posted_once() -> None:
    block = drafted(fresh(), a_fact(), a_fact())
    assert block is not None
    assert len(block.transfers) == 1


def test_the_same_record_with_other_minutes_is_refused_once_and_changes_no_balance() -> None:
    other = a_fact(minutes=90, event_id="other")
    chain = blocks_of([[a_fact(minutes=60)], [other], [other]])
    state = replayed(chain)
    assert [[each.reason for each in sealed.block.refusals] for sealed in chain] == [[], ["record-conflict"]]
    assert state.standing(WANG, Unit.CREDIT).minutes == 60


def test_a_refused_record_stays_refused_when_it_comes_back_as_volunteering() -> None:
    chain = blocks_of([[a_fact(recorded_as="DUTY")], [a_fact(recorded_as="VOLUNTEER", event_id="later")]])
    assert [each.reason for sealed in chain for each in sealed.block.refusals] == [
        "not-volunteering",
        "record-conflict",
    ]
    assert replayed(chain).standing(WANG, Unit.SERVICE).minutes == 0


def test_log_time_goes_on_when_the_machine_goes_back() -> None:
    state = replayed(blocks_of([[a_fact()]]))
    block = drafted(state, a_fact("r2"), now_millis=NOON_MILLIS - 3_600_000)
    assert block is not None
    assert block.logged_at_millis == NOON_MILLIS + 1


def test_a_block_says_where_in_the_log_its_facts_stood() -> None:
    block = drafted(
        fresh(),
        a_fact("r1", partition=3, position=7),
        a_fact("r2", partition=3, position=9),
        a_fact("r3", partition=1, position=2),
    )
    assert block is not None
    assert block.taken == (
        Taken(topic="linli.service", partition=1, first=2, next=3),
        Taken(topic="linli.service", partition=3, first=7, next=10),
    )


def test_a_draft_leaves_the_state_as_it_was() -> None:
    state = fresh()
    before = state.digest()
    drafted(state, a_fact())
    assert state.digest() == before


def test_a_transfer_that_does_not_balance_cannot_exist() -> None:
    lopsided = Posting(account=WANG, unit=Unit.CREDIT, minutes=1, balance_minutes=1, number=1)
    mirrored_in_another_unit = Posting(
        account=ISSUE, unit=Unit.SERVICE, minutes=-1, balance_minutes=-1, number=1
    )
    for postings in ((), (lopsided,), (lopsided, mirrored_in_another_unit)):
        with pytest.raises(Unbalanced):
            Transfer(
                transfer_id="t",
                record_id="r",
                event_id="e",
                fingerprint="f",
                community_code=HERE,
                assignment_id="a",
                service_kind="k",
                effective_at_millis=1,
                postings=postings,
            )


def test_an_account_tells_its_book_and_its_member() -> None:
    assert (book_of(WANG), member_of(WANG)) == (HERE, "wang")
    assert (book_of(ISSUE), member_of(ISSUE)) == (HERE, None)
    assert member_of(member_account(HERE, "urn:odd:id")) == "urn:odd:id"


def test_the_shard_of_a_book_is_fixed_for_ever() -> None:
    assert [shard_of(code) for code in (HERE, "511402001002", "110101001001")] == [32, 46, 18]


def test_a_block_holds_ids_codes_and_minutes_and_no_words_about_persons() -> None:
    names = (
        set(Block.__dataclass_fields__)
        | set(Transfer.__dataclass_fields__)
        | set(Refusal.__dataclass_fields__)
    )
    assert names.isdisjoint({"name", "phone", "address", "resident_id", "details", "title"})
    sealed = seal(blocks_of([[a_fact()]])[0].block)
    assert "li" not in sealed.text.replace("linli", "").split('"')
