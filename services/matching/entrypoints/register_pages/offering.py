"""What one brings: identity document, weekly hours, skills and wishes."""

from dataclasses import fields

from services.matching.application.context import Matching
from services.matching.application.register.commands import (
    MOST_A_DAY,
    MOST_A_WEEK,
    AddDocument,
    SetAvailability,
    StatedCertificate,
    UpdateMe,
)
from services.matching.application.register.papers import add_document
from services.matching.application.register.preferences import set_availability, update_me
from services.matching.domain.register.errors import GuardianNeeded, one_fault
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.register_pages.browser import next_path
from services.matching.entrypoints.register_pages.day_parts import (
    DAY_PARTS,
    WEEKDAYS,
    clock_of,
    exact_hours,
    joined,
    minute_of,
    stated,
    ticks_of,
    windows_of_ticks,
)
from services.matching.entrypoints.register_pages.special_days import (
    OwnSpecialDays,
    add_special_day_pages,
)
from services.matching.entrypoints.register_pages.spoken import (
    CERTIFICATES,
    DOCUMENT_TYPES,
    LEVELS,
    SEXES,
    SKILLS,
)
from services.matching.entrypoints.register_pages.typed import (
    PaperForm,
    SkillsForm,
    WeekForm,
    WindowForm,
    several,
)
from services.matching.entrypoints.register_pages.wishes import keep_wishes, wishes_of
from shared.identity.actor import Actor
from shared.identity.member import Member, Window
from shared.identity.opening import Identity
from shared.kernel.geography import walking_minutes
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

DISTANCES_METRES = (500, 1_500, 3_000, 10_000)
FARTHEST_ON_FOOT_METRES = 3_000
SAVED = Words("已保存", "Saved")


class Offering:
    """The pages of what one brings."""

    def __init__(self, identity: Identity, matching: Matching) -> None:
        """Bind the register, and where wishes are kept."""
        self.identity, self.matching = identity, matching
        self.special_days = OwnSpecialDays(identity)

    def show_paper(self, visit: Visit[object]) -> Shown:
        """Show the form for an identity document, and what is known already."""
        member = self._own(visit.actor)
        return visit.show(
            "register/identity.html",
            member=member,
            level=LEVELS[member.identity_level].say(visit.language),
            types=[(code.value, words.say(visit.language)) for code, words in DOCUMENT_TYPES.items()],
            sexes=[("", "–"), *((code.value, words.say(visit.language)) for code, words in SEXES.items())],
            guardian_asked=isinstance(visit.error, GuardianNeeded) or bool(visit.values.get("guardian_name")),
            onward=next_path(""),
        )

    def keep_paper(self, visit: Visit[PaperForm]) -> Shown:
        """Keep the document, and go on to what it was asked for."""
        given = {each.name: getattr(visit.body, each.name) for each in fields(visit.body)}
        asked = AddDocument(**{**given, "guardian_consent": bool(visit.body.guardian_consent)})
        add_document(self.identity, visit.actor, asked)
        return visit.go(
            next_path("/me"),
            Words("证件已加密保存，谢谢", "Your document is kept, encrypted. Thank you"),
        )

    def show_week(self, visit: Visit[object]) -> Shown:
        """Show the week as ticks, with the exact hours beside it."""
        member = self._own(visit.actor)
        radius = member.radius_metres
        ticks = ticks_of(member.availability)
        if "radius_metres" in visit.values:
            ticks = _typed_or(visit, "times", ticks)
        return visit.show(
            "register/availability.html",
            member=member,
            parts_of_day=[(part.code, part.words.say(visit.language)) for part in DAY_PARTS],
            weekdays=[(day, words.say(visit.language)) for day, words in WEEKDAYS],
            ticked=ticks,
            distances=[_distance(metres, visit.language) for metres in DISTANCES_METRES],
            radius=min(DISTANCES_METRES, key=lambda metres: abs(metres - radius)),
            most_a_day=_limits(MOST_A_DAY, visit.language),
            most_a_week=_limits(MOST_A_WEEK, visit.language),
            exact=[_spoken(each, visit.language) for each in exact_hours(member.availability)],
            **self.special_days.shown_of(member),
        )

    def keep_week(self, visit: Visit[WeekForm]) -> Shown:
        """Keep the ticks; exact hours stay beside them."""
        exact = exact_hours(self._own(visit.actor).availability)
        week = joined((*windows_of_ticks(visit.body.times), *exact))
        asked = SetAvailability(
            windows=stated(week),
            radius_metres=visit.body.radius_metres,
            most_a_day=visit.body.most_a_day,
            most_a_week=visit.body.most_a_week,
        )
        set_availability(self.identity, visit.actor, asked)
        return visit.go("/me/availability", SAVED)

    def add_hours(self, visit: Visit[WindowForm]) -> Shown:
        """Add a span of a day to the week."""
        window = _window(visit.body)
        if window.to_minute <= window.from_minute:
            raise one_fault(
                "ends", "ends-before-begin", "结束时间应晚于开始时间", "The end must be after the beginning"
            )
        week = joined((*self._own(visit.actor).availability, window))
        set_availability(self.identity, visit.actor, SetAvailability(windows=stated(week)))
        return visit.go("/me/availability", SAVED)

    def remove_hours(self, visit: Visit[WindowForm]) -> Shown:
        """Take one of the exact spans out of the week."""
        gone, member = _window(visit.body), self._own(visit.actor)
        exact = [each for each in exact_hours(member.availability) if each != gone]
        week = joined((*windows_of_ticks(ticks_of(member.availability)), *exact))
        set_availability(self.identity, visit.actor, SetAvailability(windows=stated(week)))
        return visit.go("/me/availability", SAVED)

    def show_skills(self, visit: Visit[object]) -> Shown:
        """Show what one likes to do and is good at."""
        member = self._own(visit.actor)
        held = {each.code: each for each in member.certificates}
        return visit.show(
            "register/skills.html",
            member=member,
            kinds=list(SERVICE_KINDS.values()),
            wished=_typed_or(visit, "kinds", wishes_of(self.matching, member.id)),
            skills=SKILLS,
            certificates=CERTIFICATES,
            held=held,
            declared_skills=_typed_or(visit, "skills", member.skills),
            declared_papers=_typed_or(visit, "certificates", tuple(held)),
        )

    def keep_skills(self, visit: Visit[SkillsForm]) -> Shown:
        """Keep wishes, skills and certificates; numbers of certificates stay as they were."""
        form, member = visit.body, self._own(visit.actor)
        kept = {each.code for each in member.certificates} - set(form.certificates)
        fresh = [
            code for code in form.certificates if code not in {each.code for each in member.certificates}
        ]
        keep_wishes(self.matching, visit.actor, form.kinds, id_=visit.new_id())
        asked = UpdateMe(skills=form.skills)
        if kept or fresh:
            asked = UpdateMe(
                skills=form.skills,
                certificates=tuple(StatedCertificate(code=code) for code in form.certificates),
            )
        update_me(self.identity, visit.actor, asked)
        return visit.go("/me", SAVED)

    def _own(self, actor: Actor) -> Member:
        return self.identity.members.get(actor.member_id)


