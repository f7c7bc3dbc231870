"""Relatives are on record with the consent of both, seen by nobody else, and ended by either."""

from typing import Any

import pytest

from services.matching.application.kinship import commands
from services.matching.application.kinship.commands import AskKinship, RecordKinship
from services.matching.application.kinship.ending import answer_kinship, end_kinship
from services.matching.application.kinship.recording import ask_kinship, record_kinship
from services.matching.application.kinship.showing import own_relatives, own_view, relatives_on_file
from services.matching.application.register.closing import close_file, join_file
from services.matching.application.register.commands import JoinFile
from services.matching.domain.errors import ReasonRequired
from services.matching.domain.register.kinship_errors import (
    ConsentToKinship,
    KinshipKnown,
    KinshipOver,
    NoSuchRelative,
    OwnKinship,
    TooManyRelatives,
)
from services.notify.domain.routing import routes
from shared.events.contract import parse
from shared.events.kinship import KinshipChanged
from shared.identity.actor import Actor
from shared.identity.kinship import (
    MOST_RELATIVES,
    NEXT_STATES,
    ConsentManner,
    Kin,
    Kinship,
    KinshipState,
    Relative,
)
from shared.identity.readings import ReadData
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import THERE, World, a_world

YES, NO = commands.AnswerKinship(agree=True), commands.AnswerKinship(agree=False)
BARE, MOVED_AWAY = commands.EndKinship(), commands.EndKinship(reason="已搬走")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def asked_of(world: World, relative: Actor, kin: Kin = Kin.PARENT) -> AskKinship:
    found = world.identity.members.get(relative.member_id)
    return AskKinship(phone=str(found.phone), name=found.name, kin=kin, consent=True)


def asking(world: World, actor: Actor, relative: Actor, kin: Kin = Kin.PARENT) -> Kinship:
    return ask_kinship(world.identity, actor, asked_of(world, relative, kin), world.m.ids.new())


def taken_down(relative: Actor, kin: Kin = Kin.CHILD, **fields: object) -> RecordKinship:
    given = {"manner": ConsentManner.SPOKEN, "consent": True, **fields}
    return RecordKinship(relative_id=relative.member_id, kin=kin, **given)  # type: ignore[arg-type]  # -- fields by name


def recorded(world: World, staff: Actor, member: Actor, relative: Actor) -> Kinship:
    return record_kinship(world.identity, staff, member.member_id, taken_down(relative), world.m.ids.new())


def told(world: World) -> list[tuple[str, str]]:
    """Return who was told what since the last look, leaving out who did it."""
    found: Any = list(world.identity.kinships.collection.find({"unsent_at": {"$gte": 0}}))
    entries = [entry for document in found for entry in document["outbox"]]
    world.identity.kinships.collection.update_many({}, {"$set": {"outbox": []}})
    facts = [parse(each["headers"], each["body"]).data for each in entries]
    assert all(isinstance(each, KinshipChanged) for each in facts)
    return sorted(
        (each.member_id, each.kind.value)
        for fact in facts
        for each in routes(fact)
        if each.done_by != each.member_id
    )


def test_relatives_stand_once_both_agreed_and_each_sees_the_other(world: World) -> None:
    daughter, mother = world.member("李女儿"), world.member("李奶奶")

    made = asking(world, daughter, mother)
    assert world.identity.relatives.of(daughter.member_id) == ()
    assert told(world) == [(mother.member_id, "kinship-asked")]
    (seen,) = own_relatives(world.identity, mother).items
    assert (seen.relative_name, seen.kin, seen.can) == ("李女儿", Kin.CHILD, ("answer", "end"))
    stands = answer_kinship(world.identity, mother, made.id, YES)

    assert told(world) == [(daughter.member_id, "kinship-stands")]
    assert answer_kinship(world.identity, mother, made.id, YES) == stands
    assert told(world) == []
    mothers = Relative(member_id=mother.member_id, kin=Kin.PARENT)
    assert world.identity.relatives.of(daughter.member_id) == (mothers,)
    assert world.identity.relatives.kin_of(mother.member_id, daughter.member_id) is Kin.CHILD
    assert world.identity.relatives.kin_of(mother.member_id, "somebody") is None
    assert own_view(world.identity, daughter, made.id).can == ("end",)


