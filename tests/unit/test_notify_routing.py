"""Who is told what, held against the catalogue of events."""

import dataclasses
from datetime import UTC, datetime

import pytest

from services.notify.domain.notices import NEXT_STATES, Facts, NoticeKind, NoticeState
from services.notify.domain.routing import ROUTES, SILENT, routes
from services.notify.domain.sentences import SENTENCES
from services.notify.domain.telling import Telling
from shared.events.contract import CONTRACTS
from shared.events.identity import RoleGranted, RoleWithdrawn
from shared.events.ledger import HoursWaiting, MinutesCredited, PostingRefused
from shared.events.matching import (
    AssignmentChanged,
    ConfirmationDue,
    MemberInvited,
    NeedAccepted,
    NeedAmended,
    NeedClosed,
    NeedPlaceReleased,
    NobodyFound,
    Proposed,
    ServiceRated,
)

HERE = "511402001001"
AT = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)


def told(fact: object) -> list[tuple[str, str]]:
    return [(telling.member_id, telling.kind.value) for telling in routes(fact)]


def an_assignment(state: str, *, by: str) -> AssignmentChanged:
    return AssignmentChanged(
        assignment_id="assignment",
        need_id="need",
        community_code=HERE,
        member_id="volunteer",
        resident_id="resident",
        state=state,
        by=by,
    )


def a_closed_need(state: str, *, posted_by: str = "staff") -> NeedClosed:
    return NeedClosed(
        need_id="need", community_code=HERE, resident_id="resident", posted_by=posted_by, state=state
    )


def test_every_event_is_either_routed_or_silent_for_a_reason() -> None:
    every = {contract.kind for contract in CONTRACTS.values()}
    assert ROUTES.keys() | SILENT.keys() == every
    assert not ROUTES.keys() & SILENT.keys()
    assert all(reason.endswith(".") for reason in SILENT.values())


def test_every_kind_of_notice_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(NoticeKind)


def test_a_notice_has_an_arrow_table_for_every_state() -> None:
    assert NEXT_STATES.keys() == set(NoticeState)


def test_each_member_asked_is_told_of_their_own_proposal() -> None:
    fact = Proposed(
        need_id="need",
        community_code=HERE,
        member_ids=("a", "b"),
        proposal_ids=("need.a", "need.b"),
        service_kind="CLINIC_ESCORT",
        starts_at=AT,
    )
    assert [(each.member_id, each.subject.id, each.facts) for each in routes(fact)] == [
        ("a", "need.a", Facts(need_id="need", service_kind="CLINIC_ESCORT", starts_at=AT)),
        ("b", "need.b", Facts(need_id="need", service_kind="CLINIC_ESCORT", starts_at=AT)),
    ]


def test_who_served_a_long_day_hears_what_waits() -> None:
    fact = HoursWaiting(
        record_id="record",
        transfer_id="transfer",
        community_code=HERE,
        member_id="a",
        minutes=120,
        served_at=AT,
        shard=0,
        block=1,
    )
    assert [(each.member_id, each.kind.value, each.facts.minutes) for each in routes(fact)] == [
        ("a", "hours-waiting", 120)
    ]


def test_who_is_to_serve_hears_that_what_was_asked_has_changed() -> None:
    fact = NeedAmended(
        need_id="need",
        community_code=HERE,
        resident_id="resident",
        amended_by="resident",
        helper_ids=("a", "b"),
        assignment_ids=("of-a", "of-b"),
    )
    assert [(each.member_id, each.kind.value, each.subject.id, each.done_by) for each in routes(fact)] == [
        ("a", "details-changed", "of-a", "resident"),
        ("b", "details-changed", "of-b", "resident"),
    ]


def test_an_invitation_is_told_to_the_invited_alone() -> None:
    fact = MemberInvited(
        need_id="need", community_code=HERE, member_id="a", proposal_id="need.a", invited_by="staff"
    )
    assert told(fact) == [("a", "invited")]


def test_the_receiving_side_and_the_poster_hear_who_comes() -> None:
    fact = NeedAccepted(
        need_id="need",
        community_code=HERE,
        resident_id="resident",
        posted_by="staff",
        assignment_id="assignment",
        member_id="volunteer",
        starts_at=AT,
        ends_at=AT,
        places_left=0,
        how="PROPOSAL",
    )
    assert told(fact) == [("resident", "helper-found"), ("staff", "helper-found")]
    assert [each.delegates_too for each in routes(fact)] == [True, False]


