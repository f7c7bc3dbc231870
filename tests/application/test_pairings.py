"""A helper and a resident are paired when both agree; contacts are told without words; either ends it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from services.matching.application.pairing import agreeing
from services.matching.application.pairing.reminding import tell_of_due_contacts
from services.matching.application.pairing.showing import (
    pairing_shown,
)
from services.matching.application.register.closing import close_file
from services.matching.domain.errors import IllegalStep
from services.matching.domain.pairing import errors
from services.matching.domain.pairing.pairing import (
    Agreement,
    PairContact,
    PairingState,
)
from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd, PairSide
from services.matching.domain.register.errors import FileClosed
from shared.events.pairing import PairContactDue, PairContactTold, PairingChanged
from shared.identity.member import MemberStatus
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import THERE, World, a_world
from tests.application.pairing_world import END, NO, SPOKEN, TODAY, WELL, YES, ask, asked_for, paired, told


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_staff_take_down_the_residents_yes_and_the_helper_says_the_other(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    made = ask(world, staff, helper, resident, spoken_consent=True)

    assert (made.state, made.awaits(PairSide.HELPER), made.awaits(PairSide.RESIDENT)) == (
        PairingState.ASKED,
        True,
        False,
    )
    assert told(world, PairingChanged) == [
        ("pairing-asked", helper.member_id),
        ("pairing-asked", resident.member_id),
    ]
    done = agreeing.answer_pairing(world.m, helper, made.id, YES)
    assert (done.state, done.agreed_on, [each.spoken for each in done.agreements]) == (
        PairingState.AGREED,
        TODAY,
        [True, False],
    )
    assert agreeing.answer_pairing(world.m, helper, made.id, YES) == done
    assert told(world, PairingChanged) == [
        ("pairing-agreed", resident.member_id),
        ("pairing-agreed", staff.member_id),
    ]


def test_each_answers_for_their_own_side_and_staff_only_what_was_said(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    made = ask(world, staff, helper, resident)

    with pytest.raises(errors.SpokenConsentNeeded):
        agreeing.answer_pairing(world.m, staff, made.id, YES)
    half = agreeing.answer_pairing(world.m, staff, made.id, SPOKEN)
    assert half.state is PairingState.ASKED
    with pytest.raises(errors.AnswerIsTheirs):
        agreeing.answer_pairing(world.m, world.staff(), made.id, SPOKEN)
    with pytest.raises(NotFound):
        agreeing.answer_pairing(world.m, world.member(), made.id, YES)
    with pytest.raises(errors.AnswerIsTheirs):
        half.agreed(half.agreements[0])


def test_a_helper_who_is_staff_answers_as_the_helper_alone(world: World) -> None:
    colleague, resident = world.staff(), world.resident()
    made = ask(world, colleague, colleague, resident)

    half = agreeing.answer_pairing(world.m, colleague, made.id, SPOKEN)

    assert [each.side for each in half.agreements] == [PairSide.HELPER]
    assert half.state is PairingState.ASKED


def test_a_delegate_asks_for_a_resident_and_a_resident_for_themselves(world: World) -> None:
    helper, resident = world.volunteer(), world.resident()
    delegate, other = world.delegate_of(resident), world.member()

    for_them = ask(world, delegate, helper, resident)
    for_oneself = ask(world, other, helper, other)

    assert [each.agreements[0].side for each in (for_them, for_oneself)] == [PairSide.RESIDENT] * 2
    with pytest.raises(NotFound):
        ask(world, helper, helper, resident)
    with pytest.raises(NotFound):
        ask(world, world.staff(THERE), helper, resident)


def test_a_helper_is_a_known_adult_and_not_of_the_residents_side(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    delegate = world.delegate_of(resident)
    young = world.volunteer(birth_date=date(2012, 1, 1))
    unknown = world.volunteer(document=None)
    away = world.volunteer(status=MemberStatus.SUSPENDED)

    for helper in (young, unknown, away):
        with pytest.raises(errors.HelperNotReady):
            ask(world, staff, helper, resident)
    with pytest.raises(errors.PairedWithThemselves):
        ask(world, staff, delegate, resident)
    with pytest.raises(errors.PairedWithThemselves):
        ask(world, delegate, delegate, delegate)
    with pytest.raises(BadInput):
        ask(world, staff, delegate, resident, volunteer_number="V999999")
    with pytest.raises(NotFound):
        ask(world, staff, delegate, resident, resident_id="nobody")


def test_a_closed_file_is_paired_no_more_and_a_joined_one_is_the_account(world: World) -> None:
    staff, helper = world.staff(), world.volunteer()
    resident, account = world.resident(), world.member()
    world.change(resident, joined_to=account.member_id)
    made = ask(world, staff, helper, resident, spoken_consent=True)
    assert made.resident_id == account.member_id
    world.change(account, status=MemberStatus.CLOSED)
    with pytest.raises(FileClosed):
        ask(world, staff, helper, account)


def test_two_people_are_paired_once_at_a_time(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    wanted = asked_for(world, helper, resident)
    first = agreeing.ask_pairing(world.m, staff, wanted, "one")

    assert agreeing.ask_pairing(world.m, staff, wanted, "one") == first
    with pytest.raises(errors.PairedAlready):
        agreeing.ask_pairing(world.m, staff, wanted, "two")
    agreeing.end_pairing(world.m, staff, first.id, END)
    assert agreeing.ask_pairing(world.m, staff, wanted, "two").is_live


def test_a_no_needs_no_words_and_is_told_to_who_asked(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    made = ask(world, staff, helper, resident)
    world.settle()

    refused = agreeing.answer_pairing(world.m, helper, made.id, NO)

    assert (refused.state, refused.reason) == (PairingState.REFUSED, PairingEnd.NO_TIME)
    assert told(world, PairingChanged) == [
        ("pairing-refused", resident.member_id),
        ("pairing-refused", staff.member_id),
    ]
    for late in (YES, NO):
        with pytest.raises(errors.AnswerIsTheirs):
            agreeing.answer_pairing(world.m, helper, made.id, late)
    with pytest.raises(IllegalStep):
        refused.agreed(Agreement(side=PairSide.HELPER, by="m", at=world.now()))
    with pytest.raises(IllegalStep):
        refused.over(PairingState.ENDED, PairingEnd.OTHER)
    assert refused.over(PairingState.REFUSED, PairingEnd.OTHER) is refused


def test_contacts_are_told_while_it_holds_and_move_the_day_they_are_due(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    waiting = ask(world, staff, helper, resident, spoken_consent=True)
    with pytest.raises(Forbidden):
        agreeing.tell_contact(world.m, helper, waiting.id, WELL)
    made = agreeing.answer_pairing(world.m, helper, waiting.id, YES)
    assert (waiting.due_on(), made.due_on()) == (None, TODAY + timedelta(days=7))

    world.clock.at += timedelta(days=9)
    assert pairing_shown(world.m, staff, made.id).overdue
    missed = replace(WELL, on=TODAY + timedelta(days=8), found=ContactFound.NOT_REACHED)
    once = agreeing.tell_contact(world.m, helper, made.id, missed)
    assert agreeing.tell_contact(world.m, staff, made.id, missed) == once
    assert once.due_on() == TODAY + timedelta(days=7)
    well = agreeing.tell_contact(world.m, helper, made.id, replace(missed, found=ContactFound.WELL))
    assert well.due_on() == TODAY + timedelta(days=15)
    shown = pairing_shown(world.m, resident, made.id)
    assert ([each.found.value for each in shown.contacts], shown.overdue) == (["NOT_REACHED", "WELL"], False)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=10)):
        with pytest.raises(errors.ContactOutside):
            agreeing.tell_contact(world.m, helper, made.id, replace(WELL, on=day))
    with pytest.raises(Forbidden):
        agreeing.tell_contact(world.m, resident, made.id, WELL)
    with pytest.raises(NotFound):
        agreeing.tell_contact(world.m, world.member(), made.id, WELL)


def test_a_resident_who_is_not_well_is_told_to_who_arranged_it_or_else_to_the_staff(world: World) -> None:
    staff, helper = world.staff(), world.volunteer()
    arranged, own = paired(world, staff, helper, world.resident()), world.member()
    by_oneself = ask(world, own, helper, own)
    agreeing.answer_pairing(world.m, helper, by_oneself.id, YES)
    world.settle()

    for pairing in (arranged, by_oneself):
        agreeing.tell_contact(world.m, helper, pairing.id, replace(WELL, found=ContactFound.NEEDS_LOOK))
        assert told(world, PairContactTold) == [("paired-needs-look", staff.member_id)]
    agreeing.tell_contact(world.m, helper, arranged.id, WELL)
    assert told(world, PairContactTold) == []


def test_the_helper_is_reminded_on_the_due_day_and_staff_a_week_later_once_each(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    made = paired(world, staff, helper, resident)
    due = made.due_on()
    assert due == TODAY + timedelta(days=7)
    told(world, PairContactDue)

    def told_by(day: date, hour: int) -> list[tuple[str, str]]:
        world.clock.at = datetime.combine(day, time(hour), CHINA)
        for _ in range(2):
            tell_of_due_contacts(world.m, world.clock.now())
        return told(world, PairContactDue)

    assert told_by(due, 8) == []
    assert told_by(due, 9) == [("pair-contact-due", helper.member_id)]
    assert told_by(due + timedelta(days=6), 9) == []
    assert told_by(due + timedelta(days=9), 9) == [("pair-contact-missed", staff.member_id)]
    assert told_by(due + timedelta(days=40), 9) == []
    agreeing.tell_contact(world.m, helper, made.id, replace(WELL, on=due + timedelta(days=40)))
    assert told_by(due + timedelta(days=46), 9) == []
    assert told_by(due + timedelta(days=47), 9) == [("pair-contact-due", helper.member_id)]


def test_nobody_is_reminded_of_a_pairing_that_ended_or_of_a_contact_told_meanwhile(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    made = paired(world, staff, helper, resident)
    world.clock.at = datetime.combine(TODAY + timedelta(days=7), time(10), CHINA)
    stale = world.m.pairings.get(made.id)
    agreeing.tell_contact(world.m, helper, made.id, replace(WELL, on=TODAY + timedelta(days=7)))
    assert stale.told_next_at() is not None
    assert tell_of_due_contacts(world.m, world.clock.now()) == 0
    agreeing.end_pairing(world.m, helper, made.id, END)
    world.clock.advance(days=90)
    assert tell_of_due_contacts(world.m, world.clock.now()) == 0


def test_where_nobody_works_at_the_desk_the_helper_is_not_told_a_second_time(world: World) -> None:
    made = paired(world, world.staff(), world.volunteer(), world.resident())
    for each in world.m.identity.members.where({}):
        world.m.identity.members.save(replace(each, grants=()))
    told(world, PairContactDue)
    world.clock.at = datetime.combine(TODAY + timedelta(days=20), time(9), CHINA)
    assert [tell_of_due_contacts(world.m, world.clock.now()) for _ in range(3)] == [1, 1, 0]
    assert told(world, PairContactDue) == [("pair-contact-due", made.helper_id)]


def test_a_pairing_holds_a_limited_number_of_contacts_and_none_before_it_is_agreed(world: World) -> None:
    made = paired(world, world.staff(), world.volunteer(), world.resident())
    usual = {"on": TODAY, "way": ContactWay.PHONE, "found": ContactFound.WELL, "told_by": "m"}
    full = replace(made, contacts=tuple(PairContact(id=str(n), **usual) for n in range(600)))  # type: ignore[arg-type]  # -- fields by name
    one_more = PairContact(id="one-more", **usual)  # type: ignore[arg-type]  # -- fields by name

    with pytest.raises(errors.TooManyContacts):
        full.with_contact(one_more, TODAY)
    with pytest.raises(errors.ContactOutside):
        replace(made, state=PairingState.ENDED).with_contact(one_more, TODAY)


def test_either_of_the_two_or_staff_end_it_and_its_contacts_stay(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    made = paired(world, staff, helper, resident)
    agreeing.tell_contact(world.m, helper, made.id, WELL)

    with pytest.raises(NotFound):
        agreeing.end_pairing(world.m, world.member(), made.id, END)
    ended = agreeing.end_pairing(world.m, resident, made.id, END)
    assert agreeing.end_pairing(world.m, helper, made.id, END) == ended
    assert (ended.state, ended.reason, len(ended.contacts)) == (PairingState.ENDED, PairingEnd.MOVED, 1)


def test_who_closes_the_account_leaves_no_pairing_behind(world: World) -> None:
    staff, helper, resident = world.staff(), world.volunteer(), world.resident()
    made = paired(world, staff, helper, resident)
    over = agreeing.end_pairing(world.m, staff, ask(world, staff, helper, world.resident()).id, END)

    close_file(world.identity, world.m, staff, resident.member_id)

    after = world.m.pairings.get(made.id)
    assert (after.state, after.reason) == (PairingState.ENDED, PairingEnd.NOT_NEEDED)
    agreeing.end_all_pairings_of(world.m, helper.member_id)
    assert world.m.pairings.get(over.id) == over
