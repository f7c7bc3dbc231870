"""How needs, proposals, assignments and offers are shown: to whom, how much."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.matching.application.can import assignment_can, need_can
from services.matching.application.context import Matching
from services.matching.application.giving.showing import givers_of, gives_to, part_views
from services.matching.application.views import (
    AssignmentView,
    MarkView,
    NeedView,
    OfferView,
    PointView,
    ProposalView,
    ReasonView,
    ServiceKindView,
)
from services.matching.domain.assignment import Assignment, AssignmentState, Mark
from services.matching.domain.giving.stock import left_of
from services.matching.domain.kind_shapes import ServiceKind
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind
from services.matching.domain.proposal import Proposal
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.people import Contact, Person
from shared.identity.permissions import Permission
from shared.kernel.geography import Point, distance_metres, walking_minutes
from shared.kernel.words import Words

AWAITING = {
    "check-in": AssignmentState.ACCEPTED,
    "check-out": AssignmentState.CHECKED_IN,
    "confirmation": AssignmentState.CHECKED_OUT,
}
"""What an assignment waits for, and the state that says so."""
_AWAITS = {state: awaiting for awaiting, state in AWAITING.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks, with what is known of those who are shown; read once for a whole list.

    Attributes:
        persons: Residents and helpers shown, and the reader, by id.
        represented: Residents the reader is a delegate of.
        contact: The resident's, where one thing is shown and the reader may see it.
    """

    actor: Actor
    persons: dict[str, Person]
    represented: frozenset[str]
    contact: Contact | None = None

    @property
    def home(self) -> Point | None:
        """Return where the reader lives."""
        person = self.persons.get(self.actor.member_id)
        return person.point if person else None

    def is_staff_of(self, community_code: str) -> bool:
        """Tell whether the reader works at the desk of a community."""
        return self.actor.may(Permission.SEE_DESK, community_code)

    def is_party_of(self, resident_id: str, posted_by: str) -> bool:
        """Tell whether the reader is the receiving side, or posted it."""
        return self.actor.member_id in (resident_id, posted_by) or resident_id in self.represented

    def manages(self, need: Need) -> bool:
        """Tell whether the reader may change a need: a party to it, or staff who review there."""
        return self.is_party_of(need.resident_id, need.posted_by) or self.actor.may(
            Permission.REVIEW_NEED, need.community_code
        )

    def name_of(self, member_id: str) -> str:
        """Return a full name, or a dash."""
        return self.persons[member_id].name if member_id in self.persons else "–"


def reader_of(m: Matching, actor: Actor, member_ids: Iterable[str], contact: Contact | None = None) -> Reader:
    """Return the reader with the persons named, in one store call."""
    persons = m.people.get_many({actor.member_id, *member_ids})
    represented = frozenset(
        each.id
        for each in persons.values()
        if any(delegate.member_id == actor.member_id for delegate in each.delegates)
    )
    return Reader(actor=actor, persons=persons, represented=represented, contact=contact)


def sees_inside(reader: Reader, need: Need) -> bool:
    """Tell whether the reader may see for whom a need is, and where."""
    return (
        reader.is_party_of(need.resident_id, need.posted_by)
        or (not need.is_closed and need.place_of(reader.actor.member_id) is not None)
        or gives_to(reader.actor, need)
        or reader.is_staff_of(need.community_code)
    )


def need_view(m: Matching, reader: Reader, need: Need) -> NeedView:
    """Return a need as the reader sees it."""
    kind, inside = kind_of(need.service_kind), sees_inside(reader, need)
    party = reader.is_party_of(need.resident_id, need.posted_by) or reader.is_staff_of(need.community_code)
    metres = distance_metres(reader.home, need.point) if reader.home and need.point else None
    mine = need.place_of(reader.actor.member_id)
    return NeedView(
        id=need.id,
        community_code=need.community_code,
        community_name=_community_name(m, need.community_code),
        state=need.state,
        service_kind=need.service_kind,
        service_name=kind.name,
        title=need.title,
        details=need.details,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        expected_minutes=need.expected_minutes,
        helpers_wanted=need.helpers_wanted,
        places_left=need.places_left,
        posted_as=need.posted_as,
        recorded_as=need.recorded_as,
        certificate_needed=need.certificate_needed,
        safety=kind.safety,
        distance_metres=metres,
        walking_minutes=None if metres is None else walking_minutes(metres),
        point=_point_view(need.point) if inside else None,
        address=_address(reader, need) if inside else None,
        resident_id=need.resident_id if inside else None,
        resident_name=reader.name_of(need.resident_id) if inside else None,
        resident_phone=reader.contact.phone if inside and reader.contact else None,
        posted_by=need.posted_by if inside else None,
        my_assignment_id=mine.assignment_id if mine else None,
        helper_ids=tuple(place.member_id for place in need.places) if party else (),
        reason=(need.reason or None) if party else None,
        created_at=need.created_at,
        parts=part_views(m, reader, need),
        redemption_id=need.redemption_id if party else None,
        can=need_can(m, reader.actor, need, manages=reader.manages(need)),
    )


def _address(reader: Reader, need: Need) -> str:
    return need.address or (reader.contact.address if reader.contact else "")


