"""The API of teams: formed, led, joined and left, and what their leaders do at shifts."""

from services.matching.application.context import Matching
from services.matching.application.teams import forming, joining, leading
from services.matching.application.teams.commands import (
    AmendTeam,
    AskToJoin,
    DisbandTeam,
    FormTeam,
    InviteToTeam,
    LeadTeam,
    LetSignUp,
    TeamPeople,
    TeamsQuery,
)
from services.matching.application.teams.showing import team_at_shift, team_shown, team_view, teams_listed
from services.matching.application.teams.views import TeamShiftView, TeamView
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def teams_api(m: Matching) -> Api:
    """Return the routes of teams."""
    api = Api("matching")
    _formed(api, m)
    _led(api, m)
    _joined(api, m)
    _listed(api, m)
    _at_shifts(api, m)
    return api


def _formed(api: Api, m: Matching) -> None:
    @api.post(
        "/teams",
        takes=FormTeam,
        gives=TeamView,
        may=SIGNED_IN,
        status=201,
        says="Form a team under a body you act for, or of your community as its staff",
    )
    def form(call: Call[FormTeam]) -> TeamView:
        return team_view(m, call.actor, forming.form_team(m, call.actor, call.body, call.new_id()))

    @api.get(
        "/teams",
        query=TeamsQuery,
        gives=TeamView,
        paged=True,
        may=PUBLIC,
        says="The teams that serve a community, of a body, or your own, newest first",
    )
    def listed(call: Call[TeamsQuery]) -> Page[TeamView]:
        return teams_listed(m, call.somebody, call.query, limit=call.limit, after=call.after)

    @api.get("/teams/<id>", gives=TeamView, may=PUBLIC, says="One team; names for its own people alone")
    def shown(call: Call[Nothing]) -> TeamView:
        return team_shown(m, call.somebody, call.path["id"])


def _led(api: Api, m: Matching) -> None:
    @api.patch(
        "/teams/<id>", takes=AmendTeam, gives=TeamView, may=SIGNED_IN, says="Change what it says of itself"
    )
    def amend(call: Call[AmendTeam]) -> TeamView:
        return team_view(m, call.actor, forming.amend_team(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/teams/<id>/leaders",
        takes=LeadTeam,
        gives=TeamView,
        may=SIGNED_IN,
        says="Name its leader and deputy, or hand it over as its leader",
    )
    def lead(call: Call[LeadTeam]) -> TeamView:
        return team_view(m, call.actor, forming.lead_team(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/teams/<id>/disband", takes=DisbandTeam, gives=TeamView, may=SIGNED_IN, says="End a team for good"
    )
    def disband(call: Call[DisbandTeam]) -> TeamView:
        return team_view(m, call.actor, forming.disband_team(m, call.actor, call.path["id"], call.body))


def _joined(api: Api, m: Matching) -> None:
    @api.post(
        "/teams/<id>/ask",
        takes=AskToJoin,
        gives=TeamView,
        may=SIGNED_IN,
        says="Ask to join; its leader answers. Who is invited joins at once",
    )
    def ask(call: Call[AskToJoin]) -> TeamView:
        return team_view(m, call.actor, joining.ask_to_join(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/teams/<id>/invite",
        takes=InviteToTeam,
        gives=TeamView,
        may=SIGNED_IN,
        says="Invite whoever signs in with this phone",
    )
    def invite(call: Call[InviteToTeam]) -> TeamView:
        return team_view(m, call.actor, joining.invite_to_team(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/teams/<id>/let",
        takes=LetSignUp,
        gives=TeamView,
        may=SIGNED_IN,
        says="Say whether its leader may sign you up for shifts",
    )
    def let(call: Call[LetSignUp]) -> TeamView:
        return team_view(m, call.actor, joining.let_sign_up(m, call.actor, call.path["id"], call.body))


def _listed(api: Api, m: Matching) -> None:
    @api.post(
        "/teams/<id>/people/<member_id>/admit",
        gives=TeamView,
        may=SIGNED_IN,
        says="Let somebody in who asked",
    )
    def admit(call: Call[Nothing]) -> TeamView:
        path = call.path
        return team_view(m, call.actor, joining.admit_to_team(m, call.actor, path["id"], path["member_id"]))

    @api.delete(
        "/teams/<id>/people/<member_id>",
        may=SIGNED_IN,
        says="Leave, say no to an invitation, or as leader refuse or take off somebody",
    )
    def gone(call: Call[Nothing]) -> None:
        joining.take_off_list(m, call.actor, call.path["id"], call.path["member_id"])


def _at_shifts(api: Api, m: Matching) -> None:
    @api.get(
        "/teams/<id>/shifts/<shift_id>",
        gives=TeamShiftView,
        may=SIGNED_IN,
        says="Who of the team holds a place, waits, is here or gone",
    )
    def shown(call: Call[Nothing]) -> TeamShiftView:
        return team_at_shift(m, call.actor, call.path["id"], call.path["shift_id"])

    @api.post(
        "/teams/<id>/shifts/<shift_id>/sign-up",
        takes=TeamPeople,
        gives=TeamShiftView,
        may=SIGNED_IN,
        says="Sign up those who let the leader do so; who cannot be is named in left_out",
    )
    def sign_up(call: Call[TeamPeople]) -> TeamShiftView:
        path = call.path
        done = leading.sign_team_up(m, call.actor, path["id"], path["shift_id"], call.body)
        return team_at_shift(m, call.actor, path["id"], path["shift_id"], done.left_out)

    @api.post(
        "/teams/<id>/shifts/<shift_id>/check-in",
        takes=TeamPeople,
        gives=TeamShiftView,
        may=SIGNED_IN,
        says="Sign in people of the team who hold a place, now",
    )
    def check_in(call: Call[TeamPeople]) -> TeamShiftView:
        path = call.path
        leading.sign_team_in(m, call.actor, path["id"], path["shift_id"], call.body)
        return team_at_shift(m, call.actor, path["id"], path["shift_id"])

    @api.post(
        "/teams/<id>/shifts/<shift_id>/check-out",
        takes=TeamPeople,
        gives=TeamShiftView,
        may=SIGNED_IN,
        says="Sign out people of the team who are here, now",
    )
    def check_out(call: Call[TeamPeople]) -> TeamShiftView:
        path = call.path
        leading.sign_team_out(m, call.actor, path["id"], path["shift_id"], call.body)
        return team_at_shift(m, call.actor, path["id"], path["shift_id"])
