"""Whose open pages are nudged, and where the nudge goes."""

import dataclasses

import pytest

from services.notify.domain.signals import (
    SIGNALLED,
    Signal,
    SignalKind,
    rooms_of,
    rooms_reached,
    signals,
)
from shared.events.contract import CONTRACTS
from shared.events.identity import MemberChanged
from shared.events.ledger import MinutesCredited
from shared.events.matching import (
    AssignmentChanged,
    ConfirmationDue,
    MemberInvited,
    NeedAccepted,
    NeedAmended,
    NeedClosed,
    NeedOpened,
    NeedPlaceReleased,
    NeedPosted,
    NobodyFound,
    ProposalDeclined,
    ProposalsClosed,
    Proposed,
    ServiceRated,
)
from shared.events.notify import NoticeKept, NoticeRead
from shared.kernel.clock import from_unix_millis

HERE = "511402001001"
AT = from_unix_millis(1_795_000_000_000)


def a_posted_need(state: str) -> NeedPosted:
    return NeedPosted(
        need_id="need",
        community_code=HERE,
        resident_id="resident",
        posted_by="staff",
        service_kind="CLINIC_ESCORT",
        expected_minutes=90,
        helpers_wanted=1,
        starts_at=AT,
        ends_at=AT,
        state=state,
    )


def sent(fact: object) -> set[tuple[str, str, str]]:
    return {(signal.room, signal.kind.value, signal.id) for signal in signals(fact)}


def test_only_events_of_the_catalogue_are_signalled() -> None:
    assert SIGNALLED.keys() <= {contract.kind for contract in CONTRACTS.values()}


def test_a_signal_carries_kind_and_id_and_nothing_else() -> None:
    assert Signal(room="member:a", kind=SignalKind.NOTICE, id="n").payload == {"kind": "notice", "id": "n"}


def test_a_need_that_waits_for_review_reaches_only_the_desk_and_its_own_people() -> None:
    own = {
        (f"desk:{HERE}", "need", "need"),
        ("member:resident", "need", "need"),
        ("member:staff", "need", "need"),
    }
    assert sent(a_posted_need("AWAITING_REVIEW")) == own
    assert sent(a_posted_need("OPEN")) == own | {(f"public:{HERE}", "need", "need")}


def test_each_member_asked_hears_of_their_own_proposal_only_and_the_desk_of_all() -> None:
    asked = {
        ("member:a", "proposal", "need.a"),
        ("member:b", "proposal", "need.b"),
        (f"desk:{HERE}", "proposal", "need"),
    }
    proposed = Proposed(
        need_id="need",
        community_code=HERE,
        member_ids=("a", "b"),
        proposal_ids=("need.a", "need.b"),
    )
    closed = ProposalsClosed(need_id="need", community_code=HERE, member_ids=("a", "b"))
    assert sent(proposed) == asked
    assert sent(closed) == asked


def test_an_invitation_and_a_no_reach_the_member_and_the_desk() -> None:
    expected = {("member:a", "proposal", "need.a"), (f"desk:{HERE}", "need", "need")}
    invited = MemberInvited(
        need_id="need", community_code=HERE, member_id="a", proposal_id="need.a", invited_by="staff"
    )
    declined = ProposalDeclined(need_id="need", community_code=HERE, proposal_id="need.a", member_id="a")
    assert sent(invited) == expected
    assert sent(declined) == expected


@pytest.mark.parametrize("kind", [NeedOpened, NeedClosed, NeedAccepted, NeedPlaceReleased])
def test_a_need_whose_places_change_reaches_all_who_may_see_it(kind: type) -> None:
    known = {
        "need_id": "need",
        "community_code": HERE,
        "resident_id": "resident",
        "posted_by": "resident",
        "assignment_id": "assignment",
        "member_id": "volunteer",
        "starts_at": AT,
        "ends_at": AT,
        "places_left": 0,
        "how": "PROPOSAL",
        "state": "MET",
    }
    fact = kind(**{field.name: known.get(field.name) for field in dataclasses.fields(kind)})
    assert sent(fact) == {
        (f"desk:{HERE}", "need", "need"),
        (f"public:{HERE}", "need", "need"),
        ("member:resident", "need", "need"),
    }


def test_what_concerns_the_desk_alone_stays_there() -> None:
    amended = NeedAmended(need_id="need", community_code=HERE, resident_id="r", amended_by="s")
    nobody = NobodyFound(need_id="need", community_code=HERE, posted_by="s")
    assert sent(amended) == sent(nobody) == {(f"desk:{HERE}", "need", "need")}


def test_an_assignment_reaches_both_sides_and_the_desk() -> None:
    expected = {
        ("member:volunteer", "assignment", "assignment"),
        ("member:resident", "assignment", "assignment"),
        (f"desk:{HERE}", "assignment", "assignment"),
    }
    changed = AssignmentChanged(
        assignment_id="assignment",
        need_id="need",
        community_code=HERE,
        member_id="volunteer",
        resident_id="resident",
        state="CHECKED_IN",
        by="volunteer",
    )
    due = ConfirmationDue(
        assignment_id="assignment",
        community_code=HERE,
        member_id="volunteer",
        resident_id="resident",
        after_hours=24,
        for_staff=True,
    )
    rated = ServiceRated(
        assignment_id="assignment",
        community_code=HERE,
        member_id="volunteer",
        resident_id="resident",
        grade=5,
    )
    assert sent(changed) == sent(due) == sent(rated) == expected


def test_minutes_and_notices_reach_their_owner_alone() -> None:
    credited = MinutesCredited(
        transfer_id="transfer",
        record_id="record",
        community_code=HERE,
        member_id="volunteer",
        minutes=60,
        served_at=AT,
        shard=0,
        block=1,
    )
    assert sent(credited) == {("member:volunteer", "balance", "volunteer")}
    kept = NoticeKept(notice_id="notice", member_id="volunteer", kind="confirmed")
    read = NoticeRead(notice_id="notice", member_id="volunteer")
    assert sent(kept) == sent(read) == {("member:volunteer", "notice", "notice")}


def test_what_changes_no_page_is_not_signalled() -> None:
    assert sent(MemberChanged(member_id="a", community_code=HERE, what="skills")) == set()


def test_a_desk_signal_reaches_every_desk_above_it() -> None:
    assert rooms_reached(f"desk:{HERE}") == (
        "desk:5114",
        "desk:511402",
        "desk:511402001",
        "desk:511402001001",
        "desk:all",
    )
    assert rooms_reached("desk:all") == ("desk:all",)
    assert rooms_reached("member:a") == ("member:a",)


def test_a_member_sits_in_their_own_room_their_communitys_and_their_desks() -> None:
    assert rooms_of("a", HERE, ("511402", "511402", "")) == (
        "member:a",
        f"public:{HERE}",
        "desk:511402",
        "desk:all",
    )
