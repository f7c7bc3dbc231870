"""The page of a book for those who keep it: what it holds, and corrections, which one asks for and another approves."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated

from services.ledger.application.asking import Outcome, approve, ask, corrections, decline
from services.ledger.application.books import book_totals
from services.ledger.application.context import Ledger
from services.ledger.application.movers import check_can_keep_book
from services.ledger.application.refusing import check_answer, sequence_of
from services.ledger.domain.accounts import Unit, member_account, member_of
from services.ledger.domain.commands import CommandState
from services.ledger.domain.refusals import SENTENCES, Reason
from services.ledger.entrypoints.account_words import IN_BOOK
from services.ledger.entrypoints.audit_pages import STATES
from services.ledger.entrypoints.command_schemas import AskCorrection, CorrectionReason, state_of
from services.ledger.entrypoints.commands_api import correction
from shared.events.fields import Text, Whole
from shared.identity.actor import Actor
from shared.identity.communities import Community
from shared.identity.people import Person
from shared.identity.permissions import Permission, grants_with
from shared.kernel.errors import BadInput, FieldFault
from shared.kernel.words import Words
from shared.web.api import Nothing
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 20
HOUR = 60
_KEEP = Permission.KEEP_BOOK
Book = Annotated[str, Text(most=12, pattern=r"[0-9]*")]


class Way(Enum):
    """Whether a correction adds or takes away."""

    ADD = "ADD"
    TAKE = "TAKE"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuery:
    """Which book, and which of its corrections: ``waiting`` or all."""

    community: Book = ""
    show: Annotated[str, Text(most=10, pattern=r"[a-z]*")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionForm:
    """A correction as it is typed.

    Attributes:
        who: Volunteer number or phone of the member.
    """

    community: Book = ""
    who: Annotated[str, Text(least=1, most=40)]
    unit: Unit
    way: Way
    hours: Annotated[int, Whole(least=0, most=16_000, unit=(" 小时", "hours"))] = 0
    minutes: Annotated[int, Whole(least=0, most=59, unit=(" 分钟", "minutes"))] = 0
    reason: CorrectionReason


class BookDesk:
    """The desk of those who keep a book."""

    def __init__(self, ledger: Ledger) -> None:
        """Bind the ledger."""
        self.ledger = ledger

    def show(self, visit: Visit[object]) -> Shown:
        """Show the book, its corrections and the form of a new one."""
        community = self._community(visit.actor, str(visit.values.get("community", "")))
        waiting = visit.values.get("show") == "waiting"
        state = CommandState.AWAITING if waiting else None
        page = corrections(self.ledger, community.code, state=state, limit=ON_A_PAGE, after=visit.after)
        here = f"/desk/book?community={community.code}"
        totals = book_totals(self.ledger, community.code)
        return visit.show(
            "ledger/book_desk.html",
            community=community,
            here=here,
            waiting=waiting,
            kinds=[(IN_BOOK[each.kind], each) for each in totals.kinds if each.accounts],
            sum_minutes=totals.sum_minutes,
            rows=self._rows(visit.actor, page.items),
            reasons=[(each.value, each.words.say(visit.language)) for each in CorrectionReason],
            next=f"{here}&show={'waiting' if waiting else ''}&after={page.next}" if page.next else None,
        )

    def _rows(self, actor: Actor, found: tuple[Outcome, ...]) -> list[dict[str, object]]:
        people = {each.command.instruction.asked_by for each in found}
        people |= {each.command.decided_by or "" for each in found}
        people |= {_corrected(each) for each in found}
        names = self.ledger.identity.people.names(people - {""}) if found else {}
        return [_row(actor, each, names) for each in found]

    def ask(self, visit: Visit[CorrectionForm]) -> Shown:
        """Ask for a correction; a colleague approves it."""
        form = visit.body
        community = self._community(visit.actor, form.community)
        check_can_keep_book(visit.actor, community.code)
        minutes = form.hours * HOUR + form.minutes
        if minutes == 0:
            raise _fault("hours", "missing", "请填写时间", "Please say how much time")
        body = AskCorrection(
            account=member_account(community.code, self._meant(form.who).id),
            unit=form.unit,
            minutes=minutes if form.way is Way.ADD else -minutes,
            reason=form.reason,
        )
        ask(self.ledger, correction(body, visit.new_id(), visit.actor.member_id), waits_for_second=True)
        said = Words("已提交，请另一位工作人员批准", "Sent; a colleague has to approve it")
        return visit.go(f"/desk/book?community={community.code}&show=waiting", said)

    def approve(self, visit: Visit[Nothing]) -> Shown:
        """Approve what a colleague asked for."""
        by, at, where = self._decider(visit)
        outcome = approve(self.ledger, visit.path["id"], by=by, at=at)
        if outcome.answer is not None:
            check_answer(outcome.answer)
        return visit.go(where, Words("已批准，正在记账", "Approved; it is being posted"))

    def decline(self, visit: Visit[Nothing]) -> Shown:
        """Decline what a colleague asked for."""
        by, at, where = self._decider(visit)
        decline(self.ledger, visit.path["id"], by=by, at=at)
        return visit.go(where, Words("已退回，账本没有变动", "Declined; the ledger is as it was"))

    def _decider(self, visit: Visit[Nothing]) -> tuple[str, datetime, str]:
        command = self.ledger.commands.get(visit.path["id"])
        check_can_keep_book(visit.actor, command.community_code)
        where = f"/desk/book?community={command.community_code}"
        return visit.actor.member_id, self.ledger.clock.now(), where

    def _meant(self, typed: str) -> Person:
        people = self.ledger.identity.people
        by_number = people.with_numbers((typed,)).get(typed.upper())
        reached = [by_number] if by_number else people.with_phone(typed)
        if len(reached) != 1:
            raise _fault(
                "who",
                "no-one-person",
                f"找到 {len(reached)} 个人，请填写志愿者编号",
                f"{len(reached)} people found; please give the volunteer number",
            )
        return reached[0]

    def _community(self, actor: Actor, code: str) -> Community:
        """Return the community asked for, one's own, or the first one keeps the book of."""
        communities = self.ledger.identity.communities
        if code:
            check_can_keep_book(actor, code)
            return communities.get(code)
        if actor.may(_KEEP, actor.community_code):
            return communities.get(actor.community_code)
        scope = grants_with(actor.grants, _KEEP)[0].scope.code
        return communities.search(district=scope[:12] or None, limit=1)[0]


