"""The days on which a venue is closed, or open at hours of their own: set and taken back by who keeps the venue."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.commands import AmendOffer
from services.matching.application.context import Matching
from services.matching.application.offers import amend_offer, own_offer
from services.matching.domain.giving.kinds import DayApart, Venue
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.giving_pages.offers import Giving
from services.matching.entrypoints.register_pages.day_parts import minute_of
from shared.events.days import OnDay
from shared.events.fields import Text
from shared.identity.member import day_in_china
from shared.kernel.errors import BadInput, NotFound
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

MayBeClock = Annotated[str, Text(most=5, pattern=r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)?")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayForm:
    """One day and its hours; without hours it is closed."""

    on_day: OnDay
    day_opens: MayBeClock = ""
    day_closes: MayBeClock = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBackForm:
    """The day that is to be as every week again."""

    on_day: OnDay


class VenueDays:
    """What is sent from the list of days on a venue's page."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def keep(self, visit: Visit[DayForm]) -> Shown:
        """Close a day or give it hours of its own; a day set before is set anew."""
        venue, today = self._venue(visit), day_in_china(self.m.clock.now())
        apart = _apart(visit.body)
        if apart.on_day < today:
            raise one_fault(
                "on_day", "past-day", "请选择今天或以后的日期", "Please choose today or a later day"
            )
        try:
            return self._kept(visit, venue.with_day(apart, today))
        except BadInput as refused:
            last = refused.faults[0]
            raise one_fault("on_day", last.code, last.zh, last.en) from refused

    def take_back(self, visit: Visit[DayBackForm]) -> Shown:
        """Let a day be as every week; one that is so already stays so."""
        return self._kept(visit, self._venue(visit).without_day(visit.body.on_day))

    def _venue(self, visit: Visit[DayForm] | Visit[DayBackForm]) -> Venue:
        offer = own_offer(self.m, visit.actor, visit.path["offer"])
        if offer.venue is None:
            raise NotFound(kind="Venue", id=offer.id)
        return offer.venue

    def _kept(self, visit: Visit[DayForm] | Visit[DayBackForm], venue: Venue) -> Shown:
        amend_offer(self.m, visit.actor, visit.path["offer"], AmendOffer(venue=venue))
        saved = Words("已保存，已预留的时段照常有效", "Saved; what is booked already stays booked")
        return visit.go(f"/giving/{visit.path['offer']}", saved)


def _apart(form: DayForm) -> DayApart:
    """Return the day as the domain has it.

    Raises:
        BadInput: If one of the times is missing, or the end is not after the start.
    """
    if not form.day_opens and not form.day_closes:
        return DayApart(on_day=form.on_day)
    if not form.day_opens or not form.day_closes:
        missing = "day_closes" if form.day_opens else "day_opens"
        raise one_fault(
            missing,
            "both-times",
            "请填写起止时间；全天关闭则两个都不填",
            "Please give both times, or neither for a closed day",
        )
    opens, closes = minute_of(form.day_opens), minute_of(form.day_closes)
    if opens >= closes:
        raise one_fault(
            "day_closes", "ends-before-begin", "结束应晚于开始", "The end must be after the start"
        )
    return DayApart(on_day=form.on_day, from_minute=opens, to_minute=closes)


def day_pages(m: Matching) -> Pages:
    """Return what is sent about single days of a venue."""
    pages, days, page = Pages("matching"), VenueDays(m), Giving(m)
    pages.post("/giving/<offer>/days", may=SIGNED_IN, takes=DayForm, again=page.show_one)(days.keep)
    pages.post("/giving/<offer>/days/back", may=SIGNED_IN, takes=DayBackForm, again=page.show_one)(
        days.take_back
    )
    return pages
