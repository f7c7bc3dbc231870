"""People and bodies enrol in a community, its staff confirm it, and of a person nothing but the place is kept."""

from dataclasses import replace

import pytest

from services.matching.application.enrolling import enrolling
from services.matching.application.enrolling.commands import (
    DecideEnrolment,
    EndEnrolment,
    Enrol,
    EnrolmentsQuery,
)
from services.matching.application.enrolling.showing import (
    enrolment_counts,
    enrolment_shown,
    enrolments_listed,
    enrolments_waiting,
)
from services.matching.application.parties.commands import SuspendParty
from services.matching.application.parties.reviewing import suspend_party
from services.matching.application.register.closing import close_own_account
from services.matching.application.register.commands import CloseAccount
from services.matching.domain.enrolling import errors
from services.matching.domain.enrolling.enrolment import (
    NEXT_STATES,
    Enrolment,
    EnrolmentKind,
    EnrolmentState,
    shown_count,
)
from services.matching.domain.errors import IllegalStep, ReasonRequired
from services.matching.domain.parties.errors import NotActingForParty, PartyNotApproved
from services.notify.domain.routing import routes
from shared.events.enrolling import EnrolmentDecided
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import ELSEWHERE, HERE, THERE, World, a_world
from tests.application.parties_world import again, approved

BODY = Enrol(
    kind=EnrolmentKind.BODY,
    community_code=HERE,
    body_name="东坡区图书馆",
    offers="会议室",
    wishes="志愿者",
)
YES, NO = DecideEnrolment(confirm=True), DecideEnrolment(confirm=False, reason="不在本社区")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def enrolled(world: World, actor: Actor, code: str = HERE) -> Enrolment:
    asked = Enrol(kind=EnrolmentKind.PERSON, community_code=code)
    return enrolling.enrol(world.m, actor, asked, world.m.ids.new())


def test_a_person_enrols_and_the_community_confirms(world: World) -> None:
    actor, staff = world.member(), world.staff()

    made = enrolled(world, actor)
    assert enrolments_waiting(world.m, HERE) == 1
    done = enrolling.decide_enrolment(world.m, staff, made.id, YES)

    assert (done.state, done.decided_by) == (EnrolmentState.CONFIRMED, staff.member_id)
    assert enrolling.decide_enrolment(world.m, staff, made.id, YES) == done
    assert (done.body_name, done.offers, done.wishes) == ("", "", "")
    (told,) = [each for each in world.settle() if isinstance(each, EnrolmentDecided)]
    assert [(each.member_id, each.kind.value) for each in routes(told)] == [
        (actor.member_id, "enrolment-confirmed")
    ]
    with pytest.raises(IllegalStep):
        enrolling.decide_enrolment(world.m, staff, made.id, NO)


def test_of_a_person_nothing_but_the_place_is_taken_and_a_body_says_its_name(world: World) -> None:
    actor = world.member()
    for more in ({"body_name": "某单位"}, {"offers": "会议室"}, {"wishes": "志愿者"}):
        talks = Enrol(kind=EnrolmentKind.PERSON, community_code=HERE, **more)
        with pytest.raises(errors.NothingButThePlace):
            enrolling.enrol(world.m, actor, talks, "one")
    nameless = Enrol(kind=EnrolmentKind.BODY, community_code=HERE)
    with pytest.raises(errors.BodyNameRequired):
        enrolling.enrol(world.m, actor, nameless, "one")


def test_a_registered_party_enrols_under_its_own_name_by_its_staff_alone(world: World) -> None:
    founder, stranger = world.member(), world.member()
    party = approved(world, founder)
    asked = replace(BODY, body_name="别的名字", party_id=party.id)

    made = enrolling.enrol(world.m, again(world, founder), asked, "one")
    assert (made.body_name, made.party_id) == (party.name, party.id)
    assert enrolment_shown(world.m, founder, "one").party_id == party.id
    with pytest.raises(errors.EnrolledAlready):
        enrolling.enrol(world.m, again(world, founder), replace(asked, body_name="又一个"), "two")
    by_name = replace(BODY, body_name=party.name)
    with pytest.raises(errors.EnrolledAlready):
        enrolling.enrol(world.m, stranger, by_name, "by-name")
    with pytest.raises(NotActingForParty):
        enrolling.enrol(world.m, stranger, asked, "three")
    with pytest.raises(errors.NothingButThePlace):
        enrolling.enrol(world.m, again(world, founder), replace(asked, kind=EnrolmentKind.PERSON), "four")
    suspend_party(world.m, world.staff(), party.id, SuspendParty(reason="核实中"))
    with pytest.raises(PartyNotApproved):
        enrolling.enrol(world.m, again(world, founder), replace(asked, community_code=THERE), "five")
    assert world.m.enrolments.get("one").is_live


def test_one_enrols_once_in_a_community_and_in_two_at_most(world: World) -> None:
    actor = world.member()
    first = enrolled(world, actor)

    again = Enrol(kind=EnrolmentKind.PERSON, community_code=HERE)
    assert enrolling.enrol(world.m, actor, again, first.id) == first
    with pytest.raises(errors.EnrolledAlready):
        enrolled(world, actor)
    enrolled(world, actor, THERE)
    with pytest.raises(errors.EnrolledElsewhere):
        enrolled(world, actor, ELSEWHERE)
    assert enrolling.enrol(world.m, actor, BODY, "for-a-body").kind is EnrolmentKind.BODY


