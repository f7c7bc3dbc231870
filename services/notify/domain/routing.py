"""Who is told what: from each event to the people it concerns, and why the others are silent."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from services.notify.domain.amending_notices import AMENDING_ROUTES
from services.notify.domain.bonds_routing import BOND_ROUTES
from services.notify.domain.certificate_notices import CERTIFICATE_ROUTES
from services.notify.domain.credit_notices import CREDIT_ROUTES
from services.notify.domain.desk_silences import DESK_SILENT
from services.notify.domain.enrolment_routing import ENROLMENT_SILENT
from services.notify.domain.giving_routing import GIVING_ROUTES
from services.notify.domain.import_notices import IMPORT_ROUTES
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType
from services.notify.domain.party_routing import PARTY_ROUTES, PARTY_SILENT
from services.notify.domain.project_routing import PROJECT_ROUTES, PROJECT_SILENT
from services.notify.domain.redeeming_notices import REDEEMING_ROUTES, REDEEMING_SILENT
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.identity import MemberChanged, MemberRegistered, RoleGranted, RoleWithdrawn
from shared.events.ledger import Instructed, MinutesCredited, PostingRefused, RecordMinutes
from shared.events.ledger_heads import HeadsSigned
from shared.events.matching import (
    AssignmentChanged,
    ConfirmationDue,
    MemberInvited,
    NeedAccepted,
    NeedClosed,
    NeedOpened,
    NeedPlaceReleased,
    NeedPosted,
    NobodyFound,
    OfferMade,
    ProposalDeclined,
    ProposalsClosed,
    Proposed,
    ServiceRated,
)
from shared.events.notify import BroadcastChanged, NoticeKept, NoticeRead
from shared.events.service import ServiceConfirmed, ShiftConfirmed

E = TypeVar("E")

ROUTES: Final[dict[type, Callable[..., Tellings]]] = {
    **PROJECT_ROUTES,
    **GIVING_ROUTES,
    **AMENDING_ROUTES,
    **PARTY_ROUTES,
    **BOND_ROUTES,
    **CERTIFICATE_ROUTES,
    **REDEEMING_ROUTES,
    **CREDIT_ROUTES,
    **IMPORT_ROUTES,
}
"""By event, who is told; filled below."""

SILENT: Final[Mapping[type, str]] = {
    RecordMinutes: "Who asked for the correction or the agreement hears of that; the record and the account show it.",
    NeedPosted: "Who posts knows; the desk gets a signal, for a notice to each of its staff would be noise.",
    NeedOpened: "A need opens again as helpers come and go; the poster hears of the helpers instead.",
    ProposalDeclined: "A no concerns the engine alone, which asks the next; the desk gets a signal.",
    ProposalsClosed: "Who did not answer need not read of it; the card goes away by a signal.",
    OfferMade: "The one who makes an offer sees it; nobody waits for it.",
    ServiceConfirmed: "The same act is told by AssignmentChanged; this one is for the ledger.",
    ShiftConfirmed: "Each person hears of their own minutes when the ledger credits them.",
    HeadsSigned: "It concerns nobody in person; the public page of the proof shows it.",
    MemberRegistered: "The person has just signed up, or staff recorded them.",
    MemberChanged: "Changes and readings stand in the member's own pages.",
    Instructed: "A question to the ledger; its answer is what counts.",
    BroadcastChanged: "Staff are told by the act itself, and its receivers as it is sent.",
    NoticeKept: "It is what a notice says itself.",
    NoticeRead: "Reading is nobody else's business.",
    **PROJECT_SILENT,
    **PARTY_SILENT,
    **ENROLMENT_SILENT,
    **REDEEMING_SILENT,
    **DESK_SILENT,
}
"""Events that leave no notice, each with the reason."""


def routes(fact: object) -> Tellings:
    """Return who is told what by the data of an event, in order; the first telling of a member holds.

    Raises:
        KeyError: If the event is neither routed nor listed as silent.
    """
    kind = type(fact)
    return () if kind in SILENT else ROUTES[kind](fact)


def _route(kind: type[E]) -> Callable[[Callable[[E], Tellings]], Callable[[E], Tellings]]:
    def register(rule: Callable[[E], Tellings]) -> Callable[[E], Tellings]:
        ROUTES[kind] = rule
        return rule

    return register


def _need(id_: str) -> Subject:
    return Subject(type=SubjectType.NEED, id=id_)


def _proposal(id_: str) -> Subject:
    return Subject(type=SubjectType.PROPOSAL, id=id_)


def _assignment(id_: str) -> Subject:
    return Subject(type=SubjectType.ASSIGNMENT, id=id_)


def _record(id_: str) -> Subject:
    return Subject(type=SubjectType.RECORD, id=id_)


@_route(Proposed)
def _proposed(fact: Proposed) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=NoticeKind.HELP_ASKED,
            subject=_proposal(proposal_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
        )
        for member_id, proposal_id in zip(fact.member_ids, fact.proposal_ids, strict=True)
    )


@_route(MemberInvited)
def _member_invited(fact: MemberInvited) -> Tellings:
    invited = Telling(
        member_id=fact.member_id,
        kind=NoticeKind.INVITED,
        subject=_proposal(fact.proposal_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.invited_by,
    )
    return (invited,)


def _receiving_side_and_poster(
    fact: NeedAccepted | NeedPlaceReleased | NeedClosed, kind: NoticeKind, facts: Facts
) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=kind,
            subject=_need(fact.need_id),
            facts=facts,
            community_code=fact.community_code,
            delegates_too=member_id == fact.resident_id,
            done_by=facts.helper_id,
        )
        for member_id in dict.fromkeys((fact.resident_id, fact.posted_by))
    )


@_route(NeedAccepted)
def _need_accepted(fact: NeedAccepted) -> Tellings:
    return _receiving_side_and_poster(fact, NoticeKind.HELPER_FOUND, facts_of(fact, helper_id=fact.member_id))


@_route(NeedPlaceReleased)
def _need_place_released(fact: NeedPlaceReleased) -> Tellings:
    return _receiving_side_and_poster(fact, NoticeKind.HELPER_LEFT, facts_of(fact, helper_id=fact.member_id))


CLOSED_AS: Final[Mapping[str, NoticeKind]] = {
    "REFUSED": NoticeKind.NEED_REFUSED,
    "WITHDRAWN": NoticeKind.NEED_WITHDRAWN,
    "EXPIRED": NoticeKind.NEED_EXPIRED,
    "MET": NoticeKind.NEED_MET,
}
"""What a closed need is told as, by its state."""


@_route(NeedClosed)
def _need_closed(fact: NeedClosed) -> Tellings:
    kind = CLOSED_AS.get(fact.state)
    return () if kind is None else _receiving_side_and_poster(fact, kind, facts_of(fact))


@_route(NobodyFound)
def _nobody_found(fact: NobodyFound) -> Tellings:
    poster = Telling(
        member_id=fact.posted_by,
        kind=NoticeKind.NOBODY_FOUND,
        subject=_need(fact.need_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
    )
    return (poster,)


VOLUNTEER_TOLD: Final[Mapping[str, NoticeKind]] = {
    "ACCEPTED": NoticeKind.BOOKED,
    "CONFIRMED": NoticeKind.CONFIRMED,
    "CANCELLED": NoticeKind.CANCELLED,
    "NO_SHOW": NoticeKind.MARKED_ABSENT,
}
"""What the volunteer is told when somebody else brought an assignment into this state."""

RECEIVER_TOLD: Final[Mapping[str, NoticeKind]] = {
    "CHECKED_IN": NoticeKind.HELPER_ARRIVED,
    "CHECKED_OUT": NoticeKind.PLEASE_CONFIRM,
}
"""What the receiving side is told; NeedAccepted and NeedPlaceReleased tell it who comes and who does not, after all."""


@_route(AssignmentChanged)
def _assignment_changed(fact: AssignmentChanged) -> Tellings:
    volunteer, receiver = VOLUNTEER_TOLD.get(fact.state), RECEIVER_TOLD.get(fact.state)
    subject = _assignment(fact.assignment_id)
    to_volunteer = volunteer and Telling(
        member_id=fact.member_id,
        kind=volunteer,
        subject=subject,
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=fact.by,
    )
    to_receiver = receiver and Telling(
        member_id=fact.resident_id,
        kind=receiver,
        subject=subject,
        facts=facts_of(fact, helper_id=fact.member_id),
        community_code=fact.community_code,
        delegates_too=True,
        done_by=fact.by,
    )
    return tuple(telling for telling in (to_volunteer, to_receiver) if telling)


@_route(ConfirmationDue)
def _confirmation_due(fact: ConfirmationDue) -> Tellings:
    """Tell the receiving side; once it is the staff's turn, their list shows it and the desk gets a signal."""
    reminded = Telling(
        member_id=fact.resident_id,
        kind=NoticeKind.CONFIRM_REMINDER,
        subject=_assignment(fact.assignment_id),
        facts=facts_of(fact, helper_id=fact.member_id),
        community_code=fact.community_code,
        delegates_too=True,
    )
    return () if fact.for_staff else (reminded,)


