"""Printed cards: given out, replaced, revoked, and read at the presence screen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.application.cards.issuing import issue_cards, revoke_card
from services.matching.application.projects import presence
from services.matching.application.projects.commands import Arrival, TellIn, TellOut
from services.matching.application.register.closing import close_own_account
from services.matching.application.register.commands import CloseAccount
from services.matching.domain.cards.card import (
    ALPHABET,
    PresenceCard,
    code_from,
    code_read,
    grouped,
)
from services.matching.domain.cards.errors import (
    CardMistyped,
    CardReplaced,
    CardRevoked,
    NotArrivedWithCard,
)
from services.matching.domain.errors import MemberInactive
from services.matching.domain.projects.shift import Shift
from services.matching.domain.register.errors import NotOneself
from services.notify.domain.routing import routes
from shared.events.cards import PresenceCardChanged
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound, StaleWrite
from shared.kernel.ids import RandomIds
from tests.application.matching_world import THERE
from tests.application.meanwhile import meanwhile
from tests.application.project_world import ProjectWorld, a_project_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def a_card(world: ProjectWorld, actor: Actor, sheet: str = "sheet") -> str:
    (printed,) = issue_cards(world.m, world.community, [actor.member_id], sheet)
    return printed.code


def come(world: ProjectWorld, shift: Shift, *cards: str) -> list[str | None]:
    told = TellIn(people=tuple(Arrival(card=each) for each in cards))
    after = presence.tell_in(world.m, world.organiser, shift.id, told)
    return [each.member_id for each in after.attendees]


def a_shift_begun(world: ProjectWorld) -> Shift:
    shift = world.shift()
    world.clock.at = shift.starts_at
    return shift


def refused(world: ProjectWorld, shift: Shift, *cards: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        come(world, shift, *cards)
    return [f"{each.field} {each.code}" for each in caught.value.faults]


@given(st.text(min_size=1), st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_sign_or_two_swapped_are_seen(seed: str, place: int, sign: str) -> None:
    code = code_from(seed)
    assert code_read(f" {grouped(code).lower()} ") == code
    wrong = code[:place] + sign + code[place + 1 :]
    assert (code_read(wrong) is None) == (wrong != code)
    swapped = code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :] if place else code
    assert (code_read(swapped) is None) == (swapped != code)


def test_only_the_hash_of_a_code_is_kept_and_the_same_sheet_comes_out_twice(world: ProjectWorld) -> None:
    people = [world.world.member("钱一"), world.world.member("孙二")]
    wanted = [each.member_id for each in people]
    printed = issue_cards(world.m, world.community, wanted, "sheet")

    assert issue_cards(world.m, world.community, [*wanted, *wanted], "sheet") == printed
    assert [each.name for each in printed] == ["钱一", "孙二"]
    assert all(each.code.replace("-", "") not in str(world.m.cards.find(each.member_id)) for each in printed)
    told = [each for each in world.world.settle() if isinstance(each, PresenceCardChanged)]
    assert sorted((each.member_id, each.holds) for each in told) == [(each, True) for each in sorted(wanted)]
    assert routes(told[0]) == ()


def test_a_card_signs_its_holder_in_and_out_once(world: ProjectWorld) -> None:
    shift, seated, walks_in = world.shift(), world.world.member(), world.world.member()
    world.joined(seated, shift)
    world.clock.at = shift.starts_at
    first, second = a_card(world, seated), a_card(world, walks_in)

    with pytest.raises(NotArrivedWithCard):
        presence.tell_out(world.m, world.organiser, shift.id, TellOut(cards=(first,)))
    assert come(world, shift, first, second, first) == [seated.member_id, walks_in.member_id]
    assert come(world, shift, second.lower()) == [seated.member_id, walks_in.member_id]
    for _ in range(2):
        after = presence.tell_out(world.m, world.organiser, shift.id, TellOut(cards=(first, first)))
        assert [each.out_at is not None for each in after.attendees] == [True, False]
    assert after.attendees[0].role == "helper"


def test_a_lost_card_is_refused_and_a_new_one_holds(world: ProjectWorld) -> None:
    shift, actor = a_shift_begun(world), world.world.member()
    lost = a_card(world, actor)
    revoked = revoke_card(world.m, world.community, actor.member_id)
    assert revoke_card(world.m, world.community, actor.member_id) == revoked
    assert refused(world, shift, lost) == ["people.0 card-revoked"]
    with pytest.raises(CardReplaced):
        a_card(world, actor)

    replaced, present = a_card(world, actor, "second"), a_card(world, actor, "third")
    unknown = grouped(code_from("nobody's"))
    assert refused(world, shift, lost, present, replaced, unknown, "ABCD") == [
        "people.0 card-revoked",
        "people.2 card-revoked",
        "people.3 card-unknown",
        "people.4 card-mistyped",
    ]
    assert come(world, shift, present) == [actor.member_id]
    for card, refusal in ((lost, CardRevoked), ("ABCD", CardMistyped)):
        with pytest.raises(refusal):
            presence.tell_out(world.m, world.organiser, shift.id, TellOut(cards=(card,)))


def test_cards_are_read_by_who_runs_the_shift_alone(world: ProjectWorld) -> None:
    shift, actor = world.shift(), world.world.member()
    world.joined(actor, shift)
    world.clock.at = shift.starts_at
    card = a_card(world, actor)
    with pytest.raises(Forbidden):
        presence.tell_in(world.m, actor, shift.id, TellIn(people=(Arrival(card=card),)))
    come(world, shift, card)
    with pytest.raises(Forbidden):
        presence.tell_out(world.m, actor, shift.id, TellOut(cards=(card,)))


def test_cards_are_given_out_by_staff_of_the_community_to_others_of_it(world: ProjectWorld) -> None:
    actor, gone = world.world.member(), world.world.member(status=MemberStatus.SUSPENDED)
    for stranger in (world.world.member(), world.world.staff(THERE), world.organiser):
        with pytest.raises(Forbidden):
            issue_cards(world.m, stranger, [actor.member_id], "sheet")
        with pytest.raises(Forbidden):
            revoke_card(world.m, stranger, actor.member_id)
    with pytest.raises(NotOneself):
        a_card(world, world.community)
    with pytest.raises(MemberInactive):
        a_card(world, gone)
    with pytest.raises(NotFound):
        revoke_card(world.m, world.community, actor.member_id)
    for wanted in ([], [f"m{number}" for number in range(11)]):
        with pytest.raises(BadInput):
            issue_cards(world.m, world.community, wanted, "sheet")


def test_two_first_cards_at_the_same_time_leave_one_that_holds(world: ProjectWorld) -> None:
    shift, actor = a_shift_begun(world), world.world.member()
    codes: list[str] = []
    raced = replace(world.m, cards=meanwhile(world.m.cards, lambda: codes.append(a_card(world, actor))))
    with pytest.raises(StaleWrite):
        issue_cards(raced, world.community, [actor.member_id], "other")
    assert come(world, shift, *codes) == [actor.member_id]


def test_a_file_that_was_joined_is_signed_in_as_the_account(world: ProjectWorld) -> None:
    shift, resident, account = a_shift_begun(world), world.world.member(), world.world.member()
    card = a_card(world, resident)
    world.world.change(resident, joined_to=account.member_id)
    assert come(world, shift, card) == [account.member_id]


def test_who_closes_the_account_leaves_no_card_that_holds(world: ProjectWorld) -> None:
    secret = "calm-river-of-march"
    identity = world.world.identity
    shift = a_shift_begun(world)
    actor = world.world.member(password_hash=identity.passwords.hashed(secret))
    card = a_card(world, actor)
    close_own_account(identity, world.m, actor, CloseAccount(password=secret), address="127.0.0.1")
    assert refused(world, shift, card) == ["people.0 card-revoked"]


def test_the_last_twenty_revoked_codes_are_known(clock: SetClock) -> None:
    now = clock.now()
    card = PresenceCard(id="m", community_code="511402001001", issued_at=now, changed_by="s", changed_at=now)
    assert card.revoked("s", now) is card
    for number in range(25):
        card = card.issued(str(number), "s", now)
    assert card.revoked_hashes == tuple(str(number) for number in range(4, 24))
