"""Each verb of the ledger and each reason against it: what a person is told, and that nothing else changes."""

from dataclasses import replace

import pytest

from services.ledger.domain.accounts import (
    AccountKind,
    Unit,
    book_account,
    kind_of,
    member_account,
    shard_of,
)
from services.ledger.domain.blocks import Held
from services.ledger.domain.drafting import Asked, draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.instructions import MOST_MINUTES, MOST_STEPS, Instruction, Step, Verb
from services.ledger.domain.refusals import SENTENCES, Reason
from services.ledger.domain.turns import transfer_id
from shared.kernel.ids import derived_id
from tests.ledger_asking import ISSUE, LATER, POOL, QIAN, SHOP, WANG, ZHAO, World, gift
from tests.ledger_facts import HERE, NOON_MILLIS, THERE, a_fact


@pytest.mark.parametrize(
    ("account", "kind"),
    [
        (WANG, AccountKind.MEMBER),
        (POOL, AccountKind.POOL),
        (SHOP, AccountKind.PARTNER),
        (f"{POOL}:more", None),
        (book_account(HERE, "member"), None),
        (book_account(HERE, "safe"), None),
        ("purse:1:pool", None),
        ("book::pool", None),
        ("", None),
    ],
)
def test_an_account_says_by_its_name_what_it_is_for(account: str, kind: AccountKind | None) -> None:
    assert kind_of(account) is kind


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(words.zh and words.en for words in SENTENCES.values())


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (gift(61), "overdraft"),
        (gift(0), "minutes-out-of-range"),
        (gift(-5), "minutes-out-of-range"),
        (gift(MOST_MINUTES + 1), "minutes-out-of-range"),
        (gift(other=WANG), "same-account"),
        (gift(other=QIAN), "unknown-account"),
        (gift(other="nowhere"), "unknown-account"),
        (gift(other=SHOP), "unknown-account"),
        (gift(other=POOL), "wrong-kind-of-account"),
        (gift(other=member_account(THERE, "wang")), "wrong-book"),
        (replace(gift(), unit=Unit.SERVICE), "wrong-unit"),
        (Step(verb=Verb.TRANSFER, account=ISSUE, other=WANG, minutes=1), "wrong-kind-of-account"),
        (Step(verb=Verb.TRANSFER, account=POOL, other=WANG, minutes=1), "overdraft"),
        (
            Step(verb=Verb.HOLD, account=ISSUE, other=WANG, minutes=1, expires_at_millis=LATER),
            "wrong-kind-of-account",
        ),
        (
            Step(verb=Verb.HOLD, account=WANG, other=POOL, minutes=0, expires_at_millis=LATER),
            "minutes-out-of-range",
        ),
        (
            Step(verb=Verb.HOLD, account=WANG, other=POOL, minutes=1, expires_at_millis=NOON_MILLIS),
            "expiry-in-the-past",
        ),
        (
            Step(verb=Verb.HOLD, account=WANG, other=POOL, minutes=61, expires_at_millis=LATER),
            "overdraft",
        ),
        (Step(verb=Verb.POST, about="none", minutes=1), "hold-unknown"),
        (Step(verb=Verb.VOID, about="none"), "hold-unknown"),
        (Step(verb=Verb.REVERSE, about="none"), "transfer-unknown"),
        (Step(verb=Verb.EXPIRE_LOTS, account=WANG), "nothing-to-expire"),
        (Step(verb=Verb.SET_LIMIT, account=ISSUE), "wrong-kind-of-account"),
        (Step(verb=Verb.SET_LIMIT, account=WANG, minutes=1), "minutes-out-of-range"),
        (Step(verb=Verb.OPEN, account=POOL), "wrong-kind-of-account"),
        (Step(verb=Verb.CLOSE, account=POOL), "wrong-kind-of-account"),
        (Step(verb=Verb.CLOSE, account=WANG), "account-not-empty"),
        (Step(verb=Verb.ASSERT_BALANCE, account=WANG, minutes=59), "balance-differs"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_code_and_moves_nothing(step: Step, reason: str) -> None:
    world = World()
    act = world.ask(step)
    assert (act.refused, act.moves) == (reason, ())
    assert (world.credits(WANG), world.credits(ZHAO), world.credits(POOL)) == (60, 0, 0)


@pytest.mark.parametrize(
    ("step", "more", "reason"),
    [
        (Step(verb=Verb.ADJUST, account=ISSUE, minutes=5), {}, "wrong-kind-of-account"),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=0), {}, "minutes-out-of-range"),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=5), {"reason": ""}, "reason-missing"),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=5), {"approved_by": ""}, "second-person-missing"),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=5), {"approved_by": "a"}, "second-person-missing"),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=5), {"asked_by": ""}, "second-person-missing"),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=-61), {}, "overdraft"),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=5), {}, ""),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=-5), {}, ""),
        (Step(verb=Verb.ADJUST, account=WANG, minutes=-5, unit=Unit.SERVICE), {}, ""),
    ],
)
def test_a_correction_needs_a_reason_and_a_second_person(
    step: Step, more: dict[str, str], reason: str
) -> None:
    world = World()
    act = world.ask(step, more={"reason": "counted-twice", "asked_by": "a", "approved_by": "b", **more})
    assert act.refused == reason
    there = world.state.standing(WANG, step.unit).minutes
    assert there == 60 + (0 if reason else step.minutes)


