"""Signing in and out, and the first page of each role."""

from services.matching.application.register.accounts import sign_in, sign_out, sign_out_everywhere
from services.matching.application.register.commands import SignIn
from services.matching.entrypoints.register_pages.browser import (
    begin_session,
    device,
    end_session,
    next_path,
)
from services.matching.entrypoints.register_pages.typed import SignInForm
from shared.identity.actor import Actor
from shared.identity.opening import Identity
from shared.kernel.errors import Forbidden
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.errors import status_of
from shared.web.pages import Pages, Shown, Visit
from shared.web.places import places_of


def first_page(actor: Actor) -> str:
    """Return the page that tells this person what to do now."""
    return places_of(actor)[0].url


class Signing:
    """The pages of signing in and out."""

    def __init__(self, identity: Identity) -> None:
        """Bind the register."""
        self.identity = identity

    def show(self, visit: Visit[object]) -> Shown:
        """Show the form, or lead on whoever is signed in already."""
        if visit.somebody is not None and visit.error is None:
            return visit.go(next_path(first_page(visit.actor)))
        return visit.show("register/sign_in.html", onward=next_path(""))

    def enter(self, visit: Visit[SignInForm]) -> Shown:
        """Sign in; a wrong phone or password shows the form again."""
        asked = SignIn(phone=visit.body.phone, password=visit.body.password)
        try:
            entered = sign_in(self.identity, asked, address=visit.address, device=device())
        except Forbidden as refused:
            visit.error, visit.status = refused, status_of(refused)
            return visit.show("register/sign_in.html", onward=next_path(""))
        begin_session(entered.issued, entered.member)
        if entered.member.password_given:
            return visit.go(
                "/me/password",
                Words("请换一个只有您知道的密码", "Please choose a password that only you know"),
                "wait",
            )
        return visit.go(next_path("/start"))

    def leave(self, visit: Visit[object]) -> Shown:
        """Sign out here."""
        if visit.somebody is not None:
            sign_out(self.identity, visit.actor)
        end_session()
        return visit.go("/", Words("已退出登录", "You are signed out"))

    def leave_everywhere(self, visit: Visit[object]) -> Shown:
        """Sign out on every device."""
        sign_out_everywhere(self.identity, visit.actor)
        end_session()
        return visit.go("/sign-in", Words("已在所有设备上退出登录", "You are signed out on every device"))

    def start(self, visit: Visit[object]) -> Shown:
        """Lead to the first page of one's role."""
        return visit.go(first_page(visit.actor))


def signing_pages(identity: Identity) -> Pages:
    """Return the pages of signing in and out."""
    pages, signing = Pages("matching"), Signing(identity)
    pages.get("/sign-in", may=PUBLIC)(signing.show)
    pages.post("/sign-in", may=PUBLIC, takes=SignInForm, again=signing.show)(signing.enter)
    pages.post("/sign-out", may=PUBLIC)(signing.leave)
    pages.post("/sign-out/everywhere", may=SIGNED_IN)(signing.leave_everywhere)
    pages.get("/start", may=SIGNED_IN)(signing.start)
    return pages
