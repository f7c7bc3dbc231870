"""Gifts and donations over HTTP: each asked of the ledger once, within the rules of the community."""

from dataclasses import dataclass

from services.ledger.application.asking import Outcome
from services.ledger.application.context import Ledger
from services.ledger.application.giving import (
    DonateCredits,
    GiveCredits,
    Given,
    can_return,
    donate,
    give,
    give_back,
    own_gift,
    own_gifts,
)
from services.ledger.application.refusing import check_answer
from services.ledger.domain.accounts import member_of
from services.ledger.domain.giving import GiftState
from services.ledger.entrypoints.command_schemas import CommandView
from services.ledger.entrypoints.commands_api import CREATED, answer_to
from shared.events.fields import CommunityCode, Moment, SignedMinutes
from shared.identity.actor import Actor
from shared.kernel.words import Words
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Answer, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftView:
    """A gift or donation as one of its sides sees it.

    Attributes:
        verb: ``GIFT`` or ``DONATE``.
        receiver_id: None for a donation.
        can_return: What it would be if the reader undid it now: ``TAKEN_BACK`` or ``SENT_BACK``; None if that is over.
    """

    id: str
    verb: str
    community_code: CommunityCode
    giver_id: str
    receiver_id: str | None
    minutes: SignedMinutes
    state: GiftState
    state_name: Words
    can_return: GiftState | None
    asked_at: Moment


def giving_api(ledger: Ledger) -> Api:
    """Return the routes over gifts and donations."""
    api = Api("ledger")
    _asked(api, ledger)
    _own(api, ledger)

    return api


def _asked(api: Api, ledger: Ledger) -> None:
    @api.post(
        "/gifts",
        takes=GiveCredits,
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Give credits to a relative on record, or to somebody by phone and name, as the rules allow",
    )
    def given(call: Call[GiveCredits]) -> Answer:
        return answer_to(give(ledger, call.actor, call.body, call.new_id()))

    @api.post(
        "/donations",
        takes=DonateCredits,
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Give credits to the community's pool",
    )
    def donated(call: Call[DonateCredits]) -> Answer:
        return answer_to(donate(ledger, call.actor, call.body, call.new_id()))

    @api.post(
        "/gifts/<id>/back",
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Take a gift or donation back within 30 minutes, or send a gift back within 7 days",
    )
    def back(call: Call[Nothing]) -> Answer:
        return answer_to(give_back(ledger, call.actor, call.path["id"]))


def _own(api: Api, ledger: Ledger) -> None:
    @api.get(
        "/gifts",
        gives=GiftView,
        paged=True,
        may=SIGNED_IN,
        says="What I gave, donated and was given, newest first",
    )
    def listed(call: Call[Nothing]) -> Page[GiftView]:
        page = own_gifts(ledger, call.actor, limit=call.limit, after=call.after)
        return Page(items=tuple(gift_view(ledger, call.actor, each) for each in page.items), next=page.next)

    @api.get("/gifts/<id>", gives=GiftView, may=SIGNED_IN, says="One gift or donation I am a side of")
    def shown(call: Call[Nothing]) -> GiftView:
        return gift_view(ledger, call.actor, own_gift(ledger, call.actor, call.path["id"]))


def gift_view(ledger: Ledger, actor: Actor, given: Given) -> GiftView:
    """Return a gift as one of its sides sees it."""
    command, step = given.outcome.command, given.step
    return GiftView(
        id=command.id,
        verb=step.verb.value,
        community_code=command.community_code,
        giver_id=str(member_of(step.account)),
        receiver_id=member_of(step.other) if step.other else None,
        minutes=step.minutes,
        state=given.state,
        state_name=given.state.words,
        can_return=can_return(ledger, actor, given),
        asked_at=command.created_at,
    )


def check_posted(outcome: Outcome) -> bool:
    """Tell whether the ledger has answered.

    Raises:
        RuleBroken: If it refused.
    """
    if outcome.answer is not None:
        check_answer(outcome.answer)
    return outcome.answer is not None
