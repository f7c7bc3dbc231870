"""Honour over HTTP: what one has of it, and what becomes of credits above the cap."""

from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.application.honour import ChooseAbove, HonourInBook, choose_above, honour_in
from services.ledger.entrypoints.command_schemas import CommandView
from services.ledger.entrypoints.commands_api import CREATED, answer_to
from shared.events.fields import CommunityCode, Count
from shared.packs.earning import Above
from shared.web.api import SIGNED_IN, Answer, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourBookView:
    """One's honour in one book; ``above`` says what becomes of credits above the cap there, ``most_minutes`` (0 is none)."""

    community_code: CommunityCode
    minutes: Count
    most_minutes: Count
    above: Above
    may_choose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourView:
    """One's honour: it buys nothing, and never becomes credits."""

    minutes: Count
    books: tuple[HonourBookView, ...]


def honour_api(ledger: Ledger) -> Api:
    """Return the routes over honour."""
    api = Api("ledger")

    @api.get("/honour", gives=HonourView, may=SIGNED_IN, says="My honour, apart from credits, by book")
    def honour(call: Call[Nothing]) -> HonourView:
        books = honour_in(ledger, call.actor.member_id, call.actor.community_code)
        return HonourView(minutes=sum(each.minutes for each in books), books=tuple(map(_view, books)))

    @api.post(
        "/honour/choices",
        takes=ChooseAbove,
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Choose what becomes of my credits above the cap, where the rules leave it to me",
    )
    def choose(call: Call[ChooseAbove]) -> Answer:
        return answer_to(choose_above(ledger, call.actor, call.body, call.new_id()))

    return api


def _view(book: HonourInBook) -> HonourBookView:
    return HonourBookView(
        community_code=book.community_code,
        minutes=book.minutes,
        most_minutes=book.most_minutes,
        above=book.above,
        may_choose=book.may_choose,
    )
