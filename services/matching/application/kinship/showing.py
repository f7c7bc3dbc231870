"""Relatives as they are read: by each side, and by staff in a file they opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.application.kinship.ending import own_kinship
from services.matching.application.register.residents import resident_file
from shared.identity.actor import Actor
from shared.identity.kinship import ConsentManner, Kin, Kinship, KinshipState
from shared.identity.opening import Identity
from shared.kernel.words import Words
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentShown:
    """How one side agreed."""

    by_reader: bool
    manner: ConsentManner
    manner_name: Words
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KinshipView:
    """One relative, seen from one side.

    Attributes:
        relative_id: The other side.
        relative_name: Their full name, which one side has said and the other has to know to answer.
        kin: What they are to the side it is seen from.
        can: What the reader may do now: ``answer, end``.
    """

    id: str
    relative_id: str
    relative_name: str
    kin: Kin
    kin_name: Words
    state: KinshipState
    state_name: Words
    consents: tuple[ConsentShown, ...]
    can: tuple[str, ...]
    created_at: datetime


def own_relatives(
    identity: Identity, actor: Actor, *, limit: int = 50, after: str | None = None
) -> Page[KinshipView]:
    """Return a page of one's own relatives on record, and of those still being asked, newest first."""
    return _page(identity, actor, actor.member_id, limit=limit, after=after)


def relatives_on_file(
    identity: Identity, actor: Actor, member_id: str, *, limit: int = 50, after: str | None = None
) -> Page[KinshipView]:
    """Return a page of a person's relatives, to staff who record residents where they live; logged as a reading.

    Raises:
        NotFound: To everyone else.
    """
    resident_file(identity, actor, member_id)
    return _page(identity, actor, member_id, limit=limit, after=after)


def own_view(identity: Identity, actor: Actor, kinship_id: str) -> KinshipView:
    """Return one's own record.

    Raises:
        NotFound: If it is somebody else's.
    """
    return kinship_view(identity, actor, own_kinship(identity, actor, kinship_id))


def kinship_view(identity: Identity, actor: Actor, kinship: Kinship) -> KinshipView:
    """Return one record to a reader who may see it, from their side or from the first."""
    side = actor.member_id if actor.member_id in kinship.sides else kinship.member_id
    return _views(identity, actor, side, (kinship,))[0]


def _page(identity: Identity, actor: Actor, side: str, *, limit: int, after: str | None) -> Page[KinshipView]:
    page = identity.kinships.page({"sides": side}, limit=limit, after=after)
    return Page(items=_views(identity, actor, side, page.items), next=page.next)


def _views(
    identity: Identity, actor: Actor, side: str, kinships: Sequence[Kinship]
) -> tuple[KinshipView, ...]:
    others = {each.other(side) for each in kinships}
    names = identity.people.names(others) if others else {}
    return tuple(_view(actor, side, each, names) for each in kinships)


def _view(actor: Actor, side: str, kinship: Kinship, names: Mapping[str, str]) -> KinshipView:
    allowed = {
        "answer": kinship.is_live and actor.member_id in kinship.missing,
        "end": kinship.is_live,
    }
    kin = kinship.kin_to(side)
    return KinshipView(
        id=kinship.id,
        relative_id=kinship.other(side),
        relative_name=names.get(kinship.other(side), "–"),
        kin=kin,
        kin_name=kin.words,
        state=kinship.state,
        state_name=kinship.state.words,
        consents=tuple(
            ConsentShown(
                by_reader=each.member_id == side,
                manner=each.manner,
                manner_name=each.manner.words,
                at=each.at,
            )
            for each in kinship.consents
        ),
        can=tuple(each for each, may in allowed.items() if may),
        created_at=kinship.created_at,
    )
