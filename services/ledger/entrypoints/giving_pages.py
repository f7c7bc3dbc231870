"""The pages of giving: to a person or to the pool, looked over once before it is done, and what was given, to be undone."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from services.ledger.application.accounts import BookLine, books_of
from services.ledger.application.context import Ledger
from services.ledger.application.giving import (
    DonateCredits,
    GiveCredits,
    NameTyped,
    PhoneTyped,
    check_can_donate,
    check_can_give,
    donate,
    give,
    give_back,
    own_gifts,
    receiver_of,
)
from services.ledger.domain.accounts import member_account
from services.ledger.entrypoints.giving_api import GiftView, check_posted, gift_view
from shared.events.fields import Text, Whole
from shared.kernel.errors import BadInput, FieldFault
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 20
HOUR = 60
_PENDING = Words("已提交，正在记账，稍后在这里看结果", "Sent; it is being posted, the result appears here")
_GIVEN = Words("已转赠；30 分钟内可以撤回", "Given; you may take it back within 30 minutes")
_DONATED = Words(
    "已捐赠，谢谢您；30 分钟内可以撤回", "Donated, thank you; you may take it back within 30 minutes"
)
Book = Annotated[str, Text(most=12, pattern=r"([0-9]{12})?")]
HoursTyped = Annotated[int, Whole(least=0, most=16_000, unit=(" 小时", "hours"))]
MinutesTyped = Annotated[int, Whole(least=0, most=59, unit=(" 分钟", "minutes"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class DonateForm:
    """How much goes to which community's pool.

    Attributes:
        sure: Sent by the page that asks once more.
    """

    community_code: Book = ""
    hours: HoursTyped = 0
    minutes: MinutesTyped = 0
    sure: Annotated[str, Text(most=5)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveForm:
    """How much goes to whom: a relative on record, or somebody by phone and name; ``sure`` as above."""

    community_code: Book = ""
    hours: HoursTyped = 0
    minutes: MinutesTyped = 0
    receiver_id: Annotated[str, Text(most=120, pattern=r"[A-Za-z0-9._~:@-]*")] = ""
    phone: PhoneTyped = ""
    name: NameTyped = ""
    sure: Annotated[str, Text(most=5)] = ""


T = TypeVar("T")


class Giving:
    """The pages of gifts and donations."""

    def __init__(self, ledger: Ledger) -> None:
        """Bind the ledger."""
        self.ledger = ledger

    def show_gift(self, visit: Visit[object]) -> Shown:
        """Show to whom one may give, and how much is free."""
        relatives = self.ledger.identity.relatives.of(visit.actor.member_id)
        names = self.ledger.identity.people.names(each.member_id for each in relatives) if relatives else {}
        choices = [
            (each.member_id, f"{names.get(each.member_id, '–')} · {each.kin.words.say(visit.language)}")
            for each in relatives
        ]
        return visit.show("ledger/give.html", relatives=choices, **self._free(visit))

    def show_donation(self, visit: Visit[object]) -> Shown:
        """Show how much is free to donate."""
        return visit.show("ledger/donate.html", **self._free(visit))

    def _free(self, visit: Visit[object]) -> dict[str, object]:
        books = [each for each in books_of(self.ledger, visit.actor.member_id) if _free_minutes(each) > 0]
        return {
            "books": [(each.community_code, self._place(each.community_code)) for each in books],
            "free": sum(_free_minutes(each) for each in books),
        }

    def give(self, visit: Visit[GiveForm]) -> Shown:
        """Ask once more, then give."""
        form = visit.body
        asked = GiveCredits(
            community_code=form.community_code or visit.actor.community_code,
            minutes=_minutes(form.hours, form.minutes),
            receiver_id=form.receiver_id or None,
            phone="" if form.receiver_id else form.phone,
            name="" if form.receiver_id else form.name,
        )
        receiver = receiver_of(self.ledger, visit.actor, asked)
        if not form.sure:
            account = member_account(asked.community_code, visit.actor.member_id)
            other = member_account(asked.community_code, receiver.id)
            check_can_give(self.ledger, account, other, asked.minutes)
            return self._once_more(visit, "/hours/give", asked.community_code, asked.minutes, receiver.name)
        posted = check_posted(give(self.ledger, visit.actor, asked, visit.new_id()))
        return visit.go("/hours/gifts", _GIVEN if posted else _PENDING)

    def donate(self, visit: Visit[DonateForm]) -> Shown:
        """Ask once more, then donate."""
        form = visit.body
        asked = DonateCredits(
            community_code=form.community_code or visit.actor.community_code,
            minutes=_minutes(form.hours, form.minutes),
        )
        if not form.sure:
            check_can_donate(self.ledger, asked.community_code)
            return self._once_more(visit, "/hours/donate", asked.community_code, asked.minutes, None)
        posted = check_posted(donate(self.ledger, visit.actor, asked, visit.new_id()))
        return visit.go("/hours/gifts", _DONATED if posted else _PENDING)

    def _once_more(self, visit: Visit[T], where: str, code: str, minutes: int, who: str | None) -> Shown:
        books = {each.community_code: each for each in books_of(self.ledger, visit.actor.member_id)}
        free = _free_minutes(books[code]) if code in books else 0
        if minutes > free:
            raise _not_enough(free)
        return visit.show(
            "ledger/give_confirm.html",
            where=where,
            who=who,
            minutes=minutes,
            left=free - minutes,
            place=self._place(code),
        )

    def gifts(self, visit: Visit[Nothing]) -> Shown:
        """Show what one gave and was given."""
        page = own_gifts(self.ledger, visit.actor, limit=ON_A_PAGE, after=visit.after)
        views = [gift_view(self.ledger, visit.actor, each) for each in page.items]
        others = {_other(each, visit.actor.member_id) for each in views} - {None}
        names = self.ledger.identity.people.names(str(each) for each in others) if others else {}
        return visit.show(
            "ledger/gifts.html",
            rows=[
                (
                    each,
                    names.get(str(_other(each, visit.actor.member_id)), ""),
                    self._place(each.community_code),
                )
                for each in views
            ],
            next=f"/hours/gifts?after={page.next}" if page.next else None,
        )

    def undo(self, visit: Visit[Nothing]) -> Shown:
        """Take back what one gave, or send back what one was given."""
        posted = check_posted(give_back(self.ledger, visit.actor, visit.path["id"]))
        return visit.go("/hours/gifts", Words("已办理", "Done") if posted else _PENDING)

    def _place(self, code: str) -> str:
        found = self.ledger.identity.communities.find(code)
        return found.full_name if found else code


def _other(gift: GiftView, member_id: str) -> str | None:
    return gift.receiver_id if gift.giver_id == member_id else gift.giver_id


def _free_minutes(book: BookLine) -> int:
    return book.credit_minutes - book.held_minutes


def _minutes(hours: int, minutes: int) -> int:
    total = hours * HOUR + minutes
    if total == 0:
        fault = FieldFault(
            field="hours", code="missing", zh="请填写要给多少时间", en="Please say how much time to give"
        )
        raise BadInput(faults=(fault,))
    return total


def _not_enough(free: int) -> BadInput:
    fault = FieldFault(
        field="hours",
        code="overdraft",
        zh=f"可用的只有 {free // HOUR} 小时 {free % HOUR} 分钟，请减少",
        en=f"Only {free // HOUR} h {free % HOUR} min are free; please choose less",
    )
    return BadInput(faults=(fault,))


def giving_pages(ledger: Ledger) -> Pages:
    """Return the pages of gifts and donations."""
    pages, giving = Pages("ledger"), Giving(ledger)
    pages.get("/hours/give", may=SIGNED_IN)(giving.show_gift)
    pages.post("/hours/give", may=SIGNED_IN, takes=GiveForm, again=giving.show_gift)(giving.give)
    pages.get("/hours/donate", may=SIGNED_IN)(giving.show_donation)
    pages.post("/hours/donate", may=SIGNED_IN, takes=DonateForm, again=giving.show_donation)(giving.donate)
    pages.get("/hours/gifts", may=SIGNED_IN)(giving.gifts)
    pages.post("/hours/gifts/<id>/back", may=SIGNED_IN)(giving.undo)
    return pages
