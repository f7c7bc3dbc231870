"""Credits are given and donated once, within the rules, seen by their sides, undone while the time runs, and end in time."""

from dataclasses import replace
from typing import Any

import pytest

from services.ledger.application import giving
from services.ledger.application.accounts import totals_of
from services.ledger.application.audit import verify_ledger
from services.ledger.application.giving import check_can_give, check_own_move
from services.ledger.application.pools import pool_account
from services.ledger.application.rebuilding import rebuild
from services.ledger.domain.giving import AGAINST_RULES, GiftState, relation_of, sides_of
from services.ledger.domain.instructions import Instruction
from services.notify.domain.routing import routes
from shared.events.contract import parse
from shared.events.ledger import InstructionAnswered
from shared.identity.kinship import ConsentManner, Kin, KinConsent, Kinship, KinshipState
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from shared.packs.pack import RulePack
from shared.packs.shelf import pack_of
from shared.packs.spending import DonationTo, Relation, Unfit
from tests.application.ledger_web import POOL, WANG, ZHAO, Counter, a_counter, actor
from tests.application.register_world import HOME, NEXT_DOOR

BY_NAME = {"community_code": HOME, "minutes": 20, "phone": "13900000077", "name": "赵红"}
DAY = 86_400_000


@pytest.fixture
def counter(databases: str, clock: SetClock, ids: RandomIds) -> Counter:
    made = a_counter(clock, ids)
    members = made.ledger.identity.members
    members.save(replace(members.get("zhao"), name="赵红", phone="+8613900000077"))
    return made


def related(counter: Counter, kin: Kin, relative: str = "zhao") -> None:
    at = counter.ledger.clock.now()
    consents = tuple(
        KinConsent(member_id=each, manner=ConsentManner.ONESELF, recorded_by=each, at=at)
        for each in ("wang", relative)
    )
    counter.ledger.identity.kinships.add(
        Kinship(
            id=f"k-{relative}",
            member_id="wang",
            relative_id=relative,
            kin=kin,
            consents=consents,
            state=KinshipState.STANDS,
            recorded_by="wang",
            created_at=at,
        )
    )


def ruled(monkeypatch: pytest.MonkeyPatch, pack: RulePack) -> None:
    """Let another rule pack be in force."""
    monkeypatch.setattr(giving, "pack_in_force", lambda *_: pack)


def gave(counter: Counter, **fields: object) -> str:
    """Return the id of a gift of Wang's that stands."""
    done = counter.done("/gifts", {**BY_NAME, **fields}, "wang")
    assert done["state"] == "DONE", done
    return str(done["id"])


def credit_minutes(counter: Counter) -> tuple[int, int]:
    wang, zhao = (totals_of(counter.ledger, each).credit_minutes for each in ("wang", "zhao"))
    return wang, zhao


def told(counter: Counter, number: int) -> list[tuple[str, str]]:
    """Return who is told what of a block, leaving out who asked for it."""
    kept: Any = counter.ledger.journal.collection.find_one({"seq": number})
    facts = [parse(each["headers"], each["body"]).data for each in kept["outbox"]]
    return [
        (each.member_id, each.kind.value)
        for fact in facts
        if isinstance(fact, InstructionAnswered)
        for each in routes(fact)
        if each.done_by != each.member_id
    ]


def test_a_gift_opens_the_receivers_account_and_the_receiver_is_told(counter: Counter) -> None:
    gift = gave(counter)

    assert credit_minutes(counter) == (40, 20)
    assert told(counter, 2) == [("zhao", "gift-received")]
    for side, other in (("wang", "TAKEN_BACK"), ("zhao", "SENT_BACK")):
        (seen,) = counter.read("/gifts", side).get_json()["items"]
        assert (seen["id"], seen["state"], seen["can_return"]) == (gift, "DONE", other)
        assert (seen["giver_id"], seen["receiver_id"], seen["minutes"]) == ("wang", "zhao", 20)
    assert counter.read("/gifts", "stranger").get_json()["items"] == []
    assert counter.read(f"/gifts/{gift}", "stranger").status_code == 404
    assert verify_ledger(counter.ledger).ok


def test_a_gift_asked_twice_under_its_key_is_given_once_and_another_body_is_a_conflict(
    counter: Counter,
) -> None:
    for _ in range(2):
        counter.send("/gifts", BY_NAME, key="k")
    assert counter.read("/gifts").get_json()["items"][0]["state"] == "PENDING"
    assert len(counter.carry()) == 1
    assert counter.send("/gifts", BY_NAME, key="k").status_code == 201
    assert counter.send("/gifts", {**BY_NAME, "minutes": 21}, key="k").status_code == 409
    assert credit_minutes(counter) == (40, 20)