def test_what_is_held_cannot_be_given_away_and_is_posted_in_part_once() -> None:
    world = World()
    hold = world.held(50)
    assert world.ask(gift(11)).refused == "overdraft"
    assert world.ask(Step(verb=Verb.POST, about=hold, minutes=0)).refused == "minutes-out-of-range"
    assert world.ask(Step(verb=Verb.POST, about=hold, minutes=51)).refused == "hold-exceeded"
    assert world.ask(Step(verb=Verb.POST, about=hold, minutes=20)).refused == ""
    assert (world.credits(WANG), world.credits(ZHAO), world.state.books.free_minutes(WANG)) == (40, 20, 40)
    assert world.ask(Step(verb=Verb.POST, about=hold, minutes=1)).refused == "hold-resolved"
    assert world.ask(Step(verb=Verb.VOID, about=hold)).refused == "hold-resolved"


def test_a_hold_ends_in_log_time_and_the_block_says_what_is_free_again() -> None:
    world = World()
    hold = world.held(50)
    assert world.state.next_deadline_millis() == LATER
    assert world.ask(gift(11), now=LATER - 1).refused == "overdraft"
    assert world.ask(gift(11), now=LATER).refused == ""
    assert world.ask(Step(verb=Verb.POST, about=hold, minutes=1), now=LATER).refused == "hold-expired"
    assert world.state.next_deadline_millis() is None


def test_a_hold_that_was_released_before_its_time_is_not_released_again() -> None:
    world = World()
    world.ask(Step(verb=Verb.VOID, about=world.held(50)))
    world.ask(gift(60), now=LATER)
    assert (world.credits(WANG), world.state.books.free_minutes(WANG)) == (0, 0)


def test_a_hold_for_an_account_closed_meanwhile_can_only_be_released() -> None:
    world = World()
    hold = world.held()
    assert world.ask(Step(verb=Verb.CLOSE, account=ZHAO)).refused == ""
    assert world.ask(Step(verb=Verb.POST, about=hold, minutes=1)).refused == "account-closed"
    assert world.ask(Step(verb=Verb.VOID, about=hold)).refused == ""


def test_a_closed_account_takes_nothing_any_more_not_even_a_record_and_cannot_be_opened() -> None:
    world = World()
    world.ask(Step(verb=Verb.CLOSE, account=ZHAO))
    world.write(facts=(a_fact("r2", member_id="zhao"),))
    assert world.ask(gift()).refused == "account-closed"
    assert world.ask(Step(verb=Verb.OPEN, account=ZHAO)).refused == "account-closed"
    assert world.credits(ZHAO) == 0


def test_a_reversal_is_the_exact_opposite_and_happens_once() -> None:
    world = World()
    given = transfer_id(world.ask(gift(25)).instruction.instruction_id, 0)
    back = world.ask(Step(verb=Verb.REVERSE, about=given))
    assert [(each.account, each.minutes) for each in back.moves[0].postings] == [(WANG, 25), (ZHAO, -25)]
    assert world.ask(Step(verb=Verb.REVERSE, about=given)).refused == "already-reversed"
    again = Step(verb=Verb.REVERSE, about=back.moves[0].transfer_id)
    assert world.ask(again).refused == "reversal-of-reversal"


def test_a_record_can_be_reversed_in_both_units_while_its_credits_are_there() -> None:
    world = World()
    record = derived_id("transfer", "r1")
    world.ask(gift(1))
    assert world.ask(Step(verb=Verb.REVERSE, about=record)).refused == "overdraft"
    world.ask(gift(1, account=ZHAO, other=WANG))
    assert world.ask(Step(verb=Verb.REVERSE, about=record)).refused == ""
    assert [world.state.standing(WANG, unit).minutes for unit in Unit] == [0, 0]


def test_a_transfer_with_an_account_closed_meanwhile_is_not_reversed() -> None:
    world = World()
    given = transfer_id(world.ask(gift(60)).instruction.instruction_id, 0)
    world.ask(Step(verb=Verb.CLOSE, account=WANG))
    assert world.ask(Step(verb=Verb.REVERSE, about=given)).refused == "account-closed"


def test_what_stands_in_another_book_of_the_same_shard_is_out_of_reach() -> None:
    world = World()
    other = next(
        code
        for code in (f"51140200{number:04d}" for number in range(9999))
        if shard_of(code) == shard_of(HERE)
    )
    hold = world.held()
    given = transfer_id(world.ask(gift(1)).instruction.instruction_id, 0)
    for step in (Step(verb=Verb.VOID, about=hold), Step(verb=Verb.REVERSE, about=given)):
        assert world.ask(step, more={"community_code": other}).refused == "wrong-book"


