"""Prices of helpers' time: learned from nights, fading, and held against what must be answered at once."""

from dataclasses import replace
from datetime import date, timedelta

from services.matching.domain.batch.holding import LEAST, MOST_KEPT, Held, HelperPrice, HelperPrices
from services.matching.domain.batch.planning import Plan, Round, Standing, planned
from services.matching.domain.batch.pricing import worth_of_helpers
from services.matching.domain.proposal import Reason
from services.matching.domain.ranking import Ranked
from tests.unit.test_matching_rounds import NOW, a_need, a_ranked, asked_in

MONDAY = date(2026, 3, 2)
SCARCE = Held(prices={"scarce": 200.0})


def at_once(*suiting: Ranked, keeps: int = 30, hours: float = 5) -> Round:
    return Round(need=a_need(hours=hours), many=1, suiting=suiting, keeps=keeps)


def planned_with(asking: Round, held: Held = SCARCE) -> Plan:
    return planned([asking], Standing(), NOW, held)


def asked_with(asking: Round, held: Held = SCARCE) -> list[str]:
    return asked_in(planned_with(asking, held))["n"]


def test_whoever_several_needs_compete_for_is_worth_what_the_one_left_costs() -> None:
    rounds = [Round(need=a_need(f"n{n}"), many=1, suiting=(a_ranked("scarce", 80),)) for n in range(2)]
    easy = [
        Round(need=a_need(f"e{n}"), many=1, suiting=(a_ranked("x", 80), a_ranked("y", 80))) for n in range(2)
    ]

    assert worth_of_helpers(rounds, Standing(), NOW) == {"scarce": 300.0}
    assert worth_of_helpers(rounds[:1], Standing(), NOW) == {}
    assert "scarce" not in worth_of_helpers(easy, Standing(), NOW)
    assert worth_of_helpers([], Standing(), NOW) == {}


def test_many_questions_at_different_times_are_worth_what_one_more_tires() -> None:
    rounds = [
        Round(need=a_need(f"n{n}", hours=100 + 3 * n), many=1, suiting=(a_ranked("a", 80),)) for n in range(4)
    ]
    assert 15 <= worth_of_helpers(rounds[:2], Standing(), NOW)["a"] <= 45
    assert worth_of_helpers(rounds, Standing(), NOW)["a"] == 300.0
    full = Standing(times={"a": tuple((NOW, NOW) for _ in range(3))})
    assert worth_of_helpers(rounds, full, NOW) == {}


def test_a_night_counts_a_fifth_and_fades_until_it_is_forgotten() -> None:
    first = HelperPrices(id="c", learned_on=MONDAY).learned({"a": 300.0, "b": 3.0}, MONDAY)
    assert first.prices == (HelperPrice(member_id="a", worth=60.0),)
    again = replace(first, version=1)
    assert again.learned({"a": 300.0}, MONDAY) is again
    assert again.learned({"a": 300.0}, MONDAY - timedelta(days=1)) is again
    assert again.learned({"a": 300.0}, MONDAY + timedelta(days=1)).on(MONDAY + timedelta(days=1)) == {
        "a": 108.0
    }
    assert again.on(MONDAY + timedelta(days=2))["a"] == 60.0 * 0.8 * 0.8
    assert again.learned({}, MONDAY + timedelta(days=30)).prices == ()


def test_a_community_keeps_so_many_prices_the_dearest() -> None:
    many = {f"m{n:05d}": 5 * LEAST + n for n in range(MOST_KEPT + 5)}
    kept = HelperPrices(id="c", learned_on=MONDAY).learned(many, MONDAY).prices
    assert len(kept) == MOST_KEPT
    assert kept[0].member_id == f"m{MOST_KEPT + 4:05d}"
    assert kept[-1].member_id == "m00005"


def test_for_what_is_urgent_the_next_is_asked_and_told_why_in_numbers() -> None:
    near = at_once(a_ranked("scarce", 80), a_ranked("next", 65))

    plan = planned_with(near)

    (asked,) = plan.chosen["n"]
    assert (asked.candidate.member_id, plan.cost) == ("next", 15)
    (told,) = asked.reasons
    assert (told.code, told.value, told.unit) == ("held", 200, "points")
    assert "200" in told.zh
    assert "200" in told.en
    assert planned_with(near) == plan


def test_who_is_far_worse_or_nobody_at_all_does_not_stand_in() -> None:
    for asking in (at_once(a_ranked("scarce", 80), a_ranked("next", 55)), at_once(a_ranked("scarce", 80))):
        plan = planned_with(asking)
        assert [each.candidate.member_id for each in plan.chosen["n"]] == ["scarce"]
        assert plan.chosen["n"][0].reasons == ()


def test_nothing_known_no_weight_or_time_enough_changes_nothing() -> None:
    both = (a_ranked("scarce", 80), a_ranked("next", 79))
    without = planned([at_once(*both)], Standing(), NOW)
    assert planned_with(at_once(*both), Held()) == without
    assert planned_with(at_once(*both, keeps=0)) == without
    assert asked_with(at_once(*both, hours=24)) == ["scarce"]
    assert asked_with(at_once(*both)) == ["next"]


def test_who_is_ranked_plainly_has_no_price_and_is_told_of_none_and_bonds_come_first() -> None:
    plainly = a_ranked("scarce", 80, plainly=True)
    assert asked_with(at_once(plainly, a_ranked("next", 79))) == ["scarce"]
    (asked,) = planned_with(at_once(a_ranked("scarce", 80), a_ranked("next", 79, plainly=True))).chosen["n"]
    assert (asked.candidate.member_id, asked.reasons) == ("next", ())
    for code in ("paired", "companion"):
        bound = replace(a_ranked("scarce", 80), reasons=(Reason(code=code, zh="约定", en="Bound"),))
        assert asked_with(at_once(bound, a_ranked("next", 79))) == ["scarce"]


def test_what_is_taken_off_grows_with_the_price_up_to_the_weight() -> None:
    held = Held(prices={"little": 30.0, "full": 300.0, "more": 600.0})
    assert [held.takes_off(each, 40) for each in ("nobody", "little", "full", "more")] == [0, 4, 40, 40]


def test_holding_pays_where_a_later_need_finds_nobody_else() -> None:
    """Two evenings alike: first an urgent need that two suit, then one that only the scarce one suits, one service a day."""
    scarce = a_ranked("scarce", 80, most_a_day=1)
    first = replace(at_once(scarce, a_ranked("next", 70)), need=a_need("first", hours=5))
    then = replace(at_once(scarce), need=a_need("then", hours=9))
    night = HelperPrices(id="c", learned_on=MONDAY)
    lost = [Round(need=a_need(f"n{n}"), many=1, suiting=(scarce,)) for n in range(2)]
    for day in range(4):
        on = MONDAY + timedelta(days=day)
        night = replace(night.learned(worth_of_helpers(lost, Standing(), NOW), on), version=1)

    def unmet(held: Held) -> int:
        plan = planned([first], Standing(), NOW, held)
        (asked,) = plan.chosen["first"]
        begins, ends = first.need.starts_at, first.need.ends_at
        standing = Standing(times={asked.candidate.member_id: ((begins, ends),)})
        return plan.unmet + planned([then], standing, NOW, held).unmet

    assert (unmet(Held()), unmet(Held(prices=night.on(MONDAY + timedelta(days=4))))) == (600, 0)
