"""The presence screen: who signed up, who came, thirty at once, with phones and without."""

import re
from collections.abc import Mapping

from flask import Response

from services.matching.application.cards.reading import holders_of
from services.matching.application.context import Matching
from services.matching.application.projects import joining, presence
from services.matching.application.projects.commands import Arrival, Claim, LeaveShift, TellIn, TellOut
from services.matching.application.projects.queries import attendance_shown
from services.matching.domain.errors import ReasonRequired
from services.matching.domain.projects.errors import BoundElsewhere
from services.matching.domain.projects.rules import CODE_SECONDS, code_at
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.project_pages.typed import (
    CardForm,
    ClaimForm,
    InForm,
    OutForm,
    RemovalForm,
)
from shared.identity.actor import Actor
from shared.kernel.clock import CHINA
from shared.kernel.errors import BadInput, FieldFault
from shared.kernel.words import Words, plain_width
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

_NUMBER = re.compile(r"V?[0-9]{5,20}", re.IGNORECASE)
_CARD = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}", re.IGNORECASE)
_PHONE_AT_END = re.compile(r"^(.*?)[\s,，、]+(\+?[0-9][0-9 -]{5,})$")


class Presence:
    """The presence screen of one shift."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show the roster: who is awaited, who is here, who is gone."""
        seen = attendance_shown(self.m, visit.actor, visit.path["id"])
        now = self.m.clock.now().astimezone(CHINA)
        return visit.show(
            "projects/presence.html",
            seen=seen,
            shift=seen.shift,
            awaited=[each for each in seen.seats if not each.here],
            here_now=[each for each in seen.attendees if each.out_at is None],
            unknown=[each for each in seen.attendees if each.member_id is None],
            gone=[each for each in seen.attendees if each.out_at is not None],
            latest=f"{now:%Y-%m-%dT%H:%M}",
        )

    def come(self, visit: Visit[InForm]) -> Response:
        """Sign in those who are ticked, and those who are typed."""
        form = visit.body
        people = (*typed_people(form.people), *(Arrival(member_id=each) for each in form.member_id))
        if not people:
            raise one_fault("people", "nobody", "请勾选或写下到场的人", "Please tick or write down who came")
        try:
            presence.tell_in(
                self.m, visit.actor, visit.path["id"], TellIn(people=people, at=form.at, reason=form.reason)
            )
        except BadInput as refused:
            raise _at("people", refused) from refused
        except (ReasonRequired, BoundElsewhere) as missing:
            raise one_fault("reason", missing.code, missing.say("zh"), missing.say("en")) from missing
        return visit.go(_here(visit.path), Words(f"已签到 {len(people)} 人", f"{len(people)} checked in"))

    def go(self, visit: Visit[OutForm]) -> Response:
        """Sign out those who are ticked, or everyone."""
        form = visit.body
        told = TellOut(attendee_ids=form.attendee_id, at=form.out_at, reason=form.out_reason)
        try:
            presence.tell_out(self.m, visit.actor, visit.path["id"], told)
        except ReasonRequired as missing:
            raise one_fault("out_reason", missing.code, missing.zh, missing.en) from missing
        return visit.go(_here(visit.path), Words("已签退", "Checked out"))

    def card(self, visit: Visit[CardForm]) -> Response:
        """Sign in, or out, whoever holds a card."""
        card, id_ = visit.body.card, visit.path["id"]
        if visit.body.leaving:
            presence.tell_out(self.m, visit.actor, id_, TellOut(cards=(card,)))
            said = Words("已签退", "checked out")
        else:
            self._come_with_card(visit.actor, id_, card)
            said = Words("已签到", "checked in")
        holder = holders_of(self.m, (card,)).people.get(card)
        name = f"{holder.name} " if holder else ""
        return visit.go(_here(visit.path), Words(name + said.zh, name + said.en))

    def _come_with_card(self, actor: Actor, shift_id: str, card: str) -> None:
        try:
            presence.tell_in(self.m, actor, shift_id, TellIn(people=(Arrival(card=card or "-"),)))
        except BadInput as refused:
            raise _at("card", refused) from refused

    def claim(self, visit: Visit[ClaimForm]) -> Response:
        """Say which volunteer somebody is."""
        form = visit.body
        claimed = Claim(attendee_id=form.attendee_id, number=form.number, reason=form.claim_reason)
        presence.claim(self.m, visit.actor, visit.path["id"], claimed)
        return visit.go(_here(visit.path), Words("已认领", "Matched"))

    def remove(self, visit: Visit[RemovalForm]) -> Response:
        """Take somebody's place back, with a reason."""
        form = visit.body
        joining.leave_shift(
            self.m, visit.actor, visit.path["id"], LeaveShift(member_id=form.member_id, reason=form.removal)
        )
        return visit.go(
            _here(visit.path), Words("已移出名单，会通知本人", "Taken off the list; they are told")
        )

    def code(self, visit: Visit[Nothing]) -> Shown:
        """Show the code that changes; the page is fetched again by itself, with or without a script."""
        attendance_shown(self.m, visit.actor, visit.path["id"])
        shift = self.m.shifts.get(visit.path["id"])
        return visit.show(
            "projects/code.html",
            shift=shift,
            code=code_at(shift, self.m.clock.now()),
            seconds=CODE_SECONDS // 2,
        )


def _here(path: Mapping[str, str]) -> str:
    return f"/shifts/{path['id']}/presence"


def typed_people(text: str) -> tuple[Arrival, ...]:
    """Return who is written down, one on each line: a volunteer number, a card, or a name with a phone."""
    lines = (plain_width(line).strip() for line in text.splitlines())
    return tuple(_person(line) for line in lines if line)


def _person(line: str) -> Arrival:
    if _NUMBER.fullmatch(line):
        return Arrival(number=line)
    if _CARD.fullmatch(line):
        return Arrival(card=line)
    found = _PHONE_AT_END.match(line)
    name, phone = (found.group(1), found.group(2)) if found else (line, "")
    return Arrival(name=name.strip()[:40], phone=phone.strip()[:30])


def _at(field: str, refused: BadInput) -> BadInput:
    """Return the faults of single lines as faults of the field they were typed in."""
    zh = "；".join(each.zh for each in refused.faults)
    en = "; ".join(each.en for each in refused.faults)
    return BadInput(faults=(FieldFault(field=field, code=refused.faults[0].code, zh=zh, en=en),))


def presence_pages(m: Matching) -> Pages:
    """Return the presence screen and what is sent from it."""
    made, screen = Pages("matching"), Presence(m)
    made.get("/shifts/<id>/presence", may=SIGNED_IN)(screen.show)
    made.post("/shifts/<id>/presence/in", may=SIGNED_IN, takes=InForm, again=screen.show)(screen.come)
    made.post("/shifts/<id>/presence/out", may=SIGNED_IN, takes=OutForm, again=screen.show)(screen.go)
    made.post("/shifts/<id>/presence/card", may=SIGNED_IN, takes=CardForm, again=screen.show)(screen.card)
    made.post("/shifts/<id>/presence/claim", may=SIGNED_IN, takes=ClaimForm, again=screen.show)(screen.claim)
    made.post("/shifts/<id>/presence/remove", may=SIGNED_IN, takes=RemovalForm, again=screen.show)(
        screen.remove
    )
    made.get("/shifts/<id>/code", may=SIGNED_IN)(screen.code)
    return made
