"""A book chooses its rules of earning in the chain: they decide what is served from then on and never what was before."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from services.ledger.domain.accounts import AccountKind, Unit, apart_account, shard_of
from services.ledger.domain.blocks import Act, Block
from services.ledger.domain.drafting import draft
from services.ledger.domain.earning import HIGHER, ORGANISATION, service_of, waiting_id
from services.ledger.domain.encoding import seal, unseal
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.lots import Lot
from services.ledger.domain.refusals import Reason
from services.ledger.domain.rules import DAY_MILLIS
from services.ledger.domain.snapshots import lines_of, state_of
from services.ledger.domain.terms import Terms, read_terms, terms_of, told_terms
from shared.kernel.ids import derived_id
from shared.packs.shelf import pack_of, shelf
from tests.ledger_asking import POOL, WANG, World
from tests.ledger_facts import HERE, NOON_MILLIS, a_fact

TOMORROW = NOON_MILLIS + DAY_MILLIS
AFTER = TOMORROW + 3_600_000
WAITING = apart_account(AccountKind.WAITING, HERE, "wang")
HONOUR = apart_account(AccountKind.HONOUR, HERE, "wang")


def terms(code: str, **changed: object) -> str:
    return told_terms(replace(terms_of(pack_of(f"{code}-1")), **changed))  # type: ignore[arg-type]  # -- fields of the test


def choose(
    world: World, told: str, *, starts: int = TOMORROW, name: str = "c", by: tuple[str, str] = ("li", "zhou")
) -> Act:
    step = Step(verb=Verb.CHOOSE_RULES, about="own-1", terms=told)
    instruction = Instruction(
        instruction_id=name,
        community_code=HERE,
        steps=(step,),
        asked_by=by[0],
        approved_by=by[1],
        effective_at_millis=starts,
    )
    return world.write(instruction)[0]


def serve(
    world: World, record: str, minutes: int, *, at: int = AFTER, kind: str = "elder-visit", **told: object
) -> None:
    fact = a_fact(record, minutes=minutes, served_at_millis=at, service_kind=kind, **told)
    world.write(facts=(fact,), now=AFTER)


def served(world: World, account: str = WANG) -> int:
    return world.state.standing(account, Unit.SERVICE).minutes


def settle(
    world: World, verb: Verb, record: str, level: str, *, more: Mapping[str, str] | None = None
) -> Act:
    about = waiting_id(derived_id("transfer", record), level)
    return world.ask(Step(verb=verb, about=about), now=AFTER, more={"asked_by": "li", **(more or {})})


def test_what_was_served_before_is_decided_as_it_was() -> None:
    world = World()
    assert not choose(world, terms("suzhou")).refused
    serve(world, "r2", 60, at=TOMORROW - 1, kind="BATHING")
    serve(world, "r3", 60, at=TOMORROW, kind="BATHING")

    assert served(world) == 180
    assert world.credits(WANG) == 60 + 60 + 90


def test_the_latest_choice_that_has_begun_decides() -> None:
    world = World()
    choose(world, terms("suzhou"), starts=TOMORROW + DAY_MILLIS, name="later")
    choose(world, terms("plain", ratio="2/1"), name="sooner")
    serve(world, "r2", 60, kind="BATHING")
    assert world.credits(WANG) == 60 + 120
    serve(world, "r3", 60, at=TOMORROW + DAY_MILLIS, kind="BATHING")
    assert world.credits(WANG) == 60 + 120 + 90


@pytest.mark.parametrize(
    ("told", "starts", "by", "reason"),
    [
        ("{}", TOMORROW, ("li", "zhou"), Reason.TERMS),
        ("no json", TOMORROW, ("li", "zhou"), Reason.TERMS),
        (terms("plain"), NOON_MILLIS, ("li", "zhou"), Reason.STARTS_PAST),
        (terms("plain"), TOMORROW, ("li", "li"), Reason.NO_SECOND_PERSON),
        (terms("plain"), TOMORROW, ("li", ""), Reason.NO_SECOND_PERSON),
        (terms("plain"), TOMORROW, ("", "zhou"), Reason.NO_SECOND_PERSON),
    ],
)
def test_a_choice_is_refused_with_its_reason(
    told: str, starts: int, by: tuple[str, str], reason: Reason
) -> None:
    assert choose(World(), told, starts=starts, by=by).refused == reason.value


@pytest.mark.parametrize("pack", shelf(), ids=str)
def test_the_terms_of_every_pack_are_read_back_the_same(pack: str) -> None:
    told = terms_of(pack_of(pack))
    assert read_terms(told_terms(told)) == told


@pytest.mark.parametrize(
    "changed",
    [
        {"ratio": "1/0"},
        {"ratio": "half"},
        {"by_kind": {"ERRAND": "-1/2"}},
        {"rounding": "AWAY"},
        {"above": "CASH"},
        {"lasting": "LONG"},
        {"whole_minutes": 0},
        {"stands_minutes": 500, "organisation_minutes": 100},
        {"ratio": 3},
        {"days": "x", "lasting": "DAYS"},
    ],
    ids=str,
)
def test_terms_that_make_no_sense_are_not_read(changed: dict[str, object]) -> None:
    whole = {**json.loads(terms("plain")), **changed}
    with pytest.raises(ValueError):  # noqa: PT011 -- whatever is wrong, it is refused
        read_terms(json.dumps(whole, sort_keys=True, separators=(",", ":")))


@pytest.mark.parametrize("told", [terms("plain") + " ", " " * 5000], ids=["spaced", "endless"])
def test_terms_have_one_text_only(told: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- see above
        read_terms(told)


def test_a_kind_that_the_time_bank_does_not_take_earns_service_minutes_alone() -> None:
    world = World()
    choose(world, terms("beijing"))
    serve(world, "r2", 60, kind="PATROL_TRAFFIC")

    assert served(world) == 120
    assert world.credits(WANG) == 60


@pytest.mark.parametrize(("above", "where"), [("POOL", POOL), ("HONOUR", HONOUR)])
def test_credits_above_the_cap_are_donated_or_turned_to_honour(above: str, where: str) -> None:
    world = World()
    choose(world, terms("nanjing", most_minutes=100, above=above, stands_minutes=0))
    serve(world, "r2", 60)
    serve(world, "r3", 30)

    assert (world.credits(WANG), world.credits(where)) == (100, 50)
    assert served(world) == 150
    assert set(world.state.sums().values()) == {0}


def test_credits_end_with_the_year_or_after_days() -> None:
    world = World()
    choose(world, terms("huangshi"))
    serve(world, "r2", 60)
    new_year = 1_798_732_800_000  # 2027-01-01 00:00 in China
    assert world.state.books.lots.get(WANG, ())[0] == Lot(expires_at_millis=new_year, minutes=60)
    days = Terms(**{**json.loads(terms("plain")), "lasting": "DAYS", "days": 10})
    assert days.expires_at_millis(AFTER) == AFTER + 10 * DAY_MILLIS


def test_of_a_long_day_eight_hours_stand_and_the_rest_waits_for_two_levels() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 400)
    serve(world, "r3", 400)

    assert served(world) == 60 + 480
    assert served(world, WAITING) == 320
    waiting = {each.level: each.minutes for each in world.state.books.waiting.own.values() if each}
    assert waiting == {ORGANISATION: 240, HIGHER: 80}
    serve(world, "r4", 60, at=AFTER + DAY_MILLIS)
    assert served(world) == 60 + 480 + 60


def test_hours_agreed_to_are_credited_by_the_rules_of_their_day_once() -> None:
    world = World()
    choose(world, terms("guangdong", ratio="2/1", lasting="DAYS", days=5))
    serve(world, "r2", 600, kind="BATHING")
    choose(world, terms("plain"), starts=AFTER + DAY_MILLIS, name="again")

    assert not settle(world, Verb.RELEASE, "r2", ORGANISATION).refused
    assert (served(world), served(world, WAITING)) == (660, 0)
    assert world.credits(WANG) == 60 + 1200
    assert world.state.books.lots.get(WANG, ())[0].expires_at_millis == AFTER + 5 * DAY_MILLIS
    assert settle(world, Verb.RELEASE, "r2", ORGANISATION).refused == Reason.NOT_WAITING.value


def test_a_day_wholly_beyond_what_stands_waits_whole() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 720)
    serve(world, "r3", 30)
    transfer = world.state.books.posted.get(derived_id("transfer", "r3"), None)

    assert transfer is not None
    assert [account for account, _, _ in transfer.postings] == [f"book:{HERE}:issue", WAITING]
    assert not settle(world, Verb.RELEASE, "r3", HIGHER).refused


def test_nobody_agrees_to_their_own_hours_nor_in_another_book_nor_into_a_closed_account() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 600)

    def refused(**more: str) -> str:
        return settle(world, Verb.RELEASE, "r2", ORGANISATION, more=more).refused

    assert refused(asked_by="wang") == Reason.OWN_HOURS.value
    assert refused(asked_by="") == Reason.OWN_HOURS.value
    world.ask(Step(verb=Verb.DONATE, account=WANG, minutes=60 + 480), now=AFTER)
    world.ask(Step(verb=Verb.CLOSE, account=WANG), now=AFTER)
    assert refused() == Reason.CLOSED.value
    part = waiting_id(derived_id("transfer", "r2"), ORGANISATION)
    elsewhere = Instruction(
        instruction_id="x",
        community_code=next(
            code
            for code in (f"5114020010{n:02d}" for n in range(100))
            if code != HERE and shard_of(code) == shard_of(HERE)
        ),
        steps=(Step(verb=Verb.RELEASE, about=part),),
        asked_by="li",
    )
    assert world.write(elsewhere, now=AFTER)[0].refused == Reason.WRONG_BOOK.value


def test_hours_are_taken_back_for_a_reason_only() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 600)

    assert settle(world, Verb.RETURN, "r2", HIGHER).refused == Reason.NOT_WAITING.value
    assert settle(world, Verb.RETURN, "r2", ORGANISATION).refused == Reason.NO_REASON.value
    done = settle(world, Verb.RETURN, "r2", ORGANISATION, more={"reason": "NOT_SERVED"})
    assert not done.refused
    assert (served(world), served(world, WAITING)) == (540, 0)


def test_a_reversed_release_waits_again_and_a_reversed_service_waits_no_more() -> None:
    world = World()
    choose(world, terms("guangdong"))
    serve(world, "r2", 600)
    released = settle(world, Verb.RELEASE, "r2", ORGANISATION)
    service = derived_id("transfer", "r2")

    assert (
        world.ask(Step(verb=Verb.REVERSE, about=service), now=AFTER).refused == Reason.ALREADY_REVERSED.value
    )
    assert not world.ask(Step(verb=Verb.REVERSE, about=released.moves[0].transfer_id), now=AFTER).refused
    assert served(world, WAITING) == 120
    assert not world.ask(Step(verb=Verb.REVERSE, about=service), now=AFTER).refused
    assert (served(world), served(world, WAITING), world.credits(WANG)) == (60, 0, 60)
    assert settle(world, Verb.RELEASE, "r2", ORGANISATION).refused == Reason.NOT_WAITING.value


def _drafted(world: World) -> Block:
    fact = a_fact("r2", minutes=600, served_at_millis=AFTER, service_kind="BATHING")
    block = draft(world.state, (fact,), now_millis=AFTER, nonce="0" * 32)
    assert block is not None
    return block


def test_a_block_that_earns_more_than_the_rules_give_breaks_the_chain() -> None:
    world = World()
    choose(world, terms("guangdong"))
    block = _drafted(world)
    transfer = block.transfers[0]
    more = tuple(
        replace(each, minutes=each.minutes * 2) if each.unit is Unit.CREDIT else each
        for each in transfer.postings
    )
    issue_only = tuple(replace(each, account=f"book:{HERE}:issue") for each in transfer.postings)
    for postings in (more, issue_only):
        forged = replace(block, transfers=(replace(transfer, postings=postings),))
        with pytest.raises(BrokenChain, match="does not follow the rules in force"):
            world.state.apply(seal(forged))
    world.state.apply(seal(block))
    assert service_of(transfer).minutes == 600


def test_a_snapshot_and_the_encoding_keep_what_was_chosen_and_what_waits() -> None:
    world = World()
    choose(world, terms("guangdong"))
    block = _drafted(world)
    sealed = seal(block)
    assert unseal(shard=block.shard, seq=block.seq, text=sealed.text, claimed_hash=sealed.hash) == sealed
    world.state.apply(sealed)
    settle(world, Verb.RELEASE, "r2", ORGANISATION)

    assert state_of(lines_of(world.state)).digest() == world.state.digest()
