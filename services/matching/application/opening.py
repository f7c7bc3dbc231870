"""Where needs, offers, proposals, assignments and diaries are kept, and what they are found by."""

from collections.abc import Mapping
from datetime import date

from services.matching.domain.assignment import Assignment
from services.matching.domain.diary import Diary, EntryState
from services.matching.domain.giving.answering import UNDER_WAY
from services.matching.domain.giving.part import PartState
from services.matching.domain.giving.reservation import ReservationState
from services.matching.domain.need import Need, NeedState
from services.matching.domain.offer import Offer, OfferKind, OfferState
from services.matching.domain.proposal import WAITING, ProposalSet
from services.matching.domain.surge import Surge
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_needs(clock: Clock, ids: Ids) -> Aggregates[Need]:
    """Return the needs on the connection ``matching``."""
    return Aggregates(
        Need,
        alias="matching",
        collection="needs",
        clock=clock,
        ids=ids,
        lists=(
            ("community_code",),
            ("community_code", "state"),
            ("district_code", "state"),
            ("resident_id",),
            ("posted_by",),
            ("asks",),
            ("answered_by",),
        ),
        indexes=("due_millis", "answered_from", "plan_day", "served_plan"),
        also=_found_need,
    )


def _found_need(need: Need) -> Mapping[str, object]:
    """Return what a need is found by: its end while that changes it, what it asks for, and who answers it from what."""
    asks = [part for part in need.parts if part.state is PartState.OPEN]
    answers = [part.answer for part in need.parts if part.answer is not None]
    waits = need.state in (NeedState.AWAITING_REVIEW, NeedState.OPEN) or bool(asks)
    kinds = {part.asked.kind for part in asks} if need.state in UNDER_WAY else set()
    served = need.visit is not None and any(place.confirmed for place in need.places)
    return {
        "due_millis": unix_millis(need.ends_at) if waits else None,
        "asks": sorted(f"{need.district_code}:{kind}" for kind in kinds) or None,
        "answered_by": sorted({each.party_id or each.owner_id for each in answers}) or None,
        "answered_from": sorted({each.offer_id for each in answers if each.offer_id}) or None,
        "plan_day": plan_day(need.visit.plan_id, need.visit.on) if need.visit else None,
        "served_plan": need.visit.plan_id if need.visit and served else None,
    }


def plan_day(plan_id: str, on: date) -> str:
    """Return what the visits of a plan on one day are found by."""
    return f"{plan_id}:{on.isoformat()}"


def open_offers(clock: Clock, ids: Ids) -> Aggregates[Offer]:
    """Return the offers on the connection ``matching``."""
    return Aggregates(
        Offer,
        alias="matching",
        collection="offers",
        clock=clock,
        ids=ids,
        lists=(("member_id",), ("community_code", "state"), ("party_id",)),
        indexes=("changed_millis", "state", "gives", "reserved_millis"),
        also=_found_offer,
    )


def _found_offer(offer: Offer) -> Mapping[str, object]:
    """Return what an offer is found by: its last change, what it could answer, its oldest unsettled reservation."""
    gives = offer.state is OfferState.OPEN and offer.kind is not OfferKind.SERVICE
    unsettled = [each.reserved_at for each in offer.reservations if each.state is ReservationState.RESERVED]
    return {
        "changed_millis": unix_millis(offer.changed_at),
        "gives": f"{offer.community_code[:6]}:{offer.kind}" if gives else None,
        "reserved_millis": unix_millis(min(unsettled)) if unsettled else None,
    }


def open_proposals(clock: Clock, ids: Ids) -> Aggregates[ProposalSet]:
    """Return the proposals, by need on the connection ``matching``."""
    return Aggregates(
        ProposalSet,
        alias="matching",
        collection="proposals",
        clock=clock,
        ids=ids,
        lists=(("asked",), ("taken_back_from",)),
        also=_found_proposals,
    )


def _found_proposals(found: ProposalSet) -> Mapping[str, object]:
    """Return whose answer is waited for, and from whom a question was taken back."""
    taken_back = [each.member_id for each in found.proposals if each.taken_back]
    return {
        "asked": [each.member_id for each in found.proposals if each.state in WAITING],
        "taken_back_from": taken_back or None,
    }


def open_shift_invitations(clock: Clock, ids: Ids) -> Aggregates[ProposalSet]:
    """Return who was invited to shifts, by shift on the connection ``matching``."""
    return Aggregates(ProposalSet, alias="matching", collection="shift_invitations", clock=clock, ids=ids)


def open_assignments(clock: Clock, ids: Ids) -> Aggregates[Assignment]:
    """Return the assignments on the connection ``matching``."""
    return Aggregates(
        Assignment,
        alias="matching",
        collection="assignments",
        clock=clock,
        ids=ids,
        lists=(("sides",), ("sides", "state"), ("sides", "for_staff")),
        indexes=("need_id", "due_millis"),
        also=_found_by,
    )


def _found_by(assignment: Assignment) -> Mapping[str, object]:
    reminder = assignment.next_reminder()
    return {
        "sides": sides_of(assignment),
        "due_millis": unix_millis(reminder.at) if reminder else None,
        "for_staff": True if assignment.is_for_staff else None,
    }


def sides_of(assignment: Assignment) -> list[str]:
    """Return the keys an assignment is listed under: its community, and each party by side and as anyone."""
    parties = {
        "volunteer": assignment.member_id,
        "receiver": assignment.resident_id,
        "organiser": assignment.posted_by,
    }
    anyone = {f"anyone:{member_id}" for member_id in parties.values()}
    return sorted(
        {f"community:{assignment.community_code}", *anyone}
        | {f"{side}:{member_id}" for side, member_id in parties.items()}
    )


def open_diaries(clock: Clock, ids: Ids) -> Aggregates[Diary]:
    """Return the diaries, by member on the connection ``matching``."""
    return Aggregates(
        Diary,
        alias="matching",
        collection="diaries",
        clock=clock,
        ids=ids,
        indexes=("changed_millis", "reserved_millis"),
        also=_reserved_diary,
    )


def _reserved_diary(diary: Diary) -> Mapping[str, object]:
    reserved = [each.reserved_at for each in diary.entries if each.state is EntryState.RESERVED]
    return {
        "changed_millis": unix_millis(diary.changed_at),
        "reserved_millis": unix_millis(min(reserved)) if reserved else None,
    }


def open_surges(clock: Clock, ids: Ids) -> Aggregates[Surge]:
    """Return where the surges of communities are kept, by community."""
    return Aggregates(Surge, alias="matching", collection="surges", clock=clock, ids=ids)
