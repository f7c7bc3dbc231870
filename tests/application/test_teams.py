"""Teams are formed under a body, joined by asking or invitation, led, handed over, left and ended."""

import pytest

from services.matching.application.register.closing import close_own_account
from services.matching.application.register.commands import CloseAccount
from services.matching.application.teams import forming, joining
from services.matching.application.teams.commands import (
    AmendTeam,
    AskToJoin,
    DisbandTeam,
    FormTeam,
    InviteToTeam,
    LeadTeam,
    LetSignUp,
    TeamsQuery,
)
from services.matching.application.teams.showing import own_teams, team_shown, teams_listed
from services.matching.domain.errors import MemberInactive
from services.matching.domain.parties.errors import NoAccountWithPhone, PartyNotApproved
from services.matching.domain.parties.party import PartyState
from services.matching.domain.teams import errors
from services.matching.domain.teams.team import MOST_PEOPLE, MOST_TEAMS, Standing, Team, TeamState
from shared.events.teams import TeamDisbanded, TeamLed, TeamListChanged
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE
from tests.application.project_world import PARTY, ProjectWorld, a_project_world
from tests.application.team_world import a_team, in_team

LETS = AskToJoin(lets_sign_up=True)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def standing(world: ProjectWorld, team: Team, actor: Actor) -> Standing | None:
    place = world.m.teams.get(team.id).find(actor.member_id)
    return place.standing if place else None


def phone_of(world: ProjectWorld, actor: Actor) -> str:
    return world.world.identity.members.get(actor.member_id).phone or ""


def test_staff_of_the_body_and_of_the_community_form_teams_and_nobody_else(world: ProjectWorld) -> None:
    asked = FormTeam(party_id=PARTY, name="银龄巡逻队")

    first = forming.form_team(world.m, world.organiser, asked, "one")
    assert forming.form_team(world.m, world.organiser, asked, "one") == first
    assert first.leader_ids == (world.organiser.member_id,)
    assert forming.form_team(world.m, world.community, asked, "two").community_code == HERE
    with pytest.raises(errors.OnlyTheBody):
        forming.form_team(world.m, world.world.member(), asked, "three")
    nobody = FormTeam(party_id=PARTY, name="无人", leader_phone="13700000000")
    with pytest.raises(NoAccountWithPhone):
        forming.form_team(world.m, world.organiser, nobody, "four")


def test_a_suspended_body_forms_no_team(world: ProjectWorld) -> None:
    party = world.m.parties.get(PARTY)
    world.m.parties.save(party.decided(PartyState.SUSPENDED, by="s", reason="核查"))

    with pytest.raises(PartyNotApproved):
        a_team(world)


def test_who_asks_waits_for_a_leader_and_is_then_in_the_team(world: ProjectWorld) -> None:
    leader, actor = world.world.member("孙队长"), world.world.member()
    team = a_team(world, leader)

    joining.ask_to_join(world.m, actor, team.id, LETS)
    assert joining.ask_to_join(world.m, actor, team.id, LETS).find(actor.member_id) is not None
    assert standing(world, team, actor) is Standing.ASKED
    with pytest.raises(errors.OnlyLeaders):
        joining.admit_to_team(world.m, actor, team.id, actor.member_id)
    with pytest.raises(errors.NotInTeam):
        joining.accept_invitation(world.m, actor, team.id, LETS)
    joined = joining.admit_to_team(world.m, leader, team.id, actor.member_id)

    assert joined.place_of(actor.member_id).lets_sign_up
    assert joining.admit_to_team(world.m, leader, team.id, actor.member_id) == joined
    told = [each for each in world.world.settle() if isinstance(each, TeamListChanged)]
    assert sorted((each.standing, each.by) for each in told) == [
        ("ASKED", actor.member_id),
        ("MEMBER", leader.member_id),
    ]


def test_who_is_invited_joins_by_saying_yes_and_is_gone_by_saying_no(world: ProjectWorld) -> None:
    team, willing, busy = a_team(world), world.world.member(), world.world.member()
    for each in (willing, busy):
        asked = InviteToTeam(phone=phone_of(world, each))
        joining.invite_to_team(world.m, world.organiser, team.id, asked)
        joining.invite_to_team(world.m, world.organiser, team.id, asked)
        assert standing(world, team, each) is Standing.INVITED
    with pytest.raises(errors.NotInTeam):
        joining.admit_to_team(world.m, world.organiser, team.id, willing.member_id)

    joined = joining.ask_to_join(world.m, willing, team.id, AskToJoin())
    joining.take_off_list(world.m, busy, team.id, busy.member_id)

    assert not joined.place_of(willing.member_id).lets_sign_up
    assert joining.accept_invitation(world.m, willing, team.id, LETS) == world.m.teams.get(team.id)
    assert [standing(world, team, each) for each in (willing, busy)] == [Standing.MEMBER, None]


