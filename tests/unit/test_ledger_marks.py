"""What a service carries beside its minutes: a group's hours are donated, the too young earn none, added hours stay known as such."""

import json
from dataclasses import replace

import pytest

from services.ledger.application.exporting import lines_of as exported
from services.ledger.application.replaying import Replay, state_hash
from services.ledger.domain.accounts import SHARDS, honour_of, shard_of, shown_as
from services.ledger.domain.earning import ORGANISATION, follows_rules
from services.ledger.domain.encoding import seal
from services.ledger.domain.instructions import Step, Verb
from services.ledger.domain.lots import NEVER, Lot, parted, together
from services.ledger.domain.marks import ADDED, GROUP, YOUNG, marks_of, proof_in
from services.ledger.domain.pool_lines import pool_lines
from services.ledger.domain.refusals import Reason
from services.ledger.domain.snapshots import lines_of, state_of
from services.ledger.domain.state import ShardState
from services.ledger.domain.statements import parts_of
from services.ledger.domain.terms import read_terms
from shared.kernel.ids import derived_id
from tests.ledger_asking import POOL, WANG, ZHAO, World, gift
from tests.ledger_facts import HERE, a_fact
from tests.unit.test_ledger_rules import AFTER, HONOUR, WAITING, choose, serve, served, settle, terms

LATER_KEYS = ("least_age", "with_guardian_from", "groups_donate", "may_choose")


def a_world(pack: str, **changed: object) -> World:
    """Return books that have chosen a pack, with an hour of before."""
    world = World()
    choose(world, terms(pack, **changed))
    return world


def test_in_nanjing_the_credits_of_a_group_go_to_the_pool_and_the_hours_are_each_ones_own() -> None:
    world = a_world("nanjing")
    serve(world, "r2", 90, marks=(GROUP,))

    assert (served(world), world.credits(WANG), world.credits(POOL)) == (150, 60, 90)
    assert [(each.kind, each.minutes) for each in pool_lines(world.chain[-1].block)] == [(GROUP, 90)]
    assert world.state.books.lots.get(WANG, ()) == (Lot(expires_at_millis=NEVER, minutes=60),)


def test_elsewhere_a_groups_hours_are_like_anybodys() -> None:
    world = a_world("beijing", kinds=[])
    serve(world, "r2", 90, marks=(GROUP,))

    assert (served(world), world.credits(WANG), world.credits(POOL)) == (150, 150, 0)


def test_a_groups_long_day_waits_like_any_other_and_goes_to_the_pool_once_agreed_to() -> None:
    world = a_world("nanjing")
    serve(world, "r2", 600, marks=(GROUP,))
    assert (served(world), served(world, WAITING), world.credits(POOL)) == (540, 120, 480)

    settle(world, Verb.RELEASE, "r2", ORGANISATION)
    assert (served(world), served(world, WAITING), world.credits(POOL)) == (660, 0, 600)
    assert world.credits(WANG) == 60
    assert state_of(lines_of(world.state)).digest() == world.state.digest()


def test_a_groups_hours_taken_back_come_out_of_the_pool() -> None:
    world = a_world("nanjing")
    serve(world, "r2", 90, marks=(GROUP,))
    assert not world.ask(Step(verb=Verb.REVERSE, about=derived_id("transfer", "r2")), now=AFTER).refused
    assert (served(world), world.credits(WANG), world.credits(POOL)) == (60, 60, 0)


@pytest.mark.parametrize(
    ("pack", "age", "guardian_agreed", "earns"),
    [
        ("shanghai", None, False, True),
        ("shanghai", 17, True, False),
        ("beijing", 17, True, True),
        ("beijing", 17, False, False),
        ("nanjing", 14, True, True),
        ("nanjing", 13, True, False),
        ("nanjing", 17, False, False),
    ],
)
def test_from_which_age_one_earns_is_the_citys_rule(
    pack: str, age: int | None, *, guardian_agreed: bool, earns: bool
) -> None:
    world = a_world(pack, kinds=[])
    serve(world, "r2", 90, minor_age=age, guardian_agreed=guardian_agreed)

    assert served(world) == 150, "the service is recognised whatever the age"
    assert world.credits(WANG) == (150 if earns else 60)
    assert world.chain[-1].block.transfers[0].marks == (() if earns else (YOUNG,))
    assert "minor" not in world.chain[-1].text