def test_a_limit_below_zero_lets_an_account_owe_and_cannot_be_lifted_while_it_does() -> None:
    world = World()
    assert world.ask(Step(verb=Verb.SET_LIMIT, account=WANG, minutes=-30)).refused == ""
    assert world.ask(gift(91)).refused == "overdraft"
    assert world.ask(gift(90)).refused == ""
    assert world.credits(WANG) == -30
    assert world.ask(Step(verb=Verb.SET_LIMIT, account=WANG)).refused == "overdraft"
    world.write(facts=(a_fact("r2", minutes=40),))
    assert (world.state.books.owed.get(WANG, 0), world.state.books.lots.get(WANG, ())[0].minutes) == (0, 10)
    assert world.ask(Step(verb=Verb.SET_LIMIT, account=WANG)).refused == ""


def test_linked_steps_happen_together_or_not_at_all() -> None:
    world = World()
    refused = world.ask(gift(30), Step(verb=Verb.DONATE, account=WANG, minutes=31))
    assert (refused.refused, refused.at_step, world.credits(ZHAO)) == ("overdraft", 1, 0)
    done = world.ask(
        Step(verb=Verb.ASSERT_BALANCE, account=WANG, minutes=60),
        gift(30),
        Step(verb=Verb.DONATE, account=WANG, minutes=30),
    )
    assert (done.refused, world.credits(ZHAO), world.credits(POOL)) == ("", 30, 30)


@pytest.mark.parametrize("steps", [(), tuple(gift(1) for _ in range(MOST_STEPS + 1))])
def test_an_instruction_has_one_to_twenty_steps(steps: tuple[Step, ...]) -> None:
    assert World().ask(*steps).refused == "steps-out-of-range"


def test_an_instruction_is_answered_once_and_a_refusal_stays_when_hours_arrive() -> None:
    world = World()
    asked = Instruction(instruction_id="mine", community_code=HERE, steps=(gift(70),))
    assert [act.refused for act in world.write(asked, asked)] == ["overdraft"]
    world.write(facts=(a_fact("r2", minutes=60),), now=NOON_MILLIS + 400 * 86_400_000)
    assert world.write(asked) == ()
    assert [act.refused for act in world.write(replace(asked, steps=(gift(1),)))] == ["instruction-conflict"]
    assert (world.credits(WANG), world.credits(ZHAO)) == (120, 0)


def test_a_block_that_says_another_answer_breaks_the_chain() -> None:
    world = World()
    asked = Asked(
        instruction=Instruction(instruction_id="x", community_code=HERE, steps=(gift(5),)),
        event_id="e",
        topic="t",
        partition=0,
        position=0,
    )
    block = draft(world.state, (), asked=[asked], now_millis=NOON_MILLIS, nonce="")
    assert block is not None
    act = block.acts[0]
    elsewhere = replace(act, instruction=replace(act.instruction, community_code=THERE))
    for untrue, why in (
        (replace(block, acts=(replace(act, refused="overdraft"),)), "the answer to instruction x is wrong"),
        (replace(block, acts=(elsewhere,)), "instruction x belongs to another shard"),
        (replace(block, held=(Held(account=WANG, minutes=5),)), "what it says is held is wrong"),
        (replace(block, rules="mine"), "its rules mine are not known"),
    ):
        before = world.state.digest()
        with pytest.raises(BrokenChain) as broken:
            world.state.apply(seal(untrue))
        assert broken.value.facts["why"] == why
        assert world.state.digest() == before
    world.state.apply(seal(block))
    again = replace(
        block, seq=block.seq + 1, prev=seal(block).hash, logged_at_millis=block.logged_at_millis + 1
    )
    with pytest.raises(BrokenChain, match="was answered before"):
        world.state.apply(seal(replace(again, postings_total=again.postings_total + 2)))


def test_credits_whose_time_is_over_go_to_the_book_and_a_held_one_stays() -> None:
    world = World()
    three_years = 1095 * 86_400_000
    world.write(facts=(a_fact("old", minutes=20, member_id="zhao"),), rules="three-years-1")
    step = Step(verb=Verb.HOLD, account=ZHAO, other=POOL, minutes=5, expires_at_millis=2 * NOON_MILLIS)
    world.ask(step)
    world.ask(Step(verb=Verb.EXPIRE_LOTS, account=ZHAO), now=NOON_MILLIS + three_years)
    assert (world.credits(ZHAO), world.credits(book_account(HERE, "expired"))) == (5, 15)


def test_a_correction_can_be_reversed() -> None:
    world = World()
    step = Step(verb=Verb.ADJUST, account=WANG, minutes=-5)
    act = world.ask(step, more={"reason": "counted-twice", "asked_by": "a", "approved_by": "b"})
    assert world.ask(Step(verb=Verb.REVERSE, about=act.moves[0].transfer_id)).refused == ""
    assert world.credits(WANG) == 60