def test_asking_and_being_invited_meet_in_the_middle(world: ProjectWorld) -> None:
    team, actor = a_team(world), world.world.member()
    joining.ask_to_join(world.m, actor, team.id, LETS)

    asked = InviteToTeam(phone=phone_of(world, actor))
    joined = joining.invite_to_team(world.m, world.organiser, team.id, asked)

    assert joined.place_of(actor.member_id).standing is Standing.MEMBER
    assert joined.place_of(actor.member_id).lets_sign_up


def test_nobody_is_invited_whose_account_is_suspended(world: ProjectWorld) -> None:
    team, actor = a_team(world), world.world.member(status=MemberStatus.SUSPENDED)

    with pytest.raises(MemberInactive):
        joining.invite_to_team(world.m, world.organiser, team.id, InviteToTeam(phone=phone_of(world, actor)))


def test_a_team_has_a_hundred_people_and_a_person_ten_teams(
    world: ProjectWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = world.world.member()
    teams = [a_team(world, name=f"第{number}队") for number in range(MOST_TEAMS + 1)]
    for each in teams[:MOST_TEAMS]:
        joining.ask_to_join(world.m, actor, each.id, LETS)
    with pytest.raises(errors.TooManyTeams):
        joining.ask_to_join(world.m, actor, teams[-1].id, LETS)
    with pytest.raises(errors.TooManyTeams):
        joining.invite_to_team(
            world.m, world.organiser, teams[-1].id, InviteToTeam(phone=phone_of(world, actor))
        )
    assert MOST_PEOPLE == 100
    monkeypatch.setattr("services.matching.domain.teams.team.MOST_PEOPLE", 1)
    with pytest.raises(errors.TeamFull):
        joining.ask_to_join(world.m, world.world.member(), teams[-1].id, LETS)


def test_a_leader_hands_over_before_leaving_and_a_deputy_may_just_go(world: ProjectWorld) -> None:
    leader = world.world.member("孙队长")
    team = a_team(world, leader)
    second, third = in_team(world, team), in_team(world, team)

    with pytest.raises(errors.LeaderStays):
        joining.take_off_list(world.m, leader, team.id, leader.member_id)
    with pytest.raises(errors.OnlyLeaders):
        forming.lead_team(world.m, second, team.id, LeadTeam(leader_id=second.member_id))
    with pytest.raises(errors.NotInTeam):
        forming.lead_team(world.m, leader, team.id, LeadTeam(leader_id=world.organiser.member_id))
    handed = LeadTeam(leader_id=second.member_id, deputy_id=leader.member_id)
    led = forming.lead_team(world.m, leader, team.id, handed)
    assert led.leader_ids == (second.member_id, leader.member_id)
    with pytest.raises(errors.OnlyLeaders):
        forming.lead_team(world.m, leader, team.id, LeadTeam(leader_id=leader.member_id))
    assert forming.lead_team(world.m, second, team.id, handed) == led
    assert joining.take_off_list(world.m, leader, team.id, leader.member_id).leader_ids == (second.member_id,)
    joining.take_off_list(world.m, second, team.id, third.member_id)
    assert standing(world, team, third) is None
    same = LeadTeam(leader_id=second.member_id, deputy_id=second.member_id)
    assert forming.lead_team(world.m, world.community, team.id, same).deputy_id is None
    assert sorted(each.leader_ids for each in world.world.settle() if isinstance(each, TeamLed)) == [
        (leader.member_id,),
        (second.member_id, leader.member_id),
    ]


def test_only_oneself_says_whether_the_leader_may_sign_one_up(world: ProjectWorld) -> None:
    team = a_team(world)
    actor = in_team(world, team, lets=False)

    said = joining.let_sign_up(world.m, actor, team.id, LetSignUp(lets_sign_up=True))

    assert said.place_of(actor.member_id).lets_sign_up
    assert joining.let_sign_up(world.m, actor, team.id, LetSignUp(lets_sign_up=True)) == said
    with pytest.raises(errors.NotInTeam):
        joining.let_sign_up(world.m, world.world.member(), team.id, LetSignUp(lets_sign_up=True))
    with pytest.raises(errors.OnlyLeaders):
        joining.take_off_list(world.m, world.world.member(), team.id, actor.member_id)


def test_a_disbanded_team_takes_nobody_and_is_seen_by_its_own_alone(world: ProjectWorld) -> None:
    leader = world.world.member("孙队长")
    team = a_team(world, leader)
    inside = in_team(world, team)
    end = DisbandTeam(reason="任务完成")

    with pytest.raises(errors.OnlyTheBody):
        forming.disband_team(world.m, leader, team.id, end)
    ended = forming.disband_team(world.m, world.organiser, team.id, end)
    assert forming.disband_team(world.m, world.organiser, team.id, end) == ended
    assert ended.disbanded("again") is ended

    with pytest.raises(errors.TeamIsDisbanded):
        forming.amend_team(world.m, leader, team.id, AmendTeam(name="新名"))
    with pytest.raises(errors.TeamIsDisbanded):
        joining.ask_to_join(world.m, world.organiser, team.id, LETS)
    with pytest.raises(NotFound):
        joining.ask_to_join(world.m, world.world.member(), team.id, LETS)
    with pytest.raises(NotFound):
        forming.amend_team(world.m, world.world.member(), team.id, AmendTeam(name="新名"))
    assert team_shown(world.m, inside, team.id).state is TeamState.DISBANDED
    assert own_teams(world.m, inside) == ()
    assert teams_listed(world.m, inside, TeamsQuery()).items == ()
    body = TeamsQuery(party_id=PARTY)
    assert teams_listed(world.m, inside, body).items == ()
    assert [each.id for each in teams_listed(world.m, world.organiser, body).items] == [team.id]
    told = [each for each in world.world.settle() if isinstance(each, TeamDisbanded)]
    assert [each.member_ids for each in told] == [(leader.member_id, inside.member_id)]


def test_a_team_says_of_itself_what_its_leader_writes(world: ProjectWorld) -> None:
    team = a_team(world)

    assert forming.amend_team(world.m, world.organiser, team.id, AmendTeam()) == team
    changed = forming.amend_team(
        world.m, world.organiser, team.id, AmendTeam(name="夜巡队", about="夜里巡逻")
    )

    assert (changed.name, changed.about) == ("夜巡队", "夜里巡逻")
    with pytest.raises(errors.OnlyLeaders):
        forming.amend_team(world.m, world.world.member(), team.id, AmendTeam(name="别的"))


def test_names_of_a_team_are_for_its_own_people(world: ProjectWorld) -> None:
    leader = world.world.member("孙大勇")
    team = a_team(world, leader)
    inside, asking = in_team(world, team), world.world.member("郑某")
    joining.ask_to_join(world.m, asking, team.id, LETS)

    def seen(actor: Actor | None) -> list[str]:
        return [each.name for each in team_shown(world.m, actor, team.id).people]

    assert [seen(each) for each in (None, world.world.member(), asking)] == [[], [], []]
    assert seen(inside) == ["孙大勇", "吴队员"]
    assert seen(leader) == ["孙大勇", "吴队员", "郑某"]
    public = team_shown(world.m, None, team.id)
    assert (public.leader_id, public.members, public.can) == (None, 2, ())
    assert public.leader_name not in (None, "孙大勇")
    assert teams_listed(world.m, None, TeamsQuery(community_code=THERE)).items == ()
    assert own_teams(world.m, None) == ()


def test_what_can_be_done_with_a_team_follows_who_one_is(world: ProjectWorld) -> None:
    leader, invited = world.world.member("孙队长"), world.world.member()
    team = a_team(world, leader)
    inside = in_team(world, team)
    joining.invite_to_team(world.m, leader, team.id, InviteToTeam(phone=phone_of(world, invited)))

    def can(actor: Actor) -> tuple[str, ...]:
        return team_shown(world.m, actor, team.id).can

    assert can(world.world.member()) == ("ask",)
    assert can(invited) == ("accept", "leave")
    assert can(inside) == ("leave", "let")
    assert can(leader) == ("let", "run", "lead")
    assert can(world.organiser) == ("ask", "run", "lead", "disband")
    mine = teams_listed(world.m, inside, TeamsQuery(mine=True)).items
    assert [(each.id, each.lets_sign_up) for each in mine] == [(team.id, True)]


def test_who_closes_the_account_leaves_every_team_and_the_deputy_leads(world: ProjectWorld) -> None:
    secret = "calm-river-of-march"
    leader = world.world.member("孙队长", password_hash=world.world.identity.passwords.hashed(secret))
    team, other = a_team(world, leader), a_team(world, name="二队")
    second = in_team(world, team)
    joining.ask_to_join(world.m, leader, other.id, LETS)
    both = LeadTeam(leader_id=leader.member_id, deputy_id=second.member_id)
    forming.lead_team(world.m, leader, team.id, both)

    close_own_account(
        world.world.identity, world.m, leader, CloseAccount(password=secret), address="127.0.0.1"
    )

    assert world.m.teams.get(team.id).leader_ids == (second.member_id,)
    assert world.m.teams.get(team.id).member_ids == (second.member_id,)
    assert world.m.teams.get(other.id).member_ids == (world.organiser.member_id,)
    assert team_shown(world.m, None, team.id).members == 1
    joining.leave_all_teams(world.m, second.member_id)
    assert team_shown(world.m, None, team.id).leader_name is None