def test_asked_again_under_the_same_id_it_is_one_record_and_under_another_it_is_known(world: World) -> None:
    son, father = world.member("张儿"), world.member("张父")
    made = asking(world, son, father)

    assert ask_kinship(world.identity, son, asked_of(world, father), made.id) == made
    for actor, other in ((son, father), (father, son)):
        with pytest.raises(KinshipKnown):
            asking(world, actor, other)
    with pytest.raises(KinshipKnown):
        ask_kinship(world.identity, son, asked_of(world, father, Kin.SPOUSE), made.id)


def test_a_relative_is_found_by_phone_and_name_together_and_is_somebody_else(world: World) -> None:
    actor, other = world.member("张儿"), world.member("张父")
    right = asked_of(world, other)
    wrong = (
        AskKinship(phone=right.phone, name="张某", kin=Kin.PARENT, consent=True),
        AskKinship(phone="13800999999", name=right.name, kin=Kin.PARENT, consent=True),
        AskKinship(phone="不是电话", name=right.name, kin=Kin.PARENT, consent=True),
        asked_of(world, actor),
    )
    for each in wrong:
        with pytest.raises(NoSuchRelative) as refused:
            ask_kinship(world.identity, actor, each, "one")
        assert refused.value.faults[0].field == "phone"
    with pytest.raises(ConsentToKinship):
        ask_kinship(
            world.identity,
            actor,
            AskKinship(phone=right.phone, name=right.name, kin=Kin.PARENT, consent=False),
            "one",
        )


def test_who_is_asked_may_say_no_and_what_is_over_is_not_taken_up_again(world: World) -> None:
    actor, other = world.member("张儿"), world.member("张父")
    made = asking(world, actor, other)
    told(world)

    refused = answer_kinship(world.identity, other, made.id, NO)

    assert (refused.state, refused.ended_by) == (KinshipState.REFUSED, other.member_id)
    assert told(world) == [(actor.member_id, "kinship-refused")]
    assert answer_kinship(world.identity, other, made.id, NO) == refused
    assert end_kinship(world.identity, actor, made.id, BARE) == refused
    with pytest.raises(KinshipOver):
        answer_kinship(world.identity, other, made.id, YES)
    assert own_relatives(world.identity, actor).items == ()
    assert asking(world, actor, other).state is KinshipState.AWAITING_CONSENT


def test_either_side_ends_it_at_any_time_and_staff_with_a_reason(world: World) -> None:
    actor, other, staff, far = world.member(), world.member(), world.staff(), world.staff(THERE)
    for ends, asked in ((actor, BARE), (other, BARE), (staff, MOVED_AWAY)):
        made = asking(world, actor, other)
        answer_kinship(world.identity, other, made.id, YES)
        ended = end_kinship(world.identity, ends, made.id, asked)
        assert (ended.state, ended.reason) == (KinshipState.ENDED, asked.reason)
        assert world.identity.relatives.of(actor.member_id) == ()
    made = asking(world, actor, other)
    with pytest.raises(ReasonRequired):
        end_kinship(world.identity, staff, made.id, BARE)
    with pytest.raises(NotFound):
        end_kinship(world.identity, far, made.id, MOVED_AWAY)


