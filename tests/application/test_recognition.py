"""Stars and medals are asked for, published for objections, given for hours and quality, and taken back for false hours."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.matching.application.commands import Rate
from services.matching.application.recognition import awarding
from services.matching.application.recognition.commands import (
    AnswerObjection,
    AskForAward,
    AwardsQuery,
    BoardQuery,
    Object,
    RefuseAward,
    ShowOnBoard,
    WithdrawAward,
)
from services.matching.application.recognition.showing import (
    award_views,
    awards_for_desk,
    awards_published,
    honour_board,
    recognition_of,
)
from services.matching.application.serving import rate
from services.matching.domain.errors import IllegalStep
from services.matching.domain.recognition import award as domain
from services.matching.domain.recognition.award import NEXT_STATES, Award, AwardKind, AwardState
from services.matching.domain.recognition.errors import (
    AwardBanned,
    BanOutsidePack,
    NothingReached,
    ObjectionsOpen,
    OwnAward,
    TermRuns,
    TooManyObjections,
)
from services.notify.domain.routing import routes
from shared.events.recognition import AwardChanged
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.test_certificates import a_record
from tests.application.test_matching_api import Callers

STAR = AskForAward(kind=AwardKind.STAR)
HERE_BOARD = BoardQuery(community_code=HERE)
TERM = timedelta(days=8)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def served(world: World, hours: int, actor: Actor | None = None) -> Actor:
    """Return somebody with so many hours of volunteer service on record."""
    who = actor or world.member("陈晓安")
    for number in range(hours // 20):
        a_record(world, who, f"of-20-{number}", minutes=20 * 60)
    return who


def given(world: World, who: Actor, staff: Actor, *, on_board: bool = True) -> Award:
    asked = awarding.ask_for_award(world.m, who, replace(STAR, on_board=on_board))
    awarding.publish_award(world.m, staff, asked.id)
    world.clock.at += TERM
    return awarding.give_award(world.m, staff, asked.id)


def test_a_star_is_asked_for_published_and_given_after_its_term(world: World) -> None:
    who, staff = served(world, 100), world.staff()
    asked = awarding.ask_for_award(world.m, who, replace(STAR, on_board=True))
    assert (asked.level, asked.minutes) == (1, 6000)
    published = awarding.publish_award(world.m, staff, asked.id)
    assert awarding.publish_award(world.m, staff, asked.id) == published
    with pytest.raises(TermRuns):
        awarding.give_award(world.m, staff, asked.id)
    assert [each.name for each in awards_published(world.m, None, HERE_BOARD).items] == ["陈晓安"]
    assert honour_board(world.m, None, HERE_BOARD).items == ()

    world.clock.at += TERM
    done = awarding.give_award(world.m, staff, asked.id)

    assert awarding.give_award(world.m, staff, asked.id) == done
    (shown,) = honour_board(world.m, None, HERE_BOARD).items
    assert (shown.name, shown.words.en, shown.member_id, shown.can) == (
        "陈晓安",
        "1-star volunteer",
        None,
        (),
    )
    told = [each for each in world.settle() if isinstance(each, AwardChanged)]
    heard = {each.kind.value for fact in told for each in routes(fact)}
    assert heard == {"award-published", "award-given"}


def test_hours_alone_are_not_enough(world: World) -> None:
    """Source: 民政部令67号 10."""
    helper, need = world.volunteer(), world.need()
    service = world.confirmed(helper, need, world.actor(need.resident_id))
    rate(world.m, world.actor(need.resident_id), service.id, Rate(grade=2))
    served(world, 100, helper)
    seen = recognition_of(world.m, helper)
    assert (seen.rating_tenths, seen.can_ask) == (20, ())
    with pytest.raises(NothingReached):
        awarding.ask_for_award(world.m, helper, STAR)


def test_one_level_comes_after_the_other_and_too_few_hours_reach_none(world: World) -> None:
    few, many, staff = served(world, 80), served(world, 300), world.staff()
    with pytest.raises(NothingReached):
        awarding.ask_for_award(world.m, few, STAR)
    seen = recognition_of(world.m, few)
    assert (seen.next_star_minutes, seen.can_ask, seen.star_hours[0]) == (6000, (), 100)
    first = given(world, many, staff)
    second = awarding.ask_for_award(world.m, many, STAR)
    assert (first.level, second.level) == (1, 2)
    with pytest.raises(NothingReached):
        awarding.ask_for_award(world.m, many, AskForAward(kind=AwardKind.MEDAL))
    assert len(recognition_of(world.m, many).awards) == 2


def test_an_award_asked_for_again_while_it_waits_is_the_same(world: World) -> None:
    many, staff = served(world, 100), world.staff()
    first = awarding.ask_for_award(world.m, many, STAR)
    assert awarding.ask_for_award(world.m, many, STAR) == first
    awarding.publish_award(world.m, staff, first.id)
    with pytest.raises(NothingReached):
        awarding.ask_for_award(world.m, many, STAR)


def test_objections_are_read_by_staff_and_answered_before_it_is_given(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, staff, neighbour = served(world, 100), world.staff(), world.member()
    asked = awarding.ask_for_award(world.m, who, STAR)
    said = Object(words="十月那次没有到场")
    with pytest.raises(IllegalStep):
        awarding.object_to_award(world.m, neighbour, asked.id, said)
    awarding.publish_award(world.m, staff, asked.id)
    once = awarding.object_to_award(world.m, neighbour, asked.id, said)
    assert awarding.object_to_award(world.m, neighbour, asked.id, said) == once
    monkeypatch.setattr(domain, "MOST_OBJECTIONS", 1)
    with pytest.raises(TooManyObjections):
        awarding.object_to_award(world.m, neighbour, asked.id, Object(words="另一条"))

    world.clock.at += TERM
    with pytest.raises(ObjectionsOpen):
        awarding.give_award(world.m, staff, asked.id)
    (view,) = awards_for_desk(world.m, staff, AwardsQuery(state=AwardState.PUBLISHED)).items
    assert (view.objections[0].words, "give" in view.can) == ("十月那次没有到场", False)
    assert awards_published(world.m, neighbour, HERE_BOARD).items[0].objections == ()
    assert awards_published(world.m, neighbour, HERE_BOARD).items[0].can == ("object",)
    answer = AnswerObjection(objection_id=view.objections[0].id, answer="已查签到表")
    awarding.answer_objection(world.m, staff, asked.id, answer)
    assert awarding.give_award(world.m, staff, asked.id).state is AwardState.AWARDED


def test_a_refused_one_can_be_asked_for_again(world: World) -> None:
    who, staff = served(world, 100), world.staff()
    asked = awarding.ask_for_award(world.m, who, STAR)
    refused = awarding.refuse_award(world.m, staff, asked.id, RefuseAward(reason="请补评价"))
    assert award_views(world.m, who, (refused,))[0].reason == "请补评价"
    with pytest.raises(IllegalStep):
        awarding.publish_award(world.m, staff, asked.id)
    assert awarding.ask_for_award(world.m, who, STAR).id == asked.id


def test_false_hours_are_withdrawn_with_a_ban_of_the_pack(world: World) -> None:
    who, staff = served(world, 100), world.staff()
    done = given(world, who, staff)
    with pytest.raises(BanOutsidePack):
        awarding.withdraw_award(world.m, staff, done.id, WithdrawAward(reason="虚报", ban_years=9))
    because = WithdrawAward(reason="虚报时长", ban_years=1)
    gone = awarding.withdraw_award(world.m, staff, done.id, because)
    assert awarding.withdraw_award(world.m, staff, done.id, because) == gone
    assert honour_board(world.m, None, HERE_BOARD).items == ()
    assert recognition_of(world.m, who).banned_until_on == date(2027, 12, 1)
    with pytest.raises(AwardBanned):
        awarding.ask_for_award(world.m, who, STAR)
    world.clock.at += timedelta(days=366)
    assert recognition_of(world.m, who).banned_until_on is None
    again = given(world, who, staff)
    awarding.withdraw_award(world.m, staff, again.id, WithdrawAward(reason="再次虚报", ban_years=3))
    ban = world.m.award_bans.get(who.member_id)
    assert ban.until_on.year == 2030


def test_a_longer_ban_is_not_shortened(world: World) -> None:
    who, staff = served(world, 300), world.staff()
    first, second = given(world, who, staff), given(world, who, staff)
    awarding.withdraw_award(world.m, staff, first.id, WithdrawAward(reason="虚报", ban_years=3))
    awarding.withdraw_award(world.m, staff, second.id, WithdrawAward(reason="虚报", ban_years=1))
    assert world.m.award_bans.get(who.member_id).until_on.year == 2029


def test_the_board_shows_nobody_unasked(world: World) -> None:
    who, staff = served(world, 100), world.staff()
    done = given(world, who, staff, on_board=False)
    assert honour_board(world.m, None, HERE_BOARD).items == ()
    shown = awarding.show_on_board(world.m, who, done.id, ShowOnBoard(on_board=True))
    assert awarding.show_on_board(world.m, who, done.id, ShowOnBoard(on_board=True)) == shown
    assert len(honour_board(world.m, who, HERE_BOARD).items) == 1
    with pytest.raises(NotFound):
        awarding.show_on_board(world.m, staff, done.id, ShowOnBoard(on_board=False))


def test_nobody_decides_about_their_own_and_no_stranger_does(world: World) -> None:
    staff = served(world, 100, world.staff())
    own = awarding.ask_for_award(world.m, staff, STAR)
    with pytest.raises(OwnAward):
        awarding.publish_award(world.m, staff, own.id)
    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            awarding.publish_award(world.m, stranger, own.id)
        with pytest.raises(Forbidden):
            awards_for_desk(world.m, stranger, AwardsQuery(community_code=HERE))


def test_the_api_carries_an_award_from_asking_to_the_board(world: World) -> None:
    callers, who, staff = Callers(world), served(world, 100), world.staff()
    assert callers.call(who, "GET", "/recognition")[1]["can_ask"] == ["STAR"]
    status, made = callers.call(who, "POST", "/awards", {"kind": "STAR"})
    assert (status, made["level"]) == (201, 1)
    path = f"/awards/{made['id']}"
    assert callers.call(staff, "GET", "/awards")[1]["items"][0]["can"] == ["publish", "refuse"]
    assert callers.call(staff, "POST", f"{path}/publish")[0] == 200
    objected = callers.call(world.member(), "POST", f"{path}/objections", {"words": "时长不实"})
    assert objected[1]["objections"] == []
    (said,) = callers.call(staff, "GET", "/awards?state=PUBLISHED")[1]["items"][0]["objections"]
    body = {"objection_id": said["id"], "answer": "已核查"}
    assert callers.call(staff, "POST", f"{path}/answer", body)[0] == 200
    assert len(callers.call(None, "GET", f"/awards/published?community_code={HERE}")[1]["items"]) == 1
    world.clock.at += TERM
    assert callers.call(staff, "POST", f"{path}/give")[1]["state"] == "AWARDED"
    assert callers.call(who, "POST", f"{path}/board", {"on_board": True})[1]["on_board"]
    assert len(callers.call(None, "GET", f"/awards/board?community_code={HERE}")[1]["items"]) == 1
    withdrawn = callers.call(staff, "POST", f"{path}/withdraw", {"reason": "虚报时长", "ban_years": 1})
    assert withdrawn[1]["state"] == "WITHDRAWN"
    assert callers.call(staff, "POST", f"{path}/refuse", {"reason": "不再需要"})[0] == 409


def test_states_have_arrows_and_words() -> None:
    assert set(NEXT_STATES) == set(AwardState)
    assert all(each.words.zh for each in AwardState)
    assert AwardKind.MEDAL.words(2).zh == "志愿服务奖章 2 级"