def _typed_or(visit: Visit[object], name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the boxes that were ticked when a form is shown again, or else those that are known."""
    return several(visit.values.get(name)) if visit.error else known


def _distance(metres: int, language: str) -> dict[str, object]:
    minutes = walking_minutes(metres)
    far = Words("骑车或坐车", "By bicycle or bus") if metres > FARTHEST_ON_FOOT_METRES else None
    near = Words(f"步行约 {minutes} 分钟", f"About {minutes} min on foot")
    length = Words(f"{metres / 1000:g} 公里以内", f"Within {metres / 1000:g} km")
    return {"value": metres, "words": length.say(language), "hint": (far or near).say(language)}


def _limits(most: int, language: str) -> list[tuple[int, str]]:
    no_limit, times = Words("不限", "No limit"), Words(" 次", "")
    return [
        (0, no_limit.say(language)),
        *((each, f"{each}{times.say(language)}") for each in range(1, most + 1)),
    ]


def _window(form: WindowForm) -> Window:
    return Window(weekday=form.weekday, from_minute=minute_of(form.starts), to_minute=minute_of(form.ends))


def _spoken(window: Window, language: str) -> dict[str, object]:
    return {
        "weekday": window.weekday,
        "day": dict(WEEKDAYS)[window.weekday].say(language),
        "starts": clock_of(window.from_minute),
        "ends": clock_of(window.to_minute),
    }


def offering_pages(identity: Identity, matching: Matching) -> Pages:
    """Return the pages of what one brings."""
    pages, page = Pages("matching"), Offering(identity, matching)
    pages.get("/me/identity", may=SIGNED_IN)(page.show_paper)
    pages.post("/me/identity", may=SIGNED_IN, takes=PaperForm, again=page.show_paper)(page.keep_paper)
    pages.get("/me/availability", may=SIGNED_IN)(page.show_week)
    pages.post("/me/availability", may=SIGNED_IN, takes=WeekForm, again=page.show_week)(page.keep_week)
    pages.post("/me/availability/add", may=SIGNED_IN, takes=WindowForm, again=page.show_week)(page.add_hours)
    pages.post("/me/availability/remove", may=SIGNED_IN, takes=WindowForm, again=page.show_week)(
        page.remove_hours
    )
    add_special_day_pages(pages, page.special_days, page.show_week)
    pages.get("/me/skills", may=SIGNED_IN)(page.show_skills)
    pages.post("/me/skills", may=SIGNED_IN, takes=SkillsForm, again=page.show_skills)(page.keep_skills)
    return pages