REFUSED = [
    ({**BY_NAME, "name": "赵某"}, "no-such-receiver"),
    ({**BY_NAME, "phone": "13900000078"}, "no-such-receiver"),
    ({**BY_NAME, "phone": "", "name": "", "receiver_id": "zhao"}, "no-such-receiver"),
    ({**BY_NAME, "receiver_id": "zhao"}, "bad-input"),
    ({**BY_NAME, "phone": ""}, "bad-input"),
    ({**BY_NAME, "phone": "", "name": "", "receiver_id": "wang"}, "gift-to-oneself"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED)
def test_a_receiver_is_a_relative_on_record_or_named_by_phone_and_name(
    counter: Counter, body: object, code: str
) -> None:
    refused = counter.send("/gifts", body)
    assert (refused.status_code, refused.get_json()["code"]) == (422, code)
    assert counter.carry() == []


def test_nobody_gives_to_themselves_or_to_a_closed_account(counter: Counter) -> None:
    members = counter.ledger.identity.members
    members.save(replace(members.get("wang"), name="王芳", phone="+8613900000079"))
    oneself = counter.send("/gifts", {**BY_NAME, "phone": "13900000079", "name": "王芳"})
    assert oneself.get_json()["code"] == "gift-to-oneself"
    members.save(replace(members.get("zhao"), status=MemberStatus.CLOSED))
    assert counter.send("/gifts", BY_NAME).get_json()["code"] == "no-such-receiver"


def test_too_much_and_from_another_book_are_refused_by_the_ledger_with_their_codes(counter: Counter) -> None:
    too_much = counter.done("/gifts", {**BY_NAME, "minutes": 61}, "wang")
    elsewhere = counter.done("/gifts", {**BY_NAME, "community_code": NEXT_DOOR}, "wang")
    negative = counter.done("/donations", {"community_code": HOME, "minutes": -5}, "wang")
    codes = [each["refused"]["code"] for each in (too_much, elsewhere, negative)]
    assert codes == ["overdraft", "unknown-account", "minutes-out-of-range"]
    assert {each["state"] for each in counter.read("/gifts").get_json()["items"]} == {"REFUSED"}
    gone = counter.send(f"/gifts/{too_much['id']}/back", {})
    assert (gone.status_code, gone.get_json()["code"]) == (409, "nothing-to-return")


def test_the_giver_takes_a_gift_back_within_half_an_hour_and_once(counter: Counter, clock: SetClock) -> None:
    gift = gave(counter)
    back = f"/gifts/{gift}/back"

    assert counter.done(back, {}, "wang")["state"] == "DONE"
    assert credit_minutes(counter) == (60, 0)
    assert told(counter, 3) == [("zhao", "gift-undone")]
    assert counter.send(back, {}).status_code == 201
    assert counter.send(back, {}, "zhao").get_json()["code"] == "nothing-to-return"
    assert counter.read(f"/gifts/{gift}").get_json()["state"] == "TAKEN_BACK"
    later = gave(counter)
    clock.advance(minutes=31)
    assert counter.read(f"/gifts/{later}").get_json()["can_return"] is None
    assert counter.send(f"/gifts/{later}/back", {}).get_json()["code"] == "too-late-to-return"


def test_the_receiver_sends_a_gift_back_within_a_week_unless_it_was_used(
    counter: Counter, clock: SetClock
) -> None:
    first, second = gave(counter), gave(counter)
    clock.advance(days=6)
    assert counter.done(f"/gifts/{first}/back", {}, "zhao")["state"] == "DONE"
    assert counter.read(f"/gifts/{first}", "zhao").get_json()["state"] == "SENT_BACK"
    assert told(counter, 4) == [("wang", "gift-undone")]
    counter.done("/donations", {"community_code": HOME, "minutes": 15}, "zhao")
    assert counter.done(f"/gifts/{second}/back", {}, "zhao")["refused"]["code"] == "overdraft"
    assert counter.read(f"/gifts/{second}", "zhao").get_json()["state"] == "DONE"
    clock.advance(days=2)
    assert counter.send(f"/gifts/{second}/back", {}, "stranger").status_code == 404
    assert verify_ledger(counter.ledger).ok


def test_a_relative_on_record_is_given_to_without_a_phone_and_rules_ask_for_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruled(monkeypatch, pack_of("beijing-1"))
    refused = counter.send("/gifts", BY_NAME)
    assert refused.get_json()["code"] == Unfit.RELATION.value
    gift = {"verb": "GIFT", "from_account": WANG, "to_account": ZHAO, "minutes": 5}
    for verb in ("GIFT", "TRANSFER"):
        same = counter.send("/transfers", {**gift, "verb": verb})
        assert same.get_json()["code"] == Unfit.RELATION.value
    related(counter, Kin.PARENT)
    relative = {"community_code": HOME, "minutes": 20, "receiver_id": "zhao"}
    assert counter.done("/gifts", relative, "wang")["state"] == "DONE"


def test_a_pack_limits_what_is_given_at_once_and_in_a_year(
    counter: Counter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = pack_of("plain-1")
    limited = replace(plain.gifts, most_hours_at_once=0, most_hours_a_year=1)
    gave(counter, minutes=50)
    ruled(monkeypatch, replace(plain, gifts=limited))
    check_can_give(counter.ledger, WANG, ZHAO, 10)
    with pytest.raises(AGAINST_RULES[Unfit.TOO_MUCH]):
        check_can_give(counter.ledger, WANG, ZHAO, 11)
    clock.advance(days=365)
    check_can_give(counter.ledger, WANG, ZHAO, 11)
    ruled(monkeypatch, replace(plain, gifts=replace(limited, to=())))
    with pytest.raises(AGAINST_RULES[Unfit.FORBIDDEN]):
        check_can_give(counter.ledger, WANG, ZHAO, 1)


def test_where_donations_are_not_allowed_nothing_reaches_the_pool(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = pack_of("plain-1")
    elders = replace(plain.donations, to=(DonationTo.ELDERS,))
    ruled(monkeypatch, replace(plain, donations=elders))
    refused = counter.send("/donations", {"community_code": HOME, "minutes": 5})
    assert refused.get_json()["code"] == Unfit.FORBIDDEN.value
    moved = counter.send(
        "/transfers", {"verb": "TRANSFER", "from_account": WANG, "to_account": POOL, "minutes": 5}
    )
    assert moved.get_json()["code"] == Unfit.FORBIDDEN.value


def test_the_pool_shows_what_came_in_and_went_out_by_month_and_no_name(
    counter: Counter, clock: SetClock
) -> None:
    empty = pool_account(counter.ledger, HOME)
    assert (empty.minutes, empty.months) == (0, ())
    counter.done("/donations", {"community_code": HOME, "minutes": 25}, "wang")
    assert counter.read("/gifts").get_json()["items"][0]["receiver_id"] is None
    clock.advance(days=31)
    counter.done("/transfers", {"verb": "TRANSFER", "from_account": POOL, "to_account": ZHAO, "minutes": 10})

    shown = counter.web.get(f"/api/ledger/v1/pools?community_code={HOME}")
    pool = shown.get_json()

    assert (pool["minutes"], pool["in_minutes"], pool["out_minutes"]) == (15, 25, 10)
    assert [(each["in_minutes"], each["out_minutes"]) for each in pool["months"]] == [(0, 10), (25, 0)]
    assert [each["kind"] for month in pool["months"] for each in month["flows"]] == ["TRANSFER", "DONATE"]
    assert not any(name in shown.text for name in ("wang", "zhao"))
    before = pool_account(counter.ledger, HOME)
    rebuild(counter.ledger)
    assert pool_account(counter.ledger, HOME) == before
    with pytest.raises(NotFound):
        pool_account(counter.ledger, "999999999999")


def test_a_member_moves_only_what_is_theirs_by_these_rules_and_the_book_by_its_keepers(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruled(monkeypatch, pack_of("beijing-1"))
    staff_moves = {"verb": "TRANSFER", "from_account": WANG, "to_account": ZHAO, "minutes": 5}
    assert counter.send("/transfers", staff_moves, "staff").status_code == 202
    wang = actor("wang")
    assert wang is not None
    check_own_move(counter.ledger, wang, WANG, f"book:{HOME}:partner:shop", 5)
    check_can_give(counter.ledger, POOL, ZHAO, 5)


def test_relations_are_told_in_the_words_of_rule_packs() -> None:
    assert [relation_of(each) for each in (None, *Kin)] == [
        Relation.FRIEND,
        Relation.SPOUSE,
        Relation.PARENT,
        Relation.RELATIVE,
        Relation.RELATIVE,
        Relation.WARD,
        Relation.FRIEND,
    ]
    assert sides_of(Instruction(instruction_id="i", community_code=HOME, steps=())) == ()
    assert all(each.words.zh and each.words.en for each in GiftState)
