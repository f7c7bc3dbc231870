"""Rounds: how many are asked, that nobody is asked for two services at once, and what would help where nobody suits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.matching.domain.batch.planning import Plan, Round, Standing, penalty_of, planned
from services.matching.domain.batch.relaxing import NOBODY, Relaxation, cheapest_relaxation
from services.matching.domain.batch.rounds import counts_still, to_ask_now
from services.matching.domain.batch.run import MatchRun
from services.matching.domain.candidate import Candidate
from services.matching.domain.gate_shapes import AS_IT_COMES
from services.matching.domain.need import Need, NeedState, PostedAs
from services.matching.domain.proposal import Proposal, ProposalSet, ProposalState, proposal_id
from services.matching.domain.ranking import Ranked
from services.matching.domain.terms import wanted_of
from services.matching.domain.week import spans_of
from shared.kernel.geography import Point

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HERE = Point(longitude=103.83, latitude=30.05)
THERE = Point(longitude=103.85, latitude=30.05)


def a_need(id_: str = "n", *, hours: float = 100, helpers: int = 1) -> Need:
    return Need(
        id=id_,
        community_code="511402001001",
        district_code="511402",
        resident_id="resident",
        posted_by="staff",
        posted_as=PostedAs.STAFF,
        service_kind="HOME_VISIT",
        title="陪老人说说话",
        details="",
        starts_at=NOW + timedelta(hours=hours),
        ends_at=NOW + timedelta(hours=hours + 1),
        expected_minutes=60,
        helpers_wanted=helpers,
        point=HERE,
        state=NeedState.OPEN,
        created_at=NOW,
    )


def a_candidate(member_id: str = "a", **fields: object) -> Candidate:
    plain = Candidate(
        member_id=member_id,
        offer_id=f"offer-{member_id}",
        community_code="511402001001",
        service_kinds=frozenset({"HOME_VISIT"}),
        identity_level=3,
        point=HERE,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # -- fields by name


def a_ranked(member_id: str, score: int, **fields: object) -> Ranked:
    return Ranked(candidate=a_candidate(member_id, **fields), distance_metres=0, score=score, reasons=())


def asked_of(need: Need, *at: datetime) -> ProposalSet:
    waiting = tuple(
        Proposal(
            id=proposal_id(need.id, f"m{n}"), member_id=f"m{n}", state=ProposalState.PROPOSED, at=instant
        )
        for n, instant in enumerate(at)
    )
    return ProposalSet(id=need.id, community_code=need.community_code, proposals=waiting)


def asked_in(plan: Plan) -> dict[str, list[str]]:
    return {need_id: [each.candidate.member_id for each in those] for need_id, those in plan.chosen.items()}


def test_a_round_asks_as_many_as_the_places_are_likely_to_take_and_others_after_silence() -> None:
    need = a_need(hours=40)

    assert to_ask_now(need, asked_of(need), NOW) == 3
    assert to_ask_now(need, asked_of(need, NOW, NOW), NOW) == 1
    assert to_ask_now(need, asked_of(need, NOW, NOW, NOW), NOW + timedelta(hours=10)) == 3
    assert to_ask_now(a_need(helpers=9), asked_of(need), NOW) == 10
    assert to_ask_now(replace(need, helpers_wanted=0), asked_of(need), NOW) == 0


def test_whoever_was_asked_has_a_fourth_of_the_time_left_between_half_an_hour_and_a_day() -> None:
    for hours, patience in ((1, 0.5), (40, 10), (1000, 24)):
        need, ends = a_need(hours=hours), NOW + timedelta(hours=patience)
        (proposal,) = asked_of(need, NOW).proposals
        assert counts_still(proposal, need, ends - timedelta(seconds=1))
        assert not counts_still(proposal, need, ends)


def test_one_person_is_asked_for_one_of_two_services_that_leave_no_rest() -> None:
    first, second = a_need("n1"), a_need("n2", hours=101.25)
    best, other = a_ranked("a", 90), a_ranked("b", 60)
    rounds = [Round(need=each, many=1, suiting=(best, other)) for each in (first, second)]

    plan = planned(rounds, Standing(), NOW)
    assert sorted(asked_in(plan).values()) == [["a"], ["b"]]
    assert (plan.cost, plan.bound, plan.unmet) == (30, 30, 0)
    alone = planned([replace(each, suiting=(best,)) for each in rounds], Standing(), NOW)
    assert (len(alone.chosen), alone.unmet) == (1, 300)


def test_many_questions_to_one_person_give_way_to_others_and_end_at_three() -> None:
    needs = [a_need(f"n{n}", hours=100 + 3 * n) for n in range(5)]
    star, others = a_ranked("star", 90), (a_ranked("b", 70), a_ranked("c", 70))

    plan = planned([Round(need=each, many=1, suiting=(star, *others)) for each in needs], Standing(), NOW)
    asked = [one for those in asked_in(plan).values() for one in those]
    assert (len(asked), asked.count("star"), plan.cost) == (5, 2, 15 + 20 + 20 + 35)
    only = planned([Round(need=each, many=1, suiting=(star,)) for each in needs], Standing(), NOW)
    assert (len(only.chosen), only.unmet) == (3, 600)


def test_what_was_asked_before_stands_and_nobody_is_asked_beside_it() -> None:
    need = a_need()
    standing = Standing(times={"a": ((need.starts_at, need.ends_at),)})
    bound = a_ranked("b", 80, busy=((need.ends_at, need.ends_at + timedelta(hours=1)),))
    full = Standing(times={"c": tuple((NOW, NOW) for _ in range(3))})

    assert planned([Round(need=need, many=1, suiting=(a_ranked("a", 90), bound))], standing, NOW).chosen == {}
    assert planned([Round(need=need, many=1, suiting=(a_ranked("c", 90),))], full, NOW).chosen == {}
    assert planned([], Standing(), NOW) == Plan(chosen={}, cost=0, bound=0, unmet=0)


def test_who_is_missing_weighs_twice_within_a_day() -> None:
    assert (penalty_of(a_need(hours=23), NOW), penalty_of(a_need(hours=24), NOW)) == (600, 300)


def test_the_cheapest_relaxation_is_the_least_trouble_and_as_little_as_it_can() -> None:
    wanted = wanted_of(a_need(), AS_IT_COMES)
    elsewhere = a_candidate("far", point=THERE, radius_metres=1500)
    nearer = a_candidate("near", point=THERE, radius_metres=1900)
    other_times = spans_of([(1, 0, 60)])

    found = cheapest_relaxation(wanted, [elsewhere, nearer])
    assert (found.rule, found.people) == ("distance", 2)
    assert 0 < found.metres < 100
    busy_then = a_candidate("b", spans=other_times)
    assert cheapest_relaxation(wanted, [elsewhere, busy_then]) == Relaxation(rule="times", people=1)
    both = replace(elsewhere, spans=other_times)
    beyond = replace(elsewhere, point=Point(longitude=104.9, latitude=30.05))
    nobody = cheapest_relaxation(wanted, [both, beyond])
    assert (nobody, nobody.words) == (Relaxation(), NOBODY)
    assert "farther" in found.words.en or "longer" in found.words.en


def test_a_run_says_how_near_the_best_and_how_full_it_is() -> None:
    run = MatchRun(id="r", city_code="5114", nightly=True, at=NOW, wanted=4, asked=3, cost=1000, bound=999)
    assert (run.gap, run.fill) == (0.001, 0.75)
    assert replace(run, wanted=0, asked=0).fill == 1.0
