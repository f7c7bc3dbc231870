"""The first minute: community, name and phone, two tapped choices, then real needs nearby."""

from services.matching.application.context import Matching
from services.matching.application.register.accounts import sign_up
from services.matching.application.register.commands import SetAvailability, SignUp
from services.matching.application.register.preferences import set_availability
from services.matching.domain.register.errors import one_fault
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.register_pages.browser import (
    begin_session,
    device,
    form_id,
    next_path,
)
from services.matching.entrypoints.register_pages.day_parts import HABITS, windows_of_habits
from services.matching.entrypoints.register_pages.places import community_meant, suggested
from services.matching.entrypoints.register_pages.typed import ChoicesForm, SignUpForm
from services.matching.entrypoints.register_pages.wishes import keep_wishes
from shared.identity.consent import CONSENT_TEXT, CONSENT_VERSION
from shared.identity.opening import Identity
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class Joining:
    """The pages of the first minute."""

    def __init__(self, identity: Identity, matching: Matching) -> None:
        """Bind the register, and where wishes are kept."""
        self.identity, self.matching = identity, matching

    def show(self, visit: Visit[object]) -> Shown:
        """Show the form, its community preset where the address names one."""
        if visit.somebody is not None:
            return visit.go("/start")
        typed = str(visit.values.get("community_code_words", ""))
        code = str(visit.values.get("community_code") or visit.values.get("community") or "")
        community = self.identity.communities.find(code)
        return visit.show(
            "register/sign_up.html",
            community=community,
            suggestions=[] if community else suggested(self.identity.communities, typed),
            consent_version=CONSENT_VERSION,
            consent_text=CONSENT_TEXT.say(visit.language),
            onward=next_path(""),
        )

    def join(self, visit: Visit[SignUpForm]) -> Shown:
        """Make the account, sign in, and ask for the two choices."""
        form = visit.body
        community = community_meant(self.identity.communities, form.community_code, form.community_code_words)
        if not form.consent:
            raise one_fault(
                "consent",
                "required",
                "请阅读说明并勾选同意，我们才能为您建立账户",
                "Please read the text and tick the box; without it we cannot make an account for you",
            )
        asked = SignUp(
            community_code=community.code,
            phone=form.phone,
            name=form.name,
            password=form.password,
            consent_version=form.consent_version,
            language=visit.language,
        )
        joined = sign_up(self.identity, asked, id_=form_id(self.identity.ids), device=device())
        begin_session(joined.issued, joined.member)
        return visit.go(next_path("/sign-up/choices"))

    def show_choices(self, visit: Visit[object]) -> Shown:
        """Show the two choices."""
        kinds = [kind for kind in SERVICE_KINDS.values() if kind.low_risk]
        return visit.show(
            "register/choices.html",
            kinds=kinds,
            habits=HABITS,
            community=self.identity.communities.find(visit.actor.community_code),
        )

    def choose(self, visit: Visit[ChoicesForm]) -> Shown:
        """Keep what was tapped, and show needs nearby."""
        windows = windows_of_habits(visit.body.times)
        keep_wishes(self.matching, visit.actor, visit.body.kinds, id_=visit.new_id())
        if windows:
            set_availability(self.identity, visit.actor, SetAvailability(windows=windows))
        return visit.go(
            "/find", Words("都记下了，看看附近谁需要帮忙", "All noted. Here is who needs a hand nearby")
        )


def joining_pages(identity: Identity, matching: Matching) -> Pages:
    """Return the pages of the first minute."""
    pages, joining = Pages("matching"), Joining(identity, matching)
    pages.get("/sign-up", may=PUBLIC)(joining.show)
    pages.post("/sign-up", may=PUBLIC, takes=SignUpForm, again=joining.show)(joining.join)
    pages.get("/sign-up/choices", may=SIGNED_IN)(joining.show_choices)
    pages.post("/sign-up/choices", may=SIGNED_IN, takes=ChoicesForm, again=joining.show_choices)(
        joining.choose
    )
    return pages
