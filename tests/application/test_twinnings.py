"""A body and a community twin when both agree, record their visits, and either side ends it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.matching.application.twinning import agreeing
from services.matching.application.twinning.commands import (
    AnswerTwinning,
    EndTwinning,
    ProposeTwinning,
    TellVisit,
    TwinningsQuery,
)
from services.matching.application.twinning.showing import twinning_shown, twinnings_listed
from services.matching.domain.errors import IllegalStep, ReasonRequired
from services.matching.domain.parties.errors import PartyNotApproved
from services.matching.domain.parties.party import PartyState
from services.matching.domain.twinning import errors
from services.matching.domain.twinning.twinning import NEXT_STATES, Side, Twinning, TwinningState, TwinVisit
from services.notify.domain.routing import routes
from shared.events.twinning import TwinningChanged
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE
from tests.application.project_world import PARTY, ProjectWorld, a_project_world
from tests.application.test_matching_api import Callers

TODAY = date(2026, 11, 23)
ASKED = ProposeTwinning(
    party_id=PARTY,
    community_code=HERE,
    purpose="每月看望独居老人",
    visits_a_year=12,
    from_on=TODAY,
    until_on=TODAY + timedelta(days=365),
)
YES, NO = AnswerTwinning(agree=True), AnswerTwinning(agree=False, reason="人手不够")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def proposed(world: ProjectWorld, by: Actor | None = None) -> Twinning:
    return agreeing.propose_twinning(world.m, by or world.organiser, ASKED, world.m.ids.new())


def agreed(world: ProjectWorld) -> Twinning:
    return agreeing.answer_twinning(world.m, world.community, proposed(world).id, YES)


def test_what_a_body_proposes_the_community_agrees_to(world: ProjectWorld) -> None:
    made = proposed(world)

    assert (made.proposed_by, made.state) == (Side.PARTY, TwinningState.PROPOSED)
    with pytest.raises(errors.OtherSideAgrees):
        agreeing.answer_twinning(world.m, world.organiser, made.id, YES)
    done = agreeing.answer_twinning(world.m, world.community, made.id, YES)
    assert done.state is TwinningState.AGREED
    assert agreeing.answer_twinning(world.m, world.community, made.id, YES) == done
    with pytest.raises(IllegalStep):
        agreeing.answer_twinning(world.m, world.community, made.id, NO)


def test_what_the_community_proposes_the_body_answers(world: ProjectWorld) -> None:
    made = proposed(world, world.community)

    assert made.proposed_by is Side.COMMUNITY
    with pytest.raises(errors.OtherSideAgrees):
        agreeing.answer_twinning(world.m, world.community, made.id, YES)
    with pytest.raises(ReasonRequired):
        agreeing.answer_twinning(world.m, world.organiser, made.id, AnswerTwinning(agree=False))
    refused = agreeing.answer_twinning(world.m, world.organiser, made.id, NO)
    assert (refused.state, refused.reason) == (TwinningState.REFUSED, "人手不够")
    told = [each for each in world.world.settle() if isinstance(each, TwinningChanged)]
    heard = {
        (fact.state, each.member_id)
        for fact in told
        for each in routes(fact)
        if each.done_by != each.member_id
    }
    assert heard == {("PROPOSED", world.organiser.member_id), ("REFUSED", world.community.member_id)}


def test_there_is_one_agreement_between_the_two_at_a_time(world: ProjectWorld) -> None:
    first = agreeing.propose_twinning(world.m, world.organiser, ASKED, "one")

    assert agreeing.propose_twinning(world.m, world.organiser, ASKED, "one") == first
    with pytest.raises(errors.TwinnedAlready):
        proposed(world, world.community)
    agreeing.end_twinning(world.m, world.organiser, first.id, EndTwinning(reason="改期"))
    assert proposed(world).is_live


def test_only_the_two_propose_and_the_days_follow_each_other(world: ProjectWorld) -> None:
    for stranger in (world.world.member(), world.world.staff(THERE)):
        with pytest.raises(Forbidden):
            proposed(world, stranger)
    reversed_days = replace(ASKED, until_on=TODAY)
    with pytest.raises(errors.DaysReversed):
        agreeing.propose_twinning(world.m, world.organiser, reversed_days, "x")
    party = world.m.parties.get(PARTY)
    world.m.parties.save(party.decided(PartyState.SUSPENDED, by="s", reason="核查"))
    with pytest.raises(PartyNotApproved):
        proposed(world)


def test_visits_are_recorded_by_either_side_while_it_holds(world: ProjectWorld) -> None:
    waiting = proposed(world)
    visit = TellVisit(on=TODAY, what="看望三位老人")
    with pytest.raises(errors.VisitOutside):
        agreeing.tell_visit(world.m, world.organiser, waiting.id, visit)
    made = agreeing.answer_twinning(world.m, world.community, waiting.id, YES)

    once = agreeing.tell_visit(world.m, world.organiser, made.id, visit)
    assert agreeing.tell_visit(world.m, world.community, made.id, visit) == once
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(errors.VisitOutside):
            agreeing.tell_visit(world.m, world.organiser, made.id, replace(visit, on=day))
    with pytest.raises(Forbidden):
        agreeing.tell_visit(world.m, world.world.member(), made.id, visit)
    assert [each.what for each in twinning_shown(world.m, None, made.id).visits] == ["看望三位老人"]


def test_how_many_visits_are_due_grows_with_the_days(world: ProjectWorld) -> None:
    made = agreed(world)

    assert [made.visits_due(TODAY + timedelta(days=days)) for days in (-9, 0, 31, 365, 900)] == [
        0,
        0,
        1,
        12,
        12,
    ]
    full = replace(
        made, visits=tuple(TwinVisit(id=str(n), on=TODAY, what="x", told_by="m") for n in range(400))
    )
    with pytest.raises(errors.TooManyVisits):
        full.visited(TwinVisit(id="one-more", on=TODAY, what="x", told_by="m"), TODAY)


def test_either_side_ends_it_and_its_visits_stay(world: ProjectWorld) -> None:
    made = agreed(world)
    agreeing.tell_visit(world.m, world.organiser, made.id, TellVisit(on=TODAY, what="看望"))
    end = EndTwinning(reason="单位搬迁")

    with pytest.raises(Forbidden):
        agreeing.end_twinning(world.m, world.world.member(), made.id, end)
    ended = agreeing.end_twinning(world.m, world.community, made.id, end)
    assert agreeing.end_twinning(world.m, world.community, made.id, end) == ended
    assert (ended.state, len(ended.visits)) == (TwinningState.ENDED, 1)


def test_everyone_sees_what_stands_and_the_two_sides_the_rest(world: ProjectWorld) -> None:
    made = proposed(world)
    here, body = TwinningsQuery(community_code=HERE), TwinningsQuery(party_id=PARTY)

    def seen(actor: Actor | None) -> list[int]:
        return [len(twinnings_listed(world.m, actor, each).items) for each in (here, body)]

    stranger = world.world.member()
    assert [seen(each) for each in (None, stranger, world.organiser, world.community)] == [
        [0, 0],
        [0, 0],
        [0, 1],
        [1, 0],
    ]
    for each in (None, stranger):
        with pytest.raises(NotFound):
            twinning_shown(world.m, each, made.id)
    with pytest.raises(NotFound):
        agreeing.end_twinning(world.m, stranger, made.id, EndTwinning(reason="x"))
    assert twinning_shown(world.m, world.community, made.id).can == ("answer", "end")
    assert twinning_shown(world.m, world.organiser, made.id).can == ("end",)
    agreeing.answer_twinning(world.m, world.community, made.id, YES)
    assert seen(None) == [1, 1]
    assert len(twinnings_listed(world.m, stranger, TwinningsQuery()).items) == 1
    assert twinning_shown(world.m, stranger, made.id).can == ()
    assert twinning_shown(world.m, world.organiser, made.id).can == ("end", "visit")


def test_the_api_takes_a_twinning_from_proposal_to_end(world: ProjectWorld) -> None:
    call = Callers(world.world).call
    asked = {
        "party_id": PARTY,
        "community_code": HERE,
        "purpose": "开放会议室",
        "visits_a_year": 4,
        "from_on": "2026-11-01",
        "until_on": "2027-11-01",
    }
    status, made = call(world.organiser, "POST", "/twinnings", asked)
    assert (status, made["state"], made["can"]) == (201, "PROPOSED", ["end"])
    path = f"/twinnings/{made['id']}"
    assert call(world.community, "POST", f"{path}/answer", {"agree": True})[1]["state"] == "AGREED"
    visit = {"on": "2026-11-20", "what": "座谈"}
    assert call(world.organiser, "POST", f"{path}/visits", visit)[1]["visits"][0]["on"] == "2026-11-20"
    assert call(None, "GET", f"/twinnings?community_code={HERE}")[1]["items"][0]["visits_due"] == 0
    assert call(None, "GET", path)[1]["reason"] is None
    assert call(world.organiser, "POST", f"{path}/end", {"reason": "期满"})[1]["reason"] == "期满"


def test_every_state_and_side_has_a_name_and_arrows() -> None:
    assert all(each.words.zh and each.words.en for each in (*TwinningState, *Side))
    assert NEXT_STATES.keys() == set(TwinningState)