def test_where_no_rules_were_chosen_a_minor_earns_as_before() -> None:
    world = World()
    serve(world, "r2", 90, minor_age=17, marks=(GROUP, YOUNG))
    assert (served(world), world.credits(WANG)) == (150, 150)
    assert world.chain[-1].block.transfers[0].marks == (GROUP,)
    serve(world, "r3", 90)
    assert "marks" not in world.chain[-1].text


def test_added_hours_stay_known_as_added_in_whosever_hands() -> None:
    world = World()
    serve(world, "r2", 90, marks=(ADDED,))
    lots = world.state.books.lots.get(WANG, ())
    assert [(each.minutes, each.proof) for each in lots] == [(60, ""), (90, ADDED)]

    assert not world.ask(Step(verb=Verb.OPEN, account=ZHAO), gift(100)).refused
    given = world.state.books.lots.get(ZHAO, ())
    assert [(each.minutes, each.proof) for each in given] == [(60, ""), (40, ADDED)]
    assert state_of(lines_of(world.state)).digest() == world.state.digest()


def test_a_record_told_again_under_another_mark_of_its_group_is_another_body() -> None:
    usual = a_fact("r2")
    assert replace(usual, marks=(GROUP,)).fingerprint != usual.fingerprint
    for told in ({"marks": (ADDED,)}, {"minor_age": 16}, {"guardian_agreed": True}, {"marks": (YOUNG,)}):
        assert replace(usual, **told).fingerprint == usual.fingerprint


def test_credits_of_one_end_and_one_grade_are_one_lot() -> None:
    def lot(end: int, minutes: int, proof: str = "") -> Lot:
        return Lot(expires_at_millis=end, minutes=minutes, proof=proof)

    whole = together((lot(NEVER, 5), lot(9, 1, ADDED)), (lot(9, 2),), (lot(9, 3, ADDED), lot(NEVER, 4)))
    assert whole == (lot(9, 2), lot(9, 4, ADDED), lot(NEVER, 9))
    assert together((lot(9, 1),), (lot(9, 1, ADDED),)) == (lot(9, 1), lot(9, 1, ADDED))
    assert parted(whole, 3) == ((lot(9, 2), lot(9, 1, ADDED)), (lot(9, 3, ADDED), lot(NEVER, 9)))
    assert marks_of([YOUNG, "RECEIVER", ADDED, YOUNG]) == (ADDED, YOUNG)
    assert (proof_in((ADDED, GROUP)), proof_in((GROUP,))) == (ADDED, "")


def test_a_chain_with_marks_is_read_back_and_its_export_says_them() -> None:
    world = a_world("shanghai", kinds=[], groups_donate=True)
    serve(world, "r2", 90, marks=(GROUP,), minor_age=16)
    serve(world, "r3", 90, marks=(GROUP, ADDED))

    again = ShardState(shard_of(HERE))
    for sealed in world.chain:
        again.apply(seal(sealed.block))
    assert again.digest() == world.state.digest()
    told = [json.loads(json.dumps(line)) for each in world.chain[-2:] for line in exported(each.block)]
    assert [each["record"]["marks"] for each in told] == [[GROUP, YOUNG], [ADDED, GROUP]]


def test_a_mark_taken_off_later_does_not_follow_the_rules() -> None:
    world = a_world("nanjing")
    before = replayed_but_last(world)
    serve(world, "r2", 90, marks=(GROUP,))
    transfer = world.chain[-1].block.transfers[0]
    assert follows_rules(before.books, transfer)
    assert not follows_rules(replayed_but_last(world).books, replace(transfer, marks=()))


def replayed_but_last(world: World) -> ShardState:
    """Return the state that the chain had before the record of the test."""
    state = ShardState(shard_of(HERE))
    for sealed in world.chain:
        if all(each.record_id != "r2" for each in sealed.block.transfers):
            state.apply(sealed)
    return state