def test_two_who_enrol_one_body_in_the_same_moment_leave_one_enrolment(world: World) -> None:
    enrolling.enrol(world.m, world.member(), BODY, "first")

    with pytest.raises(errors.EnrolledAlready):
        enrolling.enrol(world.m, world.member(), BODY, "second")


def test_staff_say_why_they_refuse_and_nobody_decides_about_themselves(world: World) -> None:
    staff, far = world.staff(), world.staff(THERE)
    made, own = enrolled(world, world.member()), enrolled(world, staff)

    with pytest.raises(ReasonRequired):
        enrolling.decide_enrolment(world.m, staff, made.id, DecideEnrolment(confirm=False))
    with pytest.raises(errors.OwnEnrolment):
        enrolling.decide_enrolment(world.m, staff, own.id, YES)
    with pytest.raises(NotFound):
        enrolling.decide_enrolment(world.m, far, made.id, YES)
    refused = enrolling.decide_enrolment(world.m, staff, made.id, NO)
    assert (refused.state, refused.reason) == (EnrolmentState.REFUSED, "不在本社区")
    with pytest.raises(IllegalStep):
        enrolling.end_enrolment(world.m, staff, made.id, EndEnrolment(reason="x"))


def test_an_enrolment_is_ended_by_oneself_or_by_staff_with_a_reason_and_made_anew(world: World) -> None:
    actor, staff = world.member(), world.staff()
    made = enrolled(world, actor)
    enrolling.decide_enrolment(world.m, staff, made.id, YES)

    with pytest.raises(NotFound):
        enrolling.end_enrolment(world.m, world.member(), made.id, EndEnrolment())
    with pytest.raises(ReasonRequired):
        enrolling.end_enrolment(world.m, staff, made.id, EndEnrolment())
    ended = enrolling.end_enrolment(world.m, actor, made.id, EndEnrolment())
    assert (ended.state, ended.ended_at) == (EnrolmentState.ENDED, world.clock.now())
    assert enrolling.end_enrolment(world.m, actor, made.id, EndEnrolment()) == ended
    second = enrolled(world, actor)
    left = enrolling.end_enrolment(world.m, staff, second.id, EndEnrolment(reason="已搬走"))
    assert left.reason == "已搬走"


def test_enrolments_are_seen_by_oneself_and_by_the_staff_of_the_community_alone(world: World) -> None:
    actor, staff = world.member("郑有名"), world.staff()
    made = enrolled(world, actor)

    assert enrolment_shown(world.m, actor, made.id).can == ("end",)
    assert enrolment_shown(world.m, staff, made.id).who == "郑有名"
    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(NotFound):
            enrolment_shown(world.m, stranger, made.id)
        with pytest.raises(Forbidden):
            enrolments_listed(world.m, stranger, EnrolmentsQuery(community_code=HERE))
        assert enrolments_listed(world.m, stranger, EnrolmentsQuery()).items == ()
    (listed,) = enrolments_listed(world.m, staff, EnrolmentsQuery(community_code=HERE)).items
    assert listed.can == ("decide",)
    enrolling.decide_enrolment(world.m, staff, made.id, YES)
    standing = EnrolmentsQuery(community_code=HERE, state=EnrolmentState.CONFIRMED)
    assert enrolments_listed(world.m, staff, standing).items[0].can == ("end",)


def test_fewer_than_ten_persons_are_not_counted_in_public(world: World) -> None:
    staff = world.staff()
    body = enrolling.enrol(world.m, world.member(), BODY, "body")
    enrolling.decide_enrolment(world.m, staff, body.id, YES)
    assert enrolment_counts(world.m, HERE).persons == 0
    person = enrolled(world, world.member())
    enrolling.decide_enrolment(world.m, staff, person.id, YES)

    counted = enrolment_counts(world.m, HERE)

    assert (counted.persons, counted.bodies) == (None, 1)
    assert [shown_count(each) for each in (0, 1, 9, 10)] == [0, None, None, 10]


def test_who_closes_the_account_is_enrolled_no_more(world: World) -> None:
    secret = "calm-river-of-march"
    actor = world.member(password_hash=world.identity.passwords.hashed(secret))
    made, refused = enrolled(world, actor), enrolled(world, actor, THERE)
    enrolling.decide_enrolment(world.m, world.staff(THERE), refused.id, NO)

    close_own_account(world.identity, world.m, actor, CloseAccount(password=secret), address="127.0.0.1")

    assert world.m.enrolments.get(made.id).state is EnrolmentState.ENDED
    assert world.m.enrolments.get(refused.id).state is EnrolmentState.REFUSED


def test_every_kind_and_state_has_a_name_and_every_state_its_arrows() -> None:
    assert all(each.words.zh and each.words.en for each in (*EnrolmentKind, *EnrolmentState))
    assert NEXT_STATES.keys() == set(EnrolmentState)
