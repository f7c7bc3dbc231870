"""Changing what was asked: everything while nobody has said yes, afterwards only what helps whoever comes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from services.matching.application.asking import need_to_change
from services.matching.application.commands import Address, AmendNeed, Details, Helpers, Title
from services.matching.application.context import Matching
from services.matching.application.needs import amend_need
from services.matching.domain.errors import NotOpen
from services.matching.domain.need import Need, NeedState
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.asking_pages.times import (
    AGAINST_TIME,
    ClockTime,
    Day,
    Slot,
    cards,
    days_offered,
    lengths_offered,
    slot_of,
    start_said,
    times_offered,
    told_at_the_time,
)
from shared.events.fields import Minutes, Text
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendForm:
    """What is to be otherwise.

    Attributes:
        whole: Sent by the form for everything; without it only the details are meant.
    """

    whole: Annotated[str, Text(most=3)] = ""
    title: Title | None = None
    details: Details = ""
    slot: Slot = ""
    day: Day = ""
    at: ClockTime = ""
    minutes: Minutes | None = None
    helpers_wanted: Helpers | None = None
    address: Address = ""


class Amending:
    """The page of changing a need."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show the form as the need stands, or as it came back."""
        need, now = need_to_change(self.m, visit.actor, visit.path["id"]), self.m.clock.now()
        if need.is_closed:
            raise NotOpen
        return visit.show(
            "asking/edit.html",
            need=need,
            only_details=bool(need.places),
            looked_at_again=need.state is NeedState.OPEN
            and self.m.policy.reviews_residents
            and not visit.actor.may(Permission.POST_NEED_FOR_OTHERS, need.community_code),
            cards=cards(now, visit.language, also=need.starts_at),
            slot=slot_of(need.starts_at),
            days=days_offered(now, visit.language),
            times=times_offered(),
            lengths=lengths_offered(need.expected_minutes),
        )

    def keep(self, visit: Visit[AmendForm]) -> Shown:
        """Change the need, and lead back to its page."""
        need = need_to_change(self.m, visit.actor, visit.path["id"])
        command = _command(need, visit.body)
        try:
            amend_need(self.m, visit.actor, need.id, command)
        except AGAINST_TIME as refused:
            raise told_at_the_time(refused) from refused
        return visit.go(f"/needs/{need.id}", Words("已修改", "Changed"))


def _command(need: Need, form: AmendForm) -> AmendNeed:
    if not form.whole:
        return AmendNeed(details=form.details)
    if form.title is None:
        raise one_fault("title", "required", "请写明需要什么帮助", "Please say what is needed")
    minutes = form.minutes or need.expected_minutes
    kept = form.slot == slot_of(need.starts_at) and not form.day and not form.at
    starts_at = need.starts_at if kept else start_said(form)
    same_length = minutes == need.expected_minutes
    length = need.ends_at - need.starts_at if same_length else minutes * _MINUTE
    return AmendNeed(
        title=form.title,
        details=form.details,
        starts_at=starts_at,
        ends_at=starts_at + length,
        expected_minutes=minutes,
        helpers_wanted=form.helpers_wanted,
        address=form.address,
    )


def amending_pages(m: Matching) -> Pages:
    """Return the page of changing a need."""
    pages, amending = Pages("matching"), Amending(m)
    pages.get("/needs/<id>/edit", may=SIGNED_IN, query=Nothing)(amending.show)
    pages.post("/needs/<id>/edit", may=SIGNED_IN, takes=AmendForm, again=amending.show)(amending.keep)
    return pages