def _community_name(m: Matching, code: str) -> str:
    community = m.communities.find(code)
    return community.name if community else code


def _point_view(point: Point | None) -> PointView | None:
    return PointView(longitude=point.longitude, latitude=point.latitude) if point else None


def proposal_view(m: Matching, reader: Reader, proposal: Proposal, need: Need) -> ProposalView:
    """Return a proposal with its need as the reader sees it."""
    return ProposalView(
        id=proposal.id,
        need_id=need.id,
        member_id=proposal.member_id,
        state=proposal.state,
        score=proposal.score,
        reasons=tuple(
            ReasonView(code=each.code, says=Words(each.zh, each.en), value=each.value, unit=each.unit)
            for each in proposal.reasons
        ),
        at=proposal.at,
        need=need_view(m, reader, need),
    )


def assignment_view(m: Matching, reader: Reader, assignment: Assignment, need: Need | None) -> AssignmentView:
    """Return an assignment as the reader, one of its sides or staff, sees it."""
    kind, confirmation, rating = kind_of(assignment.service_kind), assignment.confirmation, assignment.rating
    return AssignmentView(
        id=assignment.id,
        need_id=assignment.need_id,
        community_code=assignment.community_code,
        community_name=_community_name(m, assignment.community_code),
        state=assignment.state,
        awaiting=_AWAITS.get(assignment.state, ""),
        service_kind=assignment.service_kind,
        service_name=kind.name,
        title=need.title if need else "",
        safety=kind.safety,
        starts_at=assignment.starts_at,
        ends_at=assignment.ends_at,
        expected_minutes=assignment.expected_minutes,
        recorded_as=assignment.recorded_as,
        member_id=assignment.member_id,
        member_name=_helper_name(reader, assignment),
        volunteer_number=_number_of(reader, assignment.member_id),
        resident_id=assignment.resident_id,
        resident_name=reader.name_of(assignment.resident_id),
        resident_phone=reader.contact.phone if reader.contact else None,
        address=_address(reader, need) if need else None,
        check_in=_mark_view(assignment.check_in),
        check_out=_mark_view(assignment.check_out),
        late=assignment.is_late,
        for_staff=assignment.is_for_staff,
        minutes=confirmation.minutes if confirmation else None,
        confirmed_as=confirmation.as_role if confirmation else None,
        confirmation_reason=(confirmation.reason or None) if confirmation else None,
        grade=rating.grade if rating else None,
        rating_words=(rating.words or None) if rating else None,
        reason=assignment.reason or None,
        accepted_at=assignment.accepted_at,
        can=assignment_can(m, reader.actor, assignment, reader.represented),
    )


def _helper_name(reader: Reader, assignment: Assignment) -> str:
    helper = reader.persons.get(assignment.member_id)
    if helper is None:
        return "–"
    knows = reader.actor.member_id == helper.id or reader.is_staff_of(assignment.community_code)
    return helper.name if knows else helper.shown_name


def _number_of(reader: Reader, member_id: str) -> str | None:
    person = reader.persons.get(member_id)
    return person.volunteer_number if person else None


def _mark_view(mark: Mark | None) -> MarkView | None:
    if mark is None:
        return None
    return MarkView(at=mark.at, told_at=mark.told_at, late=mark.late, distance_metres=mark.distance_metres)


def offer_view(offer: Offer) -> OfferView:
    """Return an offer as its owner, and staff, see it."""
    return OfferView(
        id=offer.id,
        member_id=offer.member_id,
        community_code=offer.community_code,
        kind=offer.kind,
        service_kinds=offer.service_kinds,
        radius_metres=offer.radius_metres,
        point=_point_view(offer.point),
        state=offer.state,
        note=offer.note,
        created_at=offer.created_at,
        changed_at=offer.changed_at,
        party_id=offer.party_id,
        party_name=offer.party_name or None,
        goods=offer.goods,
        funds=offer.funds,
        venue=offer.venue,
        left=None if offer.kind is OfferKind.SERVICE else left_of(offer),
    )


def service_kind_view(kind: ServiceKind) -> ServiceKindView:
    """Return a kind of service with its gates and limits."""
    return ServiceKindView(
        number=kind.number,
        code=kind.code,
        name=kind.name,
        minutes=kind.minutes,
        enters_home=kind.enters_home,
        low_risk=kind.low_risk,
        minors=kind.minors,
        least_age=kind.least_age,
        confirmed_by=kind.confirmed_by,
        recorded_as=kind.recorded_as,
        certificate_gate=kind.certificate.gate,
        certificates=kind.certificate.any_of,
        certificate_says=kind.certificate.words,
        training_gate=kind.training.gate,
        training_minutes=kind.training.minutes,
        training_says=kind.training.words,
        insurance=kind.insurance,
        skills=kind.skills,
        safety=kind.safety,
    )


def parties(things: Sequence[Need | Assignment]) -> set[str]:
    """Return the members who have to be known to show these."""
    residents = {each.resident_id for each in things}
    givers = {each for thing in things if isinstance(thing, Need) for each in givers_of(thing)}
    return residents | givers | {each.member_id for each in things if isinstance(each, Assignment)}
