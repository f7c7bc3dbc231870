"""Service records, one's own or for staff somebody's: the list, and each with all its lawful fields."""

from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.records.commands import (
    AnswerCorrection,
    AskRecordCorrection,
    Because,
    Phrase,
    RecordsQuery,
    WithdrawRecord,
)
from services.matching.application.records.correcting import (
    answer_correction,
    ask_correction,
    withdraw_record,
)
from services.matching.application.records.showing import record_shown, records_listed
from shared.events.fields import Id, Minutes
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
_NAMES = {
    "activity": Words("活动", "Activity"),
    "place": Words("地点", "Place"),
    "content": Words("服务内容", "What was done"),
    "minutes": Words("时长", "Time served"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseRecords:
    """Whose records; none is one's own."""

    member: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """How a record is corrected; what is left as it was is sent, too."""

    answer: Because
    activity: Phrase
    place: Phrase
    content: Phrase
    minutes: Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseForm:
    """Why a record stays as it is."""

    refused: Because


class OwnRecords:
    """What is shown of records."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show_all(self, visit: Visit[WhoseRecords]) -> Shown:
        """Show somebody's records."""
        member_id = visit.query.member
        page = records_listed(
            self.m, visit.actor, RecordsQuery(member_id=member_id), limit=ON_A_PAGE, after=visit.after
        )
        own = member_id in (None, visit.actor.member_id)
        here = "/records" if own else f"/records?member={member_id}"
        return visit.show(
            "records/list.html",
            records=page.items,
            member_id=None if own else member_id,
            who=None if own else self.m.people.get(str(member_id)).name,
            next=f"{here}{'?' if own else '&'}after={page.next}" if page.next else None,
        )

    def show(self, visit: Visit[object]) -> Shown:
        """Show one record."""
        record = record_shown(self.m, visit.actor, visit.path["id"])
        own = record.member_id == visit.actor.member_id
        return visit.show("records/record.html", record=record, can=record.can, own=own, field_names=_NAMES)

    def ask(self, visit: Visit[AskRecordCorrection]) -> Shown:
        """Ask for a correction of one's own record."""
        asked = ask_correction(self.m, visit.actor, visit.path["id"], visit.body)
        return visit.go(f"/records/{asked.id}", Words("已提交，社区会答复您", "Sent; the community answers"))

    def correct(self, visit: Visit[AnswerForm]) -> Shown:
        """Correct a record, as staff."""
        form = visit.body
        answer = AnswerCorrection(
            correct=True,
            answer=form.answer,
            activity=form.activity,
            place=form.place,
            content=form.content,
            minutes=form.minutes,
        )
        done = answer_correction(self.m, visit.actor, visit.path["id"], answer)
        return visit.go(
            f"/records/{done.id}", Words("已更正，本人会收到通知", "Corrected; the person is told")
        )

    def refuse(self, visit: Visit[RefuseForm]) -> Shown:
        """Leave a record as it is, as staff."""
        answer = AnswerCorrection(correct=False, answer=visit.body.refused)
        done = answer_correction(self.m, visit.actor, visit.path["id"], answer)
        return visit.go(
            f"/records/{done.id}", Words("已答复，本人会看到原因", "Answered; the person reads why")
        )

    def withdraw(self, visit: Visit[WithdrawRecord]) -> Shown:
        """Take a record back, as staff."""
        gone = withdraw_record(self.m, visit.actor, visit.path["id"], visit.body)
        return visit.go(f"/records/{gone.id}", Words("记录已撤销", "The record is withdrawn"))


def record_pages(m: Matching) -> Pages:
    """Return the pages of records for those whose service it is, and for staff."""
    pages, own = Pages("matching"), OwnRecords(m)
    pages.get("/records", may=SIGNED_IN, query=WhoseRecords)(own.show_all)
    pages.get("/records/<id>", may=SIGNED_IN)(own.show)
    pages.post("/records/<id>/corrections", may=SIGNED_IN, takes=AskRecordCorrection, again=own.show)(own.ask)
    pages.post("/records/<id>/correct", may=SIGNED_IN, takes=AnswerForm, again=own.show)(own.correct)
    pages.post("/records/<id>/refuse", may=SIGNED_IN, takes=RefuseForm, again=own.show)(own.refuse)
    pages.post("/records/<id>/withdraw", may=SIGNED_IN, takes=WithdrawRecord, again=own.show)(own.withdraw)
    return pages