def _to_volunteer(
    fact: ServiceRated | MinutesCredited | PostingRefused, kind: NoticeKind, subject: Subject
) -> Tellings:
    told = Telling(
        member_id=fact.member_id,
        kind=kind,
        subject=subject,
        facts=facts_of(fact),
        community_code=fact.community_code,
    )
    return (told,)


@_route(ServiceRated)
def _service_rated(fact: ServiceRated) -> Tellings:
    return _to_volunteer(fact, NoticeKind.RATED, _assignment(fact.assignment_id))


@_route(MinutesCredited)
def _minutes_credited(fact: MinutesCredited) -> Tellings:
    return _to_volunteer(fact, NoticeKind.MINUTES_CREDITED, _record(fact.record_id))


@_route(PostingRefused)
def _posting_refused(fact: PostingRefused) -> Tellings:
    return _to_volunteer(fact, NoticeKind.MINUTES_REFUSED, _record(fact.record_id))


def _role(fact: RoleGranted | RoleWithdrawn, kind: NoticeKind) -> Tellings:
    subject = Subject(type=SubjectType.MEMBER, id=fact.member_id)
    return (Telling(member_id=fact.member_id, kind=kind, subject=subject, facts=facts_of(fact)),)


@_route(RoleGranted)
def _role_granted(fact: RoleGranted) -> Tellings:
    return _role(fact, NoticeKind.ROLE_GRANTED)


@_route(RoleWithdrawn)
def _role_withdrawn(fact: RoleWithdrawn) -> Tellings:
    return _role(fact, NoticeKind.ROLE_WITHDRAWN)
