"""What a form that asks for help sends, and how it becomes a need; the same for residents and at the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from services.matching.application.commands import Address, Details, Helpers, PostNeed
from services.matching.application.context import Matching
from services.matching.application.needs import post_need
from services.matching.domain.need import Need
from services.matching.domain.register.errors import one_fault
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.asking_pages.kinds import title_for
from services.matching.entrypoints.asking_pages.parts import PartsForm, parts_in
from services.matching.entrypoints.asking_pages.times import (
    AGAINST_TIME,
    ClockTime,
    Day,
    Slot,
    start_said,
    told_at_the_time,
)
from shared.events.fields import Minutes, Text
from shared.identity.actor import Actor

TitleTyped = Annotated[str, Text(most=60)]
KindTyped = Annotated[str, Text(most=40, pattern=r"[A-Za-z0-9_.-]*")]
IdTyped = Annotated[str, Text(most=120, pattern=r"[A-Za-z0-9._~:@-]*")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForm(PartsForm):
    """What is asked, for whom, and when.

    Attributes:
        resident_id: For whom; nothing is oneself.
        title: In a few words; nothing takes what the kind is called.
        slot: Day and time of the card chosen.
        day: An exact day, in place of the card's.
        at: An exact time, in place of the card's.
        minutes: How long; nothing is as long as usual for the kind.
        address: Where; nothing is the address on file.
        community_code: For a group's service that is the community's own.
    """

    resident_id: IdTyped = ""
    service_kind: KindTyped = ""
    title: TitleTyped = ""
    details: Details = ""
    slot: Slot = ""
    day: Day = ""
    at: ClockTime = ""
    minutes: Minutes | None = None
    helpers_wanted: Helpers = 1
    address: Address = ""
    community_code: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


def post_asked(m: Matching, actor: Actor, form: AskForm, need_id: str, language: str) -> Need:
    """Return the need that a form describes, posted.

    Args:
        m: Coordination.
        actor: Who sends it.
        form: What was typed.
        need_id: Id of the need; sent twice, it is one need.
        language: The form's, for a title that was left to us.

    Raises:
        BadInput: If kind or time are missing or against a rule, at the field they were chosen in.
        LinliError: If another rule says no.
    """
    kind = SERVICE_KINDS.get(form.service_kind)
    if kind is None:
        raise one_fault("service_kind", "kind-required", "请选择需要什么帮助", "Please choose what is needed")
    starts_at, minutes = start_said(form), form.minutes or kind.minutes
    try:
        return post_need(m, actor, _command(form, starts_at, minutes, language), need_id)
    except AGAINST_TIME as refused:
        raise told_at_the_time(refused) from refused


def _command(form: AskForm, starts_at: datetime, minutes: int, language: str) -> PostNeed:
    title = title_for(form.service_kind, form.title, language)
    if len(title) < 2:
        raise one_fault("title", "too-short", "请至少写两个字", "Please write two characters or more")
    return PostNeed(
        service_kind=form.service_kind,
        title=title,
        details=form.details,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        expected_minutes=minutes,
        helpers_wanted=0 if form.no_helpers else form.helpers_wanted,
        resident_id=form.resident_id or None,
        community_code=form.community_code or None,
        address=form.address,
        parts=parts_in(form),
    )