def _corrected(outcome: Outcome) -> str:
    return member_of(outcome.command.instruction.steps[0].account) or ""


def _row(actor: Actor, outcome: Outcome, names: dict[str, str]) -> dict[str, object]:
    command, answer = outcome.command, outcome.answer
    asked, step, state = command.instruction, command.instruction.steps[0], state_of(outcome)
    return {
        "id": command.id,
        "who": names.get(_corrected(outcome), step.account),
        "unit": step.unit.value,
        "minutes": step.minutes,
        "state": state,
        "state_words": STATES[state],
        "reason": CorrectionReason(asked.reason).words,
        "asked_by": names.get(asked.asked_by, "–"),
        "asked_at": command.created_at,
        "decided_by": names.get(command.decided_by or "", ""),
        "decided_at": command.decided_at,
        "sequence": sequence_of(answer.shard, answer.seq) if answer else "",
        "refused": SENTENCES[Reason(answer.refused)] if answer and answer.refused else None,
        "can_decide": state == "AWAITING" and asked.asked_by != actor.member_id,
    }


def _fault(field: str, code: str, zh: str, en: str) -> BadInput:
    return BadInput(faults=(FieldFault(field=field, code=code, zh=zh, en=en),))


def book_pages(ledger: Ledger) -> Pages:
    """Return the page of a book and what is sent from it."""
    pages, desk = Pages("ledger"), BookDesk(ledger)
    pages.get("/desk/book", may=_KEEP, query=BookQuery)(desk.show)
    pages.post("/desk/book", may=_KEEP, takes=CorrectionForm, again=desk.show)(desk.ask)
    pages.post("/desk/book/<id>/approve", may=_KEEP)(desk.approve)
    pages.post("/desk/book/<id>/decline", may=_KEEP)(desk.decline)
    return pages
