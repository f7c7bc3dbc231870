"""A demo finds every way in which what the platform shows differs from what it acknowledged."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest

from services.demo.command import told
from services.demo.deeds import Deeds
from services.demo.playing import Outcome
from services.demo.reckoning import broken, counted
from services.demo.shown import Shown, ShownAssignment, ShownAttendance, ShownCredit

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def an_assignment(number: int = 1, *, hour: int = 0, state: str = "CONFIRMED") -> ShownAssignment:
    return ShownAssignment(
        id=f"assignment-{number}",
        need_id=f"need-{number}",
        member_id="wang-fang",
        starts_at=NINE + timedelta(hours=hour),
        ends_at=NINE + timedelta(hours=hour + 1),
        state=state,
        minutes=45 if state == "CONFIRMED" else None,
    )


def the_shown() -> Shown:
    return Shown(
        wanted={"need-1": 1, "need-2": 1},
        needs_listed=2,
        assignments=(an_assignment(1), an_assignment(2, hour=1, state="ACCEPTED")),
        credits=(ShownCredit(member_id="wang-fang", assignment_id="assignment-1", minutes=45),),
        service_minutes=45 + 6260,
        notices=7,
        ledger_sum_minutes=0,
        chain_ok=True,
        parked=0,
        saved={"wang-fang": 45 - 15 - 4, "li-na": 4 + 6260},
        added={"li-na": 6260},
        awards={"award-1": "511402001001"},
        pools={"511402001001": 15},
        redemptions={"redemption-1": ("USED", 15)},
        certificates={"certificate-1": "ISSUED"},
        parts={("need-1", "rice"): "CONFIRMED", ("need-2", "rice"): "OPEN"},
    )


def the_deeds() -> Deeds:
    return Deeds(
        run="demo-1",
        needs={"need-1", "need-2"},
        proposed={"need-1.wang-fang"},
        accepted={"assignment-1", "assignment-2"},
        confirmed={"assignment-1": 45},
        earned=Counter({"wang-fang": 45, "li-na": 6260}),
        added=Counter({"li-na": 6260}),
        awards={"award-1": "511402001001"},
        pools=Counter({"511402001001": 15}),
        rules={"511402001001"},
        moves=Counter({"wang-fang": -19, "li-na": 4}),
        redemptions={"redemption-1": ("USED", 15)},
        gifts={"gift-1"},
        certificates={"certificate-1": "ISSUED"},
        parts={("need-1", "rice"): "CONFIRMED", ("need-2", "rice"): "OPEN"},
        checks={"511402001001"},
    )


def said(shown: Shown, deeds: Deeds) -> list[str]:
    return [words.en for words in broken(shown, deeds)]


def test_where_all_agrees_nothing_is_broken_and_everything_is_counted() -> None:
    assert said(the_shown(), the_deeds()) == []
    assert asdict(counted(the_shown(), the_deeds(), 12.34)) == {
        "needs_posted": 2,
        "proposed": 1,
        "accepted": 2,
        "confirmed": 1,
        "credited": 1,
        "minutes_confirmed": 45,
        "minutes_credited": 45,
        "notices": 7,
        "double_booked": 0,
        "ledger_sum_minutes": 0,
        "chain_ok": True,
        "parked": 0,
        "seconds": 12.3,
        "parties": 0,
        "projects": 0,
        "shifts": 0,
        "shift_people": 0,
        "shift_minutes_confirmed": 0,
        "shift_minutes_credited": 0,
        "redemptions": 1,
        "minutes_redeemed": 15,
        "gifts": 1,
        "certificates": 1,
        "spot_checks": 1,
        "parts_answered": 1,
        "minutes_added": 6260,
        "awards": 1,
        "minutes_from_pools": 15,
        "rules_chosen": 1,
    }


CREDIT = the_shown().credits[0]
OVERLAPPING = replace(an_assignment(2, state="ACCEPTED"), starts_at=NINE + timedelta(minutes=59))
SECOND_PLACE = replace(an_assignment(3, hour=2, state="ACCEPTED"), need_id="need-1", member_id="li-na")


@pytest.mark.parametrize(
    ("doctor", "sentence"),
    [
        (
            lambda shown: replace(shown, added={"li-na": 6261}, service_minutes=45 + 6261),
            "The minutes taken over and corrected are not those shown",
        ),
        (
            lambda shown: replace(shown, awards={}),
            "The awards published are not those asked for",
        ),
        (
            lambda shown: replace(shown, pools={"511402001001": 0}),
            "The pools did not spend what was drawn from them",
        ),
        (
            lambda shown: replace(shown, needs_listed=3),
            "The needs posted are not those listed",
        ),
        (
            lambda shown: replace(shown, assignments=shown.assignments[:1]),
            "What was accepted is not what is assigned",
        ),
        (
            lambda shown: replace(shown, credits=()),
            "The minutes credited are not those confirmed",
        ),
        (
            lambda shown: replace(shown, credits=(CREDIT, CREDIT)),
            "The minutes credited are not those confirmed",
        ),
        (
            lambda shown: replace(shown, credits=(replace(CREDIT, member_id="li-na"),)),
            "The minutes credited are not those confirmed",
        ),
        (
            lambda shown: replace(shown, credits=(replace(CREDIT, minutes=44),)),
            "The minutes credited are not those confirmed",
        ),
        (
            lambda shown: replace(shown, redemptions={"redemption-1": ("BOOKED", 0)}),
            "The redemptions did not end as they should",
        ),
        (
            lambda shown: replace(shown, certificates={"certificate-1": "REVOKED"}),
            "The certificates do not stand as they should",
        ),
        (
            lambda shown: replace(shown, saved={"wang-fang": 26, "li-na": 5}),
            "The credits are not what was earned, less what was used, given and donated",
        ),
        (
            lambda shown: replace(
                shown, parts={("need-1", "rice"): "CONFIRMED", ("need-2", "rice"): "RESERVED"}
            ),
            "The parts of needs do not stand as they should",
        ),
        (
            lambda shown: replace(shown, held_minutes=15),
            "The credits are not what was earned, less what was used, given and donated",
        ),
        (
            lambda shown: replace(shown, service_minutes=90),
            "The balances are not what the statements add up to",
        ),
        (
            lambda shown: replace(shown, assignments=(an_assignment(1), OVERLAPPING)),
            "Somebody is bound twice at a time",
        ),
        (
            lambda shown: replace(shown, assignments=(*shown.assignments, SECOND_PLACE)),
            "A need has more helpers than it wanted",
        ),
        (lambda shown: replace(shown, ledger_sum_minutes=-1), "The ledger does not sum to zero"),
        (lambda shown: replace(shown, chain_ok=False), "The ledger's chain is broken"),
        (lambda shown: replace(shown, parked=1), "Events are parked"),
    ],
)
def test_a_doctored_state_is_found(doctor: Callable[[Shown], Shown], sentence: str) -> None:
    assert sentence in said(doctor(the_shown()), the_deeds())


def test_minutes_that_were_acknowledged_and_are_not_shown_are_found() -> None:
    deeds = the_deeds()
    deeds.confirmed["assignment-2"] = 30
    assert said(the_shown(), deeds) == ["The minutes confirmed are not those shown"]


def test_a_day_on_which_nobody_was_asked_is_found() -> None:
    deeds = the_deeds()
    deeds.proposed.clear()
    assert said(the_shown(), deeds) == ["Nobody was asked for anything"]


def test_a_refusal_that_should_not_have_been_is_told() -> None:
    deeds = the_deeds()
    deeds.trouble("need 3: 403 forbidden")
    assert said(the_shown(), deeds) == ["Unexpected: need 3: 403 forbidden"]


def test_somebody_who_cancelled_is_not_bound_twice() -> None:
    cancelled = replace(an_assignment(2), state="CANCELLED", minutes=None)
    shown = replace(the_shown(), assignments=(an_assignment(1), cancelled))
    assert counted(shown, the_deeds(), 0).double_booked == 0


def test_the_exit_code_tells_whether_all_holds(capsys: pytest.CaptureFixture[str]) -> None:
    for doctored, code in ((the_shown(), 0), (replace(the_shown(), parked=2), 1)):
        outcome = Outcome(counts=counted(doctored, the_deeds(), 1), broken=broken(doctored, the_deeds()))
        assert told(outcome, as_json=True) == code
    assert "有搁置的事件 · Events are parked" in capsys.readouterr().err


AT_SHIFT = ShownAttendance(
    shift_id="shift-1",
    member_id="li-na",
    starts_at=NINE + timedelta(hours=5),
    ends_at=NINE + timedelta(hours=7),
    minutes=30,
)
SHIFT_CREDIT = ShownCredit(member_id="li-na", assignment_id="shift-1", minutes=30)


def with_shift(**other: object) -> Shown:
    shown = replace(
        the_shown(),
        attended=(AT_SHIFT,),
        shift_credits=(SHIFT_CREDIT,),
        service_minutes=75 + 6260,
        saved={"wang-fang": 26, "li-na": 34 + 6260},
    )
    return replace(shown, **other)  # type: ignore[arg-type]  # -- fields by name


def deeds_with_shift() -> Deeds:
    deeds = the_deeds()
    deeds.shift_posted("shift-1")
    deeds.shift_settled("shift-1", "li-na", 30)
    return deeds


def test_a_shift_that_is_credited_once_is_counted() -> None:
    assert said(with_shift(), deeds_with_shift()) == []
    figures = asdict(counted(with_shift(), deeds_with_shift(), 1))
    assert (figures["shifts"], figures["shift_people"]) == (1, 1)
    assert figures["shift_minutes_confirmed"] == figures["shift_minutes_credited"] == 30


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (
            {"shift_credits": (), "service_minutes": 45},
            "The minutes credited for shifts are not those settled",
        ),
        (
            {"shift_credits": (SHIFT_CREDIT, SHIFT_CREDIT), "service_minutes": 105},
            "The minutes credited for shifts are not those settled",
        ),
        (
            {"shift_credits": (replace(SHIFT_CREDIT, member_id="wang-fang"),)},
            "The minutes credited for shifts are not those settled",
        ),
        ({"attended": (replace(AT_SHIFT, minutes=20),)}, "The minutes settled at shifts are not those shown"),
        (
            {"attended": (AT_SHIFT, replace(AT_SHIFT, shift_id="shift-2", minutes=0))},
            "Somebody is bound twice at a time",
        ),
    ],
)
def test_a_doctored_shift_is_found(other: dict[str, object], sentence: str) -> None:
    assert sentence in said(with_shift(**other), deeds_with_shift())
