"""The identity API, under ``/api/identity/v1``: accounts, sessions, one's own file, residents, roles, communities."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.register.accounts import (
    change_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
    sign_up,
)
from services.matching.application.register.commands import (
    AddDelegate,
    AddDocument,
    ChangePassword,
    SetAvailability,
    SetSpecialDays,
    SignIn,
    SignUp,
    UpdateMe,
)
from services.matching.application.register.delegates import add_delegate, remove_delegate
from services.matching.application.register.papers import add_document
from services.matching.application.register.preferences import set_availability, update_me
from services.matching.application.register.special_days import set_special_days
from services.matching.entrypoints.identity_kinship_api import kinship_api
from services.matching.entrypoints.identity_showing import (
    community_view,
    delegates_view,
    me_view,
    new_member_view,
    reading_views,
    session_view,
)
from services.matching.entrypoints.identity_staff_api import staff_api
from services.matching.entrypoints.identity_views import (
    CommunityView,
    ConsentView,
    DelegatesView,
    MeView,
    NewMemberView,
    ReadingView,
    SessionView,
)
from shared.events.fields import Text
from shared.identity.consent import CONSENT_TEXT, CONSENT_VERSION
from shared.identity.opening import Identity
from shared.storage.paging import Page, no_place_in_list
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitiesQuery:
    """Which communities to look for.

    Attributes:
        q: Words in the name of the community, sub-district, district or city; or the beginning of a code.
        district: 6 digits to stay within a district, 4 within a city.
    """

    q: Annotated[str, Text(most=60)] = ""
    district: Annotated[str, Text(least=4, most=6, pattern=r"[0-9]{4}([0-9]{2})?")] | None = None


def apis(identity: Identity) -> tuple[Api, ...]:
    """Return the identity API."""
    return (
        accounts_api(identity),
        me_api(identity),
        times_api(identity),
        staff_api(identity),
        kinship_api(identity),
        communities_api(identity),
    )


def accounts_api(identity: Identity) -> Api:
    """State accounts and sessions."""
    api = Api("identity")

    @api.post(
        "/members", takes=SignUp, gives=NewMemberView, may=PUBLIC, says="Sign up; grants nothing", status=201
    )
    def signed_up(call: Call[SignUp]) -> NewMemberView:
        return new_member_view(identity, sign_up(identity, call.body, id_=call.new_id()))

    @api.post(
        "/sessions",
        takes=SignIn,
        gives=SessionView,
        may=PUBLIC,
        says="Sign in with phone and password",
        status=201,
    )
    def signed_in(call: Call[SignIn]) -> SessionView:
        return session_view(identity, sign_in(identity, call.body, address=call.address))

    @api.delete("/sessions/current", may=SIGNED_IN, says="Sign out here")
    def signed_out(call: Call[Nothing]) -> None:
        sign_out(identity, call.actor)

    @api.delete("/sessions", may=SIGNED_IN, says="Sign out everywhere")
    def signed_out_everywhere(call: Call[Nothing]) -> None:
        sign_out_everywhere(identity, call.actor)

    @api.put(
        "/members/me/password",
        takes=ChangePassword,
        may=SIGNED_IN,
        says="Change my password; ends my other sessions",
    )
    def password_changed(call: Call[ChangePassword]) -> None:
        change_password(identity, call.actor, call.body, address=call.address)

    return api


def me_api(identity: Identity) -> Api:
    """State what a member reads and says of themselves."""
    api = Api("identity")

    @api.get("/members/me", gives=MeView, may=SIGNED_IN, says="Everything kept of me")
    def me(call: Call[Nothing]) -> MeView:
        return me_view(identity, identity.members.get(call.actor.member_id))

    @api.patch("/members/me", takes=UpdateMe, gives=MeView, may=SIGNED_IN, says="Change what is given of me")
    def updated(call: Call[UpdateMe]) -> MeView:
        return me_view(identity, update_me(identity, call.actor, call.body))

    @api.post(
        "/members/me/documents",
        takes=AddDocument,
        gives=MeView,
        may=SIGNED_IN,
        says="Declare my identity document",
        status=201,
    )
    def documented(call: Call[AddDocument]) -> MeView:
        return me_view(identity, add_document(identity, call.actor, call.body))

    @api.get("/members/me/readings", gives=ReadingView, paged=True, may=SIGNED_IN, says="Who read my data")
    def readings(call: Call[Nothing]) -> Page[ReadingView]:
        page = identity.readings.of(call.actor.member_id, limit=call.limit, after=call.after)
        return Page(items=reading_views(identity, page.items), next=page.next)

    @api.get(
        "/members/me/delegates",
        gives=DelegatesView,
        may=SIGNED_IN,
        says="Who may act for me, and for whom I may act",
    )
    def delegates(call: Call[Nothing]) -> DelegatesView:
        return delegates_view(identity, identity.members.get(call.actor.member_id))

    @api.post(
        "/members/me/delegates",
        takes=AddDelegate,
        gives=DelegatesView,
        may=SIGNED_IN,
        says="Name a delegate",
        status=201,
    )
    def delegated(call: Call[AddDelegate]) -> DelegatesView:
        return delegates_view(identity, add_delegate(identity, call.actor, call.body))

    @api.delete("/members/me/delegates/<id>", may=SIGNED_IN, says="Remove a delegate of mine")
    def undelegated(call: Call[Nothing]) -> None:
        remove_delegate(identity, call.actor, call.path["id"])

    @api.delete("/members/me/acting-for/<id>", may=SIGNED_IN, says="Act for this resident no more")
    def resigned(call: Call[Nothing]) -> None:
        remove_delegate(identity, call.actor, call.actor.member_id, resident_id=call.path["id"])

    return api


def times_api(identity: Identity) -> Api:
    """State when a member can serve."""
    api = Api("identity")

    @api.put(
        "/members/me/availability",
        takes=SetAvailability,
        gives=MeView,
        may=SIGNED_IN,
        says="State my week anew",
    )
    def available(call: Call[SetAvailability]) -> MeView:
        return me_view(identity, set_availability(identity, call.actor, call.body))

    @api.put(
        "/members/me/special-days",
        takes=SetSpecialDays,
        gives=MeView,
        may=SIGNED_IN,
        says="State anew when I am away, and when I can serve besides my week; at most 40",
    )
    def special_days_set(call: Call[SetSpecialDays]) -> MeView:
        return me_view(identity, set_special_days(identity, call.actor, call.body))

    return api


def communities_api(identity: Identity) -> Api:
    """State what anyone may look up."""
    api = Api("identity")

    @api.get(
        "/communities",
        query=CommunitiesQuery,
        gives=CommunityView,
        paged=True,
        may=PUBLIC,
        says="Find a community by name or district",
    )
    def communities(call: Call[CommunitiesQuery]) -> Page[CommunityView]:
        start = _place(call.after)
        found = identity.communities.search(call.query.q, call.query.district, start + call.limit + 1)
        following = str(start + call.limit) if len(found) > start + call.limit else None
        shown = found[start : start + call.limit]
        return Page(items=tuple(community_view(each) for each in shown), next=following)

    @api.get("/consent", gives=ConsentView, may=PUBLIC, says="The text to agree to before signing up")
    def consent(_: Call[Nothing]) -> ConsentView:
        return ConsentView(version=CONSENT_VERSION, text=CONSENT_TEXT)

    return api


def _place(after: str | None) -> int:
    """Return where the page begins: the list stands still, so that a place in it is a number."""
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) <= 6):
        raise no_place_in_list()
    return int(after)
