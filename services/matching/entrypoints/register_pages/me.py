"""Oneself: the hub, name and home, password, how pages are shown, who read one's data."""

from services.matching.application.context import Matching
from services.matching.application.register.accounts import change_password
from services.matching.application.register.commands import ChangePassword, UpdateMe
from services.matching.application.register.preferences import update_me
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.register_pages.browser import keep_choices
from services.matching.entrypoints.register_pages.day_parts import spoken_week
from services.matching.entrypoints.register_pages.finding import attested_rows
from services.matching.entrypoints.register_pages.places import community_meant, suggested
from services.matching.entrypoints.register_pages.spoken import LEVELS, SKILLS, why_words
from services.matching.entrypoints.register_pages.typed import DetailsForm, PreferencesForm
from services.matching.entrypoints.register_pages.wishes import wishes_of
from shared.identity.opening import Identity
from shared.identity.phones import spoken_phone
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

READINGS_SHOWN = 20
SAVED = Words("已保存", "Saved")


class Me:
    """The pages of oneself."""

    def __init__(self, identity: Identity, matching: Matching) -> None:
        """Bind the register, and where wishes are kept."""
        self.identity, self.matching = identity, matching

    def hub(self, visit: Visit[object]) -> Shown:
        """Show everything that is kept of oneself, each with the way to change it."""
        member = self.identity.members.get(visit.actor.member_id)
        kinds = wishes_of(self.matching, member.id)
        return visit.show(
            "register/me.html",
            member=member,
            phone=spoken_phone(member.phone) if member.phone else "",
            community=self.identity.communities.find(member.community_code),
            level=LEVELS[member.identity_level].say(visit.language),
            skills=[SKILLS[code].say(visit.language) for code in member.skills if code in SKILLS],
            kinds=[SERVICE_KINDS[code].name.say(visit.language) for code in kinds if code in SERVICE_KINDS],
            week=[(day.say(visit.language), hours) for day, hours in spoken_week(member.availability)],
            attestations=attested_rows(member, visit.language),
            sessions=self.identity.sessions.of(member.id),
        )

    def show_details(self, visit: Visit[object]) -> Shown:
        """Show name and home in a form."""
        member = self.identity.members.get(visit.actor.member_id)
        typed = str(visit.values.get("community_code_words", ""))
        code = str(visit.values.get("community_code") or ("" if typed else member.community_code))
        community = self.identity.communities.find(code)
        return visit.show(
            "register/details.html",
            member=member,
            community=community,
            suggestions=[] if community else suggested(self.identity.communities, typed),
        )

    def keep_details(self, visit: Visit[DetailsForm]) -> Shown:
        """Keep name and home."""
        form = visit.body
        community = community_meant(self.identity.communities, form.community_code, form.community_code_words)
        asked = UpdateMe(name=form.name, address=form.address, community_code=community.code)
        update_me(self.identity, visit.actor, asked)
        return visit.go("/me", SAVED)

    def show_password(self, visit: Visit[object]) -> Shown:
        """Show the form for another password."""
        return visit.show("register/password.html")

    def keep_password(self, visit: Visit[ChangePassword]) -> Shown:
        """Take the new password; other devices are signed out."""
        change_password(self.identity, visit.actor, visit.body, address=visit.address)
        return visit.go(
            "/me",
            Words("密码已更换，其他设备已退出登录", "Your password is changed; other devices are signed out"),
        )

    def show_preferences(self, visit: Visit[object]) -> Shown:
        """Show how pages are shown, and how the member is chosen among others."""
        return visit.show(
            "register/preferences.html", member=self.identity.members.get(visit.actor.member_id)
        )

    def keep_preferences(self, visit: Visit[PreferencesForm]) -> Shown:
        """Keep how pages are shown, for the member and for this browser, and how the member is chosen."""
        elderly = bool(visit.body.elderly_mode)
        plainly = bool(visit.body.ranked_plainly)
        asked = UpdateMe(language=visit.body.language, elderly_mode=elderly, ranked_plainly=plainly)
        update_me(self.identity, visit.actor, asked)
        keep_choices(language=visit.body.language, elderly=elderly)
        return visit.go("/me", SAVED)

    def readings(self, visit: Visit[object]) -> Shown:
        """Show who read what of oneself, when and why, newest first."""
        page = self.identity.readings.of(visit.actor.member_id, limit=READINGS_SHOWN, after=visit.after)
        names = self.identity.people.names(each.reader_id for each in page.items)
        rows = [
            {
                "id": each.id,
                "at": each.at,
                "who": names.get(each.reader_id, "–"),
                "what": each.what.words.say(visit.language),
                "why": why_words(each.why).say(visit.language),
            }
            for each in page.items
        ]
        return visit.show("register/readings.html", rows=rows, after=visit.after, following=page.next)


def me_pages(identity: Identity, matching: Matching) -> Pages:
    """Return the pages of oneself that are not of papers, hours, skills or delegates."""
    pages, me = Pages("matching"), Me(identity, matching)
    pages.get("/me", may=SIGNED_IN)(me.hub)
    pages.get("/me/details", may=SIGNED_IN)(me.show_details)
    pages.post("/me/details", may=SIGNED_IN, takes=DetailsForm, again=me.show_details)(me.keep_details)
    pages.get("/me/password", may=SIGNED_IN)(me.show_password)
    pages.post("/me/password", may=SIGNED_IN, takes=ChangePassword, again=me.show_password)(me.keep_password)
    pages.get("/me/preferences", may=SIGNED_IN)(me.show_preferences)
    pages.post("/me/preferences", may=SIGNED_IN, takes=PreferencesForm, again=me.show_preferences)(
        me.keep_preferences
    )
    pages.get("/me/readings", may=SIGNED_IN)(me.readings)
    return pages