def test_a_stranger_sees_answers_and_ends_nothing(world: World) -> None:
    actor, other, stranger = world.member(), world.member(), world.member()
    made = asking(world, actor, other)

    for attempt in (
        lambda: own_view(world.identity, stranger, made.id),
        lambda: answer_kinship(world.identity, stranger, made.id, YES),
        lambda: end_kinship(world.identity, stranger, made.id, MOVED_AWAY),
        lambda: relatives_on_file(world.identity, stranger, actor.member_id),
        lambda: relatives_on_file(world.identity, world.staff(THERE), actor.member_id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert own_relatives(world.identity, stranger).items == ()


def test_staff_take_down_the_consent_of_who_has_no_account_and_who_has_one_is_asked(world: World) -> None:
    staff, elder, daughter = world.staff(), world.resident(), world.member("李女儿")

    made = recorded(world, staff, elder, daughter)

    assert made.missing == (daughter.member_id,)
    assert [(each.manner, each.recorded_by) for each in made.consents] == [
        (ConsentManner.SPOKEN, staff.member_id)
    ]
    assert told(world) == [(daughter.member_id, "kinship-asked")]
    answer_kinship(world.identity, daughter, made.id, YES)
    (seen,) = relatives_on_file(world.identity, staff, elder.member_id).items
    assert (seen.relative_name, seen.kin) == ("李女儿", Kin.CHILD)
    assert [each.manner for each in seen.consents] == [ConsentManner.SPOKEN, ConsentManner.ONESELF]
    (reading,) = world.identity.readings.of(elder.member_id).items
    assert (reading.reader_id, reading.what) == (staff.member_id, ReadData.FILE)
    spouse = world.resident()
    both = recorded(world, staff, elder, spouse)
    assert both.state is KinshipState.STANDS


def test_staff_take_down_nothing_of_another_area_of_themselves_or_without_consent(world: World) -> None:
    staff, far = world.staff(), world.staff(THERE)
    elder, daughter = world.resident(), world.member("李女儿")
    elsewhere = world.resident(community_code=THERE)
    closed = world.resident(status="CLOSED")
    for given, refusal in (
        (taken_down(daughter, consent=False), ConsentToKinship),
        (taken_down(daughter, manner=ConsentManner.ONESELF), ConsentToKinship),
        (taken_down(elsewhere), NotFound),
        (taken_down(staff), OwnKinship),
        (taken_down(elder), NoSuchRelative),
        (taken_down(closed), NoSuchRelative),
    ):
        with pytest.raises(refusal):
            record_kinship(world.identity, staff, elder.member_id, given, "one")
    with pytest.raises(NotFound):
        record_kinship(world.identity, far, elder.member_id, taken_down(daughter), "one")
    with pytest.raises(NotFound):
        record_kinship(world.identity, far, daughter.member_id, taken_down(world.member()), "one")


def test_a_family_has_a_limit(world: World) -> None:
    staff, elder = world.staff(), world.resident()
    for number in range(MOST_RELATIVES):
        world.identity.kinships.add(
            Kinship(
                id=f"k{number}",
                member_id=elder.member_id,
                relative_id=f"relative-{number}",
                kin=Kin.CHILD,
                recorded_by="staff",
                created_at=world.now(),
            )
        )
    with pytest.raises(TooManyRelatives):
        recorded(world, staff, elder, world.resident())


def test_records_end_with_a_file_and_follow_a_file_into_its_account(world: World) -> None:
    staff, file, account = world.staff(), world.resident(), world.member("李奶奶")
    first, second, gone = world.resident(), world.resident(), world.resident()
    for each in (first, second, gone):
        recorded(world, staff, file, each)
    asking_too = recorded(world, staff, first, account)
    close_file(world.identity, world.m, staff, gone.member_id)
    phone = world.identity.members.get(account.member_id).phone
    join_file(world.identity, staff, file.member_id, JoinFile(phone=str(phone)))

    of_account = [each.member_id for each in world.identity.relatives.of(account.member_id)]
    assert of_account == [second.member_id]
    assert world.identity.relatives.of(file.member_id) == ()
    assert world.identity.kinships.get(asking_too.id).state is KinshipState.AWAITING_CONSENT


def test_every_kind_has_a_name_and_is_seen_from_both_sides() -> None:
    assert all(each.words.zh and each.words.en for each in (*Kin, *KinshipState, *ConsentManner))
    assert all(each.seen_from_there.seen_from_there is each for each in Kin)
    assert NEXT_STATES.keys() == set(KinshipState)
