"""What is shown of the parts of a need and of offers that could answer them."""

from dataclasses import dataclass

from services.matching.domain.giving.kinds import Goods, GoodsCategory, HandOver, Venue
from services.matching.domain.giving.part import PartState, ReceivedAs
from services.matching.domain.offer import OfferKind
from shared.events.fields import Code, Count, Id, Moment
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part of a need as one reader sees it.

    Attributes:
        kind_name: In words.
        quantity: Units, fen, people; of funds only for those concerned.
        overdue: Whether its clock has run out before it was handed over.
        owner_name: The party's name, or 王志愿者; never a phone.
        given: What was set aside, handed over, then received.
        can: What the reader may do now: ``reserve, release, hand-over, confirm``.
    """

    id: Id
    kind: OfferKind
    kind_name: Words
    title: str
    category: GoodsCategory | None
    quantity: Count | None
    professional: bool
    starts_at: Moment | None
    ends_at: Moment | None
    due_at: Moment
    overdue: bool
    state: PartState
    state_name: Words
    owner_name: str | None
    party_id: Id | None
    offer_id: Id | None
    given: Count | None
    reserved_at: Moment | None
    handed_over_at: Moment | None
    confirmed_at: Moment | None
    confirmed_as: ReceivedAs | None
    can: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """One reason, in words and as a number with its unit."""

    code: Code
    says: Words
    value: Count
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """An offer that could answer a part.

    Attributes:
        giver: The party's name, or 王志愿者.
        title: The item, the fund's purpose or the venue's name.
        left: Units, fen or people it has left for this part.
    """

    offer_id: Id
    kind: OfferKind
    giver: str
    title: str
    left: Count
    unit: str
    hand_over: HandOver | None
    reasons: tuple[WhyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A line of an offer's account: no names, and of the need only its kind of service.

    Attributes:
        at: When it was set aside.
        given: Whether it has arrived; else it is set aside.
        quantity: Units, fen or people.
    """

    at: Moment
    given: bool
    quantity: Count
    starts_at: Moment | None
    ends_at: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """Where an offer went: what came in, what is set aside, what was given, what is left. No names.

    Attributes:
        came_in: Units or fen; for a venue its capacity.
        entries: Newest first.
    """

    offer_id: Id
    kind: OfferKind
    giver: str
    title: str
    unit: str
    came_in: Count
    set_aside: Count
    given: Count
    left: Count
    goods: Goods | None
    venue: Venue | None
    entries: tuple[EntryView, ...]
