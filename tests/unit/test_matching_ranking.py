"""Who is asked first, why, and who is never asked."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.matching.domain.candidate import Candidate
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.need import RecordedAs
from services.matching.domain.ranking import RankingPolicy, rank
from services.matching.domain.week import covers, minutes_of_week, spans_of
from shared.identity.attestations import Attestation, Attested
from shared.kernel.geography import Point
from tests.matching_facts import HOME, NINE, a_candidate, a_need, a_place

MONDAY_TEN = NINE + timedelta(hours=1)
TODAY = NINE.date()


def asked(*candidates: Candidate, need: object = None, **policy: object) -> list[str]:
    found = rank(need or a_need(), candidates, RankingPolicy(**policy))  # type: ignore[arg-type]  # -- fields by name
    return [each.candidate.member_id for each in found]


@pytest.mark.parametrize(
    "fields",
    [
        {"service_kinds": frozenset({"ERRAND"})},
        {"member_id": "resident"},
        {"member_id": "poster"},
        {"member_id": "excluded"},
        {"point": Point(longitude=103.9, latitude=30.05)},
        {"point": Point(longitude=103.83, latitude=31.05)},
        {"radius_metres": 400},
        {"spans": spans_of([(1, 0, 600)])},
        {"spans": spans_of([(2, 0, 1440)])},
        {"busy": ((MONDAY_TEN + timedelta(minutes=30), MONDAY_TEN + timedelta(hours=4)),)},
        {"birth_date": date(2012, 1, 1), "guardian_consented": True},
        {"birth_date": date(2009, 6, 1), "guardian_consented": True},
        {"point": None, "community_code": "511402001002"},
    ],
)
def test_a_hard_rule_keeps_a_candidate_from_being_asked(fields: dict[str, Any]) -> None:
    assert asked(a_candidate(**{"member_id": "helper", **fields}), excluded=frozenset({"excluded"})) == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"spans": spans_of([(1, 600, 660)])},
        {"spans": spans_of([(1, 540, 630), (1, 630, 720)])},
        {"busy": ((MONDAY_TEN - timedelta(hours=1), MONDAY_TEN),)},
        {"point": None},
        {"birth_date": None},
    ],
)
def test_who_keeps_every_rule_is_asked(fields: dict[str, Any]) -> None:
    assert asked(a_candidate(**fields)) == ["helper"]


def test_a_minor_is_asked_only_where_an_adult_has_a_place() -> None:
    minor = a_candidate(birth_date=date(2009, 6, 1), guardian_consented=True)
    beside = a_need(helpers_wanted=2, places=(a_place("adult"),))

    assert asked(minor, need=beside) == ["helper"]
    assert asked(a_candidate(birth_date=date(2009, 6, 1)), need=beside) == []


def test_a_required_certificate_is_asked_for_and_a_conditional_one_only_where_the_need_says_so() -> None:
    lawyer: dict[str, Any] = {
        "service_kinds": frozenset({"LEGAL_ADVICE"}),
        "certificates": frozenset({"LAWYER"}),
    }
    advice = a_need(service_kind="LEGAL_ADVICE")
    repair: dict[str, Any] = {"service_kinds": frozenset({"SMALL_REPAIR"})}

    assert asked(a_candidate(**lawyer), need=advice) == ["helper"]
    assert asked(a_candidate(**{**lawyer, "certificates": frozenset({"NURSE"})}), need=advice) == []
    assert asked(a_candidate(**repair), need=a_need(service_kind="SMALL_REPAIR")) == ["helper"]
    wiring = a_need(service_kind="SMALL_REPAIR", certificate_needed=True)
    assert asked(a_candidate(**repair), need=wiring) == []


def test_homes_are_entered_by_who_is_known_well_enough_where_the_policy_asks() -> None:
    assert asked(a_candidate(identity_level=1), gates=Policy(home_gate_level=2)) == []
    assert asked(a_candidate(identity_level=2), gates=Policy(home_gate_level=2)) == ["helper"]


def test_the_nearer_the_less_bound_and_the_skilled_come_first_each_for_itself() -> None:
    near = Point(longitude=103.831, latitude=30.05)

    assert asked(a_candidate("far"), a_candidate("near", point=near)) == ["near", "far"]
    assert asked(a_candidate("busy", recent_services=4), a_candidate("free")) == ["free", "busy"]
    assert asked(a_candidate("other"), a_candidate("skilled", skills=frozenset({"COMPANY"}))) == [
        "skilled",
        "other",
    ]


def test_who_has_not_set_their_times_comes_after_all_who_have() -> None:
    unset = a_candidate("unset", spans=(), point=HOME, skills=frozenset({"COMPANY"}))
    assert asked(unset, a_candidate("set", recent_services=9)) == ["set", "unset"]


def test_reasons_say_in_words_and_numbers_why() -> None:
    skilled = a_candidate(skills=frozenset({"COMPANY"}), recent_services=2)
    (found,) = rank(a_need(), [skilled], RankingPolicy())

    assert [(each.code, each.value, each.unit) for each in found.reasons] == [
        ("distance", 481, "metres"),
        ("times", 0, ""),
        ("skill", 0, ""),
        ("load", 2, "services"),
    ]
    assert found.reasons[0].zh == "步行约 7 分钟，481 米"
    assert found.reasons[0].en == "About 7 minutes on foot, 481 m"
    assert found.score == round(50 * (1 - 481 / 1500) + 25 + 25 / 3)


def test_reasons_say_so_when_place_times_or_services_are_not_known() -> None:
    (found,) = rank(a_need(), [a_candidate(point=None, spans=())], RankingPolicy())

    assert [each.code for each in found.reasons] == ["same-community", "times-not-set", "load"]


def test_a_member_with_two_offers_is_asked_once() -> None:
    two = [a_candidate(offer_id="one"), a_candidate(offer_id="two", radius_metres=3000)]

    assert asked(*two) == ["helper"]


def test_the_same_question_has_the_same_answer_in_any_order() -> None:
    candidates = [a_candidate(f"m{number:02d}") for number in range(30)]
    shuffled = random.Random(7).sample(candidates, 30)

    assert asked(*candidates) == asked(*shuffled) == [f"m{number:02d}" for number in range(10)]


def test_the_best_of_two_thousand_are_the_same_in_whatever_order_they_come() -> None:
    chance = random.Random(7)
    candidates = [
        a_candidate(
            f"m{number}",
            point=Point(
                longitude=103.83 + chance.uniform(-0.02, 0.02), latitude=30.05 + chance.uniform(-0.02, 0.02)
            ),
            recent_services=chance.randrange(5),
        )
        for number in range(2000)
    ]

    best = asked(*candidates)
    assert len(best) == len(set(best)) == 10
    chance.shuffle(candidates)
    assert asked(*candidates) == best


def test_sunday_night_runs_into_monday_morning() -> None:
    spans = spans_of([(7, 1200, 1440), (1, 0, 120)])
    sunday_23 = NINE - timedelta(hours=10)
    start, end = minutes_of_week(sunday_23, sunday_23 + timedelta(hours=2))

    assert (start, end) == (6 * 1440 + 23 * 60, 7 * 1440 + 60)
    assert covers(spans, start, end)
    assert not covers(spans, start, end + 61)


def test_a_week_without_gaps_covers_everything() -> None:
    assert covers(spans_of((day, 0, 1440) for day in range(1, 8)), 6 * 1440, 8 * 1440)


def attested(topic: Attested, service_kind: str = "", until: date = TODAY) -> Attestation:
    return Attestation(
        topic=topic, service_kind=service_kind, valid_until=until, recorded_by="staff", recorded_at=NINE
    )


def test_only_the_insured_are_asked_for_dangerous_service() -> None:
    patrol: dict[str, Any] = {"service_kinds": frozenset({"PATROL_TRAFFIC"})}
    need, lapsed = a_need(service_kind="PATROL_TRAFFIC"), NINE.date() - timedelta(days=1)

    assert asked(a_candidate(**patrol), need=need) == []
    assert asked(a_candidate(**patrol), need=replace(need, recorded_as=RecordedAs.DUTY)) == ["helper"]
    for until, found in ((lapsed, []), (NINE.date(), ["helper"])):
        insured = a_candidate(**patrol, attestations=(attested(Attested.INSURANCE, until=until),))
        assert asked(insured, need=need) == found


def test_where_training_binds_only_the_trained_are_asked() -> None:
    for kind, found in (("ERRAND", []), ("HOME_VISIT", ["helper"])):
        trained = a_candidate(attestations=(attested(Attested.TRAINING, kind),))
        assert asked(trained, gates=Policy(binds_training=True)) == found
        assert asked(trained) == ["helper"]


def test_who_wishes_so_is_ranked_by_distance_and_time_alone() -> None:
    plain = a_candidate("plain", plainly=True, radius_metres=2000)
    served = replace(plain, recent_services=9, skills=frozenset({"COMPANY"}))
    (first,) = rank(a_need(), [plain], RankingPolicy(familiar=frozenset({"plain"})))
    (second,) = rank(a_need(), [served], RankingPolicy())
    assert (first.score, first.reasons) == (second.score, second.reasons)
    assert [each.code for each in first.reasons] == ["distance", "times", "plainly"]
    others = a_candidate("other", radius_metres=2000)
    door = replace(plain, point=HOME)
    assert asked(others, door, replace(others, member_id="unset", spans=())) == ["plain", "other", "unset"]
