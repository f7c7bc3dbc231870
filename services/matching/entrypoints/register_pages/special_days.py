"""Single days on the page of when one is free: days away, and times besides the week."""

from collections.abc import Callable

from services.matching.application.register.commands import SetSpecialDays, StatedAbsence, StatedExtraTime
from services.matching.application.register.special_days import (
    add_absence,
    add_extra_time,
    remove_special_days,
    special_days_to_come,
)
from services.matching.domain.register.errors import one_fault
from services.matching.domain.register.special_days import FARTHEST
from services.matching.entrypoints.register_pages.day_parts import clock_of, minute_of
from services.matching.entrypoints.register_pages.typed import AwayForm, ExtraTimeForm
from shared.identity.member import Member, day_in_china
from shared.identity.opening import Identity
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

_KEPT = Words("已保存", "Saved")
_GONE = Words("已去掉", "Removed")


class OwnSpecialDays:
    """What is sent about single days of the member who visits."""

    def __init__(self, identity: Identity) -> None:
        """Bind the register."""
        self.identity = identity

    def shown_of(self, member: Member) -> dict[str, object]:
        """Return what the page shows of a member's single days."""
        today, special = day_in_china(self.identity.clock.now()), special_days_to_come(self.identity, member)
        return {
            "absences": special.absences,
            "extra_times": [
                {"on": each.on, "starts": clock_of(each.from_minute), "ends": clock_of(each.to_minute)}
                for each in special.extra_times
            ],
            "today": today,
            "farthest": today + FARTHEST,
        }

    def add_away(self, visit: Visit[AwayForm]) -> Shown:
        """Add days away; without a last day it is one day."""
        form = visit.body
        asked = StatedAbsence(first_on=form.first_on, last_on=form.last_on or form.first_on)
        add_absence(self.identity, visit.actor, asked)
        return visit.go("/me/availability", _KEPT)

    def remove_away(self, visit: Visit[AwayForm]) -> Shown:
        """Take days away out."""
        form = visit.body
        gone = StatedAbsence(first_on=form.first_on, last_on=form.last_on or form.first_on)
        remove_special_days(self.identity, visit.actor, SetSpecialDays(absences=(gone,)))
        return visit.go("/me/availability", _GONE)

    def add_extra(self, visit: Visit[ExtraTimeForm]) -> Shown:
        """Add a time besides the week."""
        asked = _extra(visit.body)
        if asked.to_minute <= asked.from_minute:
            raise one_fault(
                "extra_ends",
                "ends-before-begin",
                "结束时间应晚于开始时间",
                "The end must be after the beginning",
            )
        add_extra_time(self.identity, visit.actor, asked)
        return visit.go("/me/availability", _KEPT)

    def remove_extra(self, visit: Visit[ExtraTimeForm]) -> Shown:
        """Take a time besides the week out."""
        gone = SetSpecialDays(extra_times=(_extra(visit.body),))
        remove_special_days(self.identity, visit.actor, gone)
        return visit.go("/me/availability", _GONE)


def _extra(form: ExtraTimeForm) -> StatedExtraTime:
    return StatedExtraTime(
        on=form.on, from_minute=minute_of(form.extra_starts), to_minute=minute_of(form.extra_ends)
    )


def add_special_day_pages(
    pages: Pages, page: OwnSpecialDays, again: Callable[[Visit[object]], Shown]
) -> None:
    """Take what is sent about single days; ``again`` shows the page it was sent from."""
    away, extra = "/me/availability/away", "/me/availability/extra"
    pages.post(away, may=SIGNED_IN, takes=AwayForm, again=again)(page.add_away)
    pages.post(f"{away}/remove", may=SIGNED_IN, takes=AwayForm, again=again)(page.remove_away)
    pages.post(extra, may=SIGNED_IN, takes=ExtraTimeForm, again=again)(page.add_extra)
    pages.post(f"{extra}/remove", may=SIGNED_IN, takes=ExtraTimeForm, again=again)(page.remove_extra)
