"""Catalogue, redemption and rules by themselves: what may follow what, and who may redeem."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.ledger.domain.redeeming.catalogue import CatalogueEntry, Change, EntryState, Terms, month_of
from services.ledger.domain.redeeming.errors import AgeUnknown, NotForThem, QuotaFull, StillOrdered, TooYoung
from services.ledger.domain.redeeming.redemption import (
    NEXT_STATES,
    Ending,
    OrderedAs,
    PaidBy,
    Redemption,
    RedemptionState,
)
from services.ledger.domain.redeeming.rules import check_may_receive, first_start
from shared.kernel.clock import CHINA
from shared.packs.shelf import pack_of
from shared.packs.spending import Drawing, Relation
from tests.ledger_facts import HERE, NOON

S = RedemptionState
TERMS = Terms(minutes=60, monthly_quota=1, lead_hours=24, least_age=0)
CHANGE = Change(at=NOON, by="staff", did="AMENDED")


def an_entry() -> CatalogueEntry:
    return CatalogueEntry(id="e", community_code=HERE, service_kind="HAIRCUT", terms=TERMS, created_at=NOON)


def a_redemption() -> Redemption:
    return Redemption(
        id="r",
        community_code=HERE,
        book=HERE,
        entry_id="e",
        service_kind="HAIRCUT",
        paid_by=PaidBy.MEMBER,
        member_id="wang",
        resident_id="wang",
        ordered_by="wang",
        ordered_as=OrderedAs.SELF,
        minutes=60,
        starts_at=NOON + timedelta(days=2),
        ends_at=NOON + timedelta(days=2, hours=1),
        created_at=NOON,
    )


@pytest.mark.parametrize(
    ("now", "lead_hours", "suggested"),
    [
        ("2026-11-26T10:12", 0, "2026-11-26T10:30"),
        ("2026-11-26T10:30", 0, "2026-11-26T10:30"),
        ("2026-11-26T07:05", 0, "2026-11-26T09:00"),
        ("2026-11-26T16:59", 0, "2026-11-26T17:00"),
        ("2026-11-26T17:01", 0, "2026-11-27T09:00"),
        ("2026-11-26T23:50", 0, "2026-11-27T09:00"),
        ("2026-11-26T10:12", 24, "2026-11-27T10:30"),
    ],
)
def test_a_form_begins_with_the_first_half_hour_that_can_be_booked(
    now: str, lead_hours: int, suggested: str
) -> None:
    found = first_start(datetime.fromisoformat(now).replace(tzinfo=CHINA), lead_hours)
    assert found == datetime.fromisoformat(suggested).replace(tzinfo=CHINA)


def test_the_table_names_every_state() -> None:
    assert set(NEXT_STATES) == set(RedemptionState)


def test_a_place_is_taken_once_and_given_back_once() -> None:
    month = month_of(NOON)
    taken = an_entry().with_place("r", month, NOON)
    assert taken.with_place("r", month, NOON) is taken
    with pytest.raises(QuotaFull):
        taken.with_place("other", month, NOON)
    free = taken.without_place("r")
    assert (free.left_in(month), free.without_place("r") is free) == (1, True)
    later = taken.with_place("next", "2027-01", NOON + timedelta(days=40))
    assert [each.redemption_id for each in later.booked] == ["next"]


def test_what_changes_nothing_is_not_noted() -> None:
    entry = an_entry()
    assert entry.amended(TERMS, CHANGE) is entry
    assert entry.step(EntryState.LISTED, CHANGE) is entry
    many = entry
    for number in range(60):
        many = many.amended(replace(TERMS, minutes=15 + number), CHANGE)
    assert len(many.changes) == 50


def test_what_comes_too_late_changes_nothing() -> None:
    used = a_redemption().booked().given(90).settled("", NOON)
    assert (used.state, used.used_minutes) == (S.USED, 60)
    for there in (
        used.arranged(NOON),
        used.given(10),
        used.let_go(Ending.WITHDRAWN),
        used.helper_left(missed=True),
        used.refused("overdraft", NOON),
        used.withdrawn(),
    ):
        assert there is used
    with pytest.raises(StillOrdered):
        a_redemption().check_can_withdraw()


def test_a_missed_helper_is_the_reason_though_told_after_the_end() -> None:
    over = a_redemption().booked().let_go(Ending.NOBODY_FOUND).helper_left(missed=True)
    assert (over.state, over.reason) == (S.RELEASING, "no-show")


def test_the_packs_rules_say_for_whom_and_from_which_age() -> None:
    beijing = pack_of("beijing-1").redemption
    with pytest.raises(NotForThem):
        check_may_receive(beijing, TERMS, None)
    with pytest.raises(NotForThem):
        check_may_receive(beijing, TERMS, Drawing(relation=Relation.FRIEND, receiver_age=80, saver_age=80))
    with pytest.raises(TooYoung):
        check_may_receive(beijing, TERMS, Drawing(relation=Relation.SELF, receiver_age=50, saver_age=50))
    with pytest.raises(AgeUnknown):
        check_may_receive(beijing, TERMS, Drawing(relation=Relation.SELF))
    check_may_receive(beijing, TERMS, Drawing(relation=Relation.SELF, receiver_age=60, saver_age=60))
