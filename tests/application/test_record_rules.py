"""The lawful rules of service records, one test each: how long they are kept, who sees them, what they are of."""

from datetime import timedelta

import pytest

from services.ledger.domain.rules import earns
from services.matching.application.commands import Rate
from services.matching.application.recognition.awarding import ask_for_award, publish_award
from services.matching.application.recognition.commands import AskForAward
from services.matching.application.recognition.showing import recognition_of
from services.matching.application.records.commands import RecordsQuery
from services.matching.application.records.showing import record_shown, records_listed
from services.matching.application.register.closing import close_own_account
from services.matching.application.register.commands import CloseAccount
from services.matching.application.serving import rate
from services.matching.domain.need import RecordedAs
from services.matching.domain.recognition.award import AwardKind
from services.matching.entrypoints import identity_jobs, jobs
from shared.identity.attestations import Attestation, Attested
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import THERE, World, a_world
from tests.application.test_certificates import a_record

SECRET = "calm-river-of-march"


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_records_are_kept_for_ten_years_and_more_also_when_the_account_is_closed(
    world: World, clock: SetClock
) -> None:
    """At least ten years (GB/T 40143-2021 5.2.2); what names the person goes, the record of the service stays (PIPL 47)."""
    helper = world.member(password_hash=world.identity.passwords.hashed(SECRET))
    name = world.m.people.get(helper.member_id).name
    before = a_record(world, helper)
    close_own_account(world.identity, world.m, helper, CloseAccount(password=SECRET), address="127.0.0.1")
    for _ in range(11):
        clock.advance(days=366)
        for sweep in (*jobs.sweeps(world.m), *identity_jobs.sweeps(world.identity)):
            sweep.run(clock.now())
        world.settle()

    (kept,) = world.m.records.where({"member_id": helper.member_id})
    assert kept == before
    assert clock.now() - kept.entered_at > timedelta(days=3653)
    assert name
    assert name not in repr(kept)


def test_a_record_is_shown_to_who_served_and_to_staff_who_keep_it_and_to_nobody_else(world: World) -> None:
    """Not disclosed without the person's consent (民政部令67号 16–17)."""
    helper = world.member()
    record = a_record(world, helper)

    assert record_shown(world.m, helper, record.id).minutes == record.minutes
    assert record_shown(world.m, world.staff(), record.id).minutes == record.minutes
    for other in (world.member(), world.volunteer(), world.staff(THERE)):
        with pytest.raises(NotFound):
            record_shown(world.m, other, record.id)
        assert not records_listed(world.m, other, RecordsQuery()).items


def test_of_a_volunteer_five_groups_of_record_are_kept(world: World) -> None:
    """Person, service, training, awards, evaluation (条例 19; 民政部令67号 4): each with its facts, found by the person."""
    trained = Attestation(
        topic=Attested.TRAINING,
        service_kind="HOME_VISIT",
        valid_until=world.now().date() + timedelta(days=90),
        recorded_by="staff",
        recorded_at=world.now(),
    )
    helper, need, staff = world.volunteer(attestations=(trained,)), world.need(), world.staff()
    done = world.confirmed(helper, need, world.actor(need.resident_id))
    rate(world.m, world.actor(need.resident_id), done.id, Rate(grade=5, words="很细心"))
    world.settle()
    for number in range(5):
        a_record(world, helper, f"more-{number}", minutes=20 * 60)
    award = publish_award(world.m, staff, ask_for_award(world.m, helper, AskForAward(kind=AwardKind.STAR)).id)

    person, account = world.m.people.get(helper.member_id), world.identity.members.get(helper.member_id)
    listed, reached = records_listed(world.m, helper, RecordsQuery()).items, recognition_of(world.m, helper)
    assert (account.name, account.document is not None, person.volunteer_number is not None) == (
        person.name,
        True,
        True,
    )
    assert sum(each.minutes for each in listed) == 45 + 6000
    assert person.attestations == (trained,)
    assert [(each.id, each.minutes) for each in reached.awards] == [(award.id, award.minutes)]
    assert reached.rating_tenths == 50


@pytest.mark.parametrize("recorded_as", [each for each in RecordedAs if each is not RecordedAs.VOLUNTEER])
def test_what_is_not_volunteering_is_no_record_of_volunteering(world: World, recorded_as: RecordedAs) -> None:
    """Paid work and duty count for no certificate and no star, and earn nothing (民政部令67号 18–21)."""
    record = a_record(world, world.member(), recorded_as=recorded_as)
    assert not record.counts
    assert not earns(recorded_as.value)
