"""Giving credits to a person or to the pool, and undoing it: asked of the ledger once, as the community's rules allow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.ledger.application.asking import Outcome, ask, outcome_of
from services.ledger.application.context import Ledger
from services.ledger.application.rules import pack_in_force
from services.ledger.domain.accounts import AccountKind, Unit, book_of, kind_of, member_account, member_of
from services.ledger.domain.commands import Command
from services.ledger.domain.filtering import Direction, EntryFilter
from services.ledger.domain.giving import (
    AGAINST_RULES,
    GiftState,
    NoSuchReceiver,
    NothingToReturn,
    TooLateToReturn,
    ToOneself,
    given_step,
    may_return,
    one_receiver,
    relation_of,
    sides_of,
)
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.lines import Answer
from shared.events.fields import CommunityCode, Id, SignedMinutes, Text
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.kernel.clock import CHINA
from shared.kernel.errors import NotFound
from shared.kernel.ids import derived_id
from shared.packs.spending import DonationTo, Unfit
from shared.storage.paging import Page

PhoneTyped = Annotated[str, Text(most=30)]
NameTyped = Annotated[str, Text(most=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCredits:
    """Give credits of one book to a person: a relative on record, or somebody found by phone and name together.

    Attributes:
        community_code: Whose book; the receiver gets an account in it.
        receiver_id: A relative on record; left out, phone and name say who.
        phone: The receiver signs in with it.
        name: Their full name.
    """

    community_code: CommunityCode
    minutes: SignedMinutes
    receiver_id: Id | None = None
    phone: PhoneTyped = ""
    name: NameTyped = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DonateCredits:
    """Give credits of one book to the community's pool."""

    community_code: CommunityCode
    minutes: SignedMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A gift or donation with what became of it.

    Attributes:
        outcome: The command, and its answer once there is one.
        back: The command that undid it, if one did.
    """

    outcome: Outcome
    back: Outcome | None = None

    @property
    def step(self) -> Step:
        """Return the step that gives."""
        step = given_step(self.outcome.command.instruction)
        assert step is not None, "only what gives is kept here"
        return step

    @property
    def state(self) -> GiftState:
        """Return where it stands."""
        answer, back = self.outcome.answer, self.back
        if answer is None:
            return GiftState.PENDING
        if answer.refused:
            return GiftState.REFUSED
        if back is None or back.answer is None or back.answer.refused:
            return GiftState.DONE
        by_giver = back.command.instruction.asked_by == member_of(self.step.account)
        return GiftState.TAKEN_BACK if by_giver else GiftState.SENT_BACK


def give(ledger: Ledger, actor: Actor, asked: GiveCredits, gift_id: str) -> Outcome:
    """Return the gift, asked of the ledger; asked again under the same id it is asked once.

    Raises:
        BadInput: If it names nobody, or somebody in two ways.
        NoSuchReceiver: If there is no such person to give to.
        ToOneself: If it is the actor.
        AgainstTheRules: If the community's rules do not allow it.
    """
    receiver = receiver_of(ledger, actor, asked)
    account = member_account(asked.community_code, actor.member_id)
    other = member_account(asked.community_code, receiver.id)
    check_can_give(ledger, account, other, asked.minutes)
    steps = (
        Step(verb=Verb.OPEN, account=other),
        Step(verb=Verb.GIFT, account=account, other=other, minutes=asked.minutes),
    )
    return ask(ledger, _instruction(actor, gift_id, asked.community_code, *steps))


def donate(ledger: Ledger, actor: Actor, asked: DonateCredits, donation_id: str) -> Outcome:
    """Return the donation, asked of the ledger; asked again under the same id it is asked once.

    Raises:
        AgainstTheRules: If the community's rules do not allow it.
    """
    check_can_donate(ledger, asked.community_code)
    account = member_account(asked.community_code, actor.member_id)
    step = Step(verb=Verb.DONATE, account=account, minutes=asked.minutes)
    return ask(ledger, _instruction(actor, donation_id, asked.community_code, step))


def _instruction(actor: Actor, id_: str, community_code: str, *steps: Step) -> Instruction:
    return Instruction(
        instruction_id=id_, community_code=community_code, steps=steps, asked_by=actor.member_id
    )


def receiver_of(ledger: Ledger, actor: Actor, asked: GiveCredits) -> Person:
    """Return who is meant to receive; raises as :func:`give`."""
    if (asked.receiver_id is None) is not bool(asked.phone and asked.name):
        raise one_receiver()
    if asked.receiver_id == actor.member_id:
        raise ToOneself
    found = _relative(ledger, actor, asked) if asked.receiver_id else _named(ledger, asked)
    if found is None or found.status is not MemberStatus.ACTIVE or found.joined_to:
        raise NoSuchReceiver
    if found.id == actor.member_id:
        raise ToOneself
    return found


def _relative(ledger: Ledger, actor: Actor, asked: GiveCredits) -> Person | None:
    known = ledger.identity.relatives.kin_of(actor.member_id, str(asked.receiver_id))
    return ledger.identity.people.find(str(asked.receiver_id)) if known else None


def _named(ledger: Ledger, asked: GiveCredits) -> Person | None:
    reached = [each for each in ledger.identity.people.with_phone(asked.phone) if each.has_account]
    return next((each for each in reached if each.name == asked.name), None)


def check_can_give(ledger: Ledger, account: str, other: str, minutes: int) -> None:
    """Pass if the rules of the book let a member give these minutes to another.

    Raises:
        AgainstTheRules: If not.
    """
    giver, receiver = member_of(account), member_of(other)
    if giver is None or receiver is None or giver == receiver:
        return
    rules = pack_in_force(ledger, book_of(account)).gifts
    relation = relation_of(ledger.identity.relatives.kin_of(giver, receiver))
    given = _given_this_year(ledger, account) if rules.most_hours_a_year else 0
    if unfit := rules.why_not(relation, minutes, given):
        raise AGAINST_RULES[unfit]


def _given_this_year(ledger: Ledger, account: str) -> int:
    now = ledger.clock.now().astimezone(CHINA)
    counted = EntryFilter(
        unit=Unit.CREDIT,
        community_code=book_of(account),
        kind=Verb.GIFT.value,
        direction=Direction.OUT,
        since=datetime(now.year, 1, 1, tzinfo=CHINA),
    )
    entries = ledger.projections.entries_of(str(member_of(account)))
    return -sum(each.minutes for each in entries if counted.admits(each))


def check_can_donate(ledger: Ledger, community_code: str) -> None:
    """Pass if the rules of a book let its members donate to the pool.

    Raises:
        AgainstTheRules: If not.
    """
    if not pack_in_force(ledger, community_code).donations.may(DonationTo.POOL):
        raise AGAINST_RULES[Unfit.FORBIDDEN]


def check_own_move(ledger: Ledger, actor: Actor, account: str, other: str | None, minutes: int) -> None:
    """Pass if a member may move what is theirs there by any verb: to a member as a gift, to the pool as a donation.

    Raises:
        AgainstTheRules: If not.
    """
    if member_of(account) != actor.member_id:
        return
    if other is None or kind_of(other) is AccountKind.POOL:
        check_can_donate(ledger, book_of(account))
    elif kind_of(other) is AccountKind.MEMBER:
        check_can_give(ledger, account, other, minutes)


def back_id(gift_id: str) -> str:
    """Return the id of the one instruction that undoes a gift."""
    return derived_id("gift-back", gift_id)


def give_back(ledger: Ledger, actor: Actor, gift_id: str) -> Outcome:
    """Return what undoes a gift or donation: taken back by the giver, or sent back by the receiver; again, it is asked once.

    Raises:
        NotFound: If the actor is no side of it.
        NothingToReturn: If it never arrived, or was undone by the other side.
        TooLateToReturn: If the time for it is over.
    """
    given = own_gift(ledger, actor, gift_id)
    if given.back is not None and given.back.command.instruction.asked_by == actor.member_id:
        return outcome_of(ledger, given.back.command)
    answer = given.outcome.answer
    if answer is None or given.back is not None or given.state is not GiftState.DONE:
        raise NothingToReturn
    if may_return(given.step, actor.member_id, given_at=answer.logged_at, now=ledger.clock.now()) is None:
        raise TooLateToReturn
    step = Step(verb=Verb.REVERSE, about=_transfer_of(answer))
    return ask(ledger, _instruction(actor, back_id(gift_id), answer.community_code, step))


def _transfer_of(answer: Answer) -> str:
    return next(each.transfer_id for each in answer.moved if each.verb in {"GIFT", "DONATE"})


def own_gift(ledger: Ledger, actor: Actor, gift_id: str) -> Given:
    """Return a gift or donation the actor is a side of.

    Raises:
        NotFound: To everyone else.
    """
    command = ledger.commands.get(gift_id)
    if actor.member_id not in sides_of(command.instruction):
        raise NotFound(kind="Gift", id=gift_id)
    return _together(ledger, (command,))[0]


def own_gifts(ledger: Ledger, actor: Actor, *, limit: int = 50, after: str | None = None) -> Page[Given]:
    """Return a page of what the actor gave and was given, newest first, each with what became of it."""
    page = ledger.commands.page({"gives": actor.member_id}, limit=limit, after=after)
    return Page(items=_together(ledger, page.items), next=page.next)


def _together(ledger: Ledger, commands: tuple[Command, ...]) -> tuple[Given, ...]:
    if not commands:
        return ()
    backs = {each.id: each for each in ledger.commands.get_many(back_id(each.id) for each in commands)}
    answers = ledger.projections.answers_of([*(each.id for each in commands), *backs])
    made = []
    for each in commands:
        back = backs.get(back_id(each.id))
        made.append(
            Given(
                outcome=Outcome(command=each, answer=answers.get(each.id)),
                back=Outcome(command=back, answer=answers.get(back.id)) if back else None,
            )
        )
    return tuple(made)


def can_return(ledger: Ledger, actor: Actor, given: Given) -> GiftState | None:
    """Return what a gift would be if the actor undid it now, or None if they may not."""
    answer = given.outcome.answer
    if answer is None or given.back is not None or given.state is not GiftState.DONE:
        return None
    return may_return(given.step, actor.member_id, given_at=answer.logged_at, now=ledger.clock.now())