def test_the_receiving_side_and_the_poster_hear_who_left() -> None:
    fact = NeedPlaceReleased(
        need_id="need",
        community_code=HERE,
        resident_id="resident",
        posted_by="staff",
        assignment_id="assignment",
        member_id="volunteer",
    )
    assert told(fact) == [("resident", "helper-left"), ("staff", "helper-left")]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("REFUSED", "need-refused"),
        ("WITHDRAWN", "need-withdrawn"),
        ("EXPIRED", "need-expired"),
        ("MET", "need-met"),
    ],
)
def test_how_a_need_ended_is_told_to_its_people(state: str, kind: str) -> None:
    assert told(a_closed_need(state)) == [("resident", kind), ("staff", kind)]


def test_who_posts_for_themselves_is_told_once() -> None:
    assert told(a_closed_need("EXPIRED", posted_by="resident")) == [("resident", "need-expired")]


def test_a_need_closed_in_a_way_unknown_here_is_told_to_nobody() -> None:
    assert told(a_closed_need("MERGED")) == []


def test_the_poster_hears_that_nobody_was_found() -> None:
    fact = NobodyFound(need_id="need", community_code=HERE, posted_by="staff")
    assert told(fact) == [("staff", "nobody-found")]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("ACCEPTED", [("volunteer", "booked")]),
        ("CHECKED_IN", [("resident", "helper-arrived")]),
        ("CHECKED_OUT", [("resident", "please-confirm")]),
        ("CONFIRMED", [("volunteer", "confirmed")]),
        ("CANCELLED", [("volunteer", "cancelled")]),
        ("NO_SHOW", [("volunteer", "marked-absent")]),
        ("ARCHIVED", []),
    ],
)
def test_a_changed_assignment_is_told_to_the_side_that_waits_for_it(
    state: str, expected: list[tuple[str, str]]
) -> None:
    assert told(an_assignment(state, by="staff")) == expected


def test_the_receiving_side_is_reminded_to_confirm_until_staff_take_over() -> None:
    reminder = ConfirmationDue(
        assignment_id="assignment",
        community_code=HERE,
        member_id="volunteer",
        resident_id="resident",
        after_hours=24,
        for_staff=False,
    )
    assert told(reminder) == [("resident", "confirm-reminder")]
    assert told(dataclasses.replace(reminder, for_staff=True)) == []


def test_a_rating_tells_the_volunteer_the_grade_but_not_who_gave_it() -> None:
    fact = ServiceRated(
        assignment_id="assignment",
        community_code=HERE,
        member_id="volunteer",
        resident_id="resident",
        grade=5,
    )
    (telling,) = routes(fact)
    assert (telling.member_id, telling.facts) == ("volunteer", Facts(grade=5))


def test_credited_minutes_are_told_to_their_owner() -> None:
    fact = MinutesCredited(
        transfer_id="transfer",
        record_id="record",
        community_code=HERE,
        member_id="volunteer",
        minutes=60,
        served_at=AT,
        shard=0,
        block=1,
    )
    (telling,) = routes(fact)
    assert (telling.member_id, telling.kind, telling.facts) == (
        "volunteer",
        NoticeKind.MINUTES_CREDITED,
        Facts(minutes=60),
    )


def test_a_withdrawn_role_is_told_to_its_holder_without_naming_who_did_it() -> None:
    fact = RoleWithdrawn(
        member_id="staff", role="COMMUNITY_STAFF", scope="511402001001", withdrawn_by="chief"
    )
    (telling,) = routes(fact)
    assert telling == Telling(
        member_id="staff",
        kind=NoticeKind.ROLE_WITHDRAWN,
        subject=telling.subject,
        facts=Facts(role="COMMUNITY_STAFF", scope="511402001001"),
    )


def test_a_refused_posting_and_a_granted_role_are_told_to_their_member() -> None:
    refused = PostingRefused(record_id="record", community_code=HERE, member_id="volunteer", reason="closed")
    granted = RoleGranted(member_id="staff", role="COMMUNITY_STAFF", scope=HERE, granted_by="chief")
    assert told(refused) == [("volunteer", "minutes-refused")]
    assert told(granted) == [("staff", "role-granted")]