def test_a_text_of_terms_written_before_says_nothing_of_what_came_later() -> None:
    told = json.loads(terms("nanjing"))
    assert {each: told[each] for each in LATER_KEYS} == {
        "least_age": 18,
        "with_guardian_from": 14,
        "groups_donate": True,
        "may_choose": True,
    }
    older = {name: value for name, value in told.items() if name not in LATER_KEYS}
    read = read_terms(json.dumps(older, sort_keys=True, separators=(",", ":")))
    assert (read.least_age, read.with_guardian_from, read.groups_donate) == (0, 0, False)
    for wrong in ({"groups_donate": False}, {"least_age": 10, "with_guardian_from": 14}, {"least_age": 0}):
        with pytest.raises(ValueError, match=r"^$"):
            read_terms(json.dumps(older | wrong, sort_keys=True, separators=(",", ":")))


HONOUR_CHOSEN = Step(verb=Verb.SET_ABOVE, account=WANG, about="HONOUR")


def test_in_nanjing_a_member_chooses_what_becomes_of_more_than_the_cap() -> None:
    world = a_world("nanjing", most_minutes=90)
    serve(world, "r2", 60)
    assert (world.credits(WANG), world.credits(POOL), world.credits(HONOUR)) == (90, 30, 0)
    assert not world.ask(HONOUR_CHOSEN, now=AFTER).refused
    serve(world, "r3", 60)
    serve(world, "r4", 60, marks=(GROUP,))
    assert (world.credits(WANG), world.credits(POOL), world.credits(HONOUR)) == (90, 90, 60)
    assert state_of(lines_of(world.state)).digest() == world.state.digest()

    back = replace(HONOUR_CHOSEN, about="POOL")
    assert not world.ask(back, now=AFTER).refused
    serve(world, "r5", 20)
    assert (world.credits(POOL), world.credits(HONOUR)) == (110, 60)


def test_where_the_terms_leave_no_choice_a_choice_decides_nothing() -> None:
    world = a_world("nanjing", most_minutes=60, may_choose=False)
    assert not world.ask(HONOUR_CHOSEN, now=AFTER).refused
    serve(world, "r2", 60)
    assert (world.credits(POOL), world.credits(HONOUR)) == (60, 0)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (replace(HONOUR_CHOSEN, about="SHOP"), Reason.TERMS),
        (replace(HONOUR_CHOSEN, about=""), Reason.TERMS),
        (replace(HONOUR_CHOSEN, account=POOL), Reason.WRONG_KIND),
        (replace(HONOUR_CHOSEN, account=f"{WANG}-nobody"), Reason.UNKNOWN_ACCOUNT),
    ],
)
def test_what_cannot_be_chosen_is_refused(step: Step, reason: Reason) -> None:
    assert World().ask(step).refused == reason.value


def test_honour_is_shown_to_its_owner_apart_from_credits() -> None:
    assert (shown_as(HONOUR), shown_as(WANG), shown_as(POOL)) == (honour_of("wang"), "wang", None)
    world = a_world("nanjing", most_minutes=60)
    world.ask(HONOUR_CHOSEN, now=AFTER)
    serve(world, "r2", 45)
    parts = parts_of(world.chain[-1].block)
    assert [unit for _, unit, _, _ in parts["wang"][0][3]] == ["SERVICE"]
    assert [(unit, minutes) for _, unit, minutes, _ in parts[honour_of("wang")][0][3]] == [("CREDIT", 45)]


@pytest.mark.parametrize("pack", ["nanjing", "shanghai", ""])
def test_what_is_exported_plays_to_the_same_state_whatever_the_rules_make_of_the_marks(pack: str) -> None:
    world = a_world(pack, kinds=[]) if pack else World()
    serve(world, "r2", 90, marks=(GROUP, ADDED), minor_age=16, guardian_agreed=True)
    serve(world, "r3", 700, marks=(GROUP,))
    world.ask(HONOUR_CHOSEN, now=AFTER)
    serve(world, "r4", 20)
    replay = Replay()
    replay.play(json.dumps(line).encode() for each in world.chain for line in exported(each.block))
    assert (replay.unreadable, replay.refused) == ([], [])
    others = [ShardState(shard) for shard in range(SHARDS)]
    others[world.state.shard] = world.state
    assert replay.state_hash == state_hash(others)
