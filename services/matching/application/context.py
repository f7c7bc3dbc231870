"""Coordination, opened: its aggregates and what it reads of others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pymongo.collection import Collection

from services.matching.application.candidates import Candidates
from services.matching.application.cards.opening import open_cards
from services.matching.application.duties.opening import open_duties
from services.matching.application.enrolling.opening import open_enrolments
from services.matching.application.exporting.stores import open_export_runs
from services.matching.application.importing.stores import (
    open_earlier_services,
    open_import_batches,
    open_import_runs,
)
from services.matching.application.parties.opening import open_parties
from services.matching.application.projects.stores import open_photos, open_projects, open_shifts
from services.matching.application.stations.opening import open_stations
from services.matching.application.teams.opening import open_teams
from services.matching.application.twinning.opening import open_twinnings
from services.matching.domain.assignment import Assignment
from services.matching.domain.cards.card import PresenceCard
from services.matching.domain.diary import Diary, EntryState
from services.matching.domain.duties.duty import Duty
from services.matching.domain.enrolling.enrolment import Enrolment
from services.matching.domain.exporting.asked import ExportRun
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.giving.answering import UNDER_WAY
from services.matching.domain.giving.part import PartState
from services.matching.domain.giving.reservation import ReservationState
from services.matching.domain.importing.earlier_service import EarlierService
from services.matching.domain.importing.run import Batch, ImportRun
from services.matching.domain.need import Need, NeedState
from services.matching.domain.offer import Offer, OfferKind, OfferState
from services.matching.domain.parties.party import Party
from services.matching.domain.projects.photo import Photo
from services.matching.domain.projects.project import Project
from services.matching.domain.projects.shift import Shift
from services.matching.domain.proposal import WAITING, ProposalSet
from services.matching.domain.stations.station import Station
from services.matching.domain.teams.team import Team
from services.matching.domain.twinning.twinning import Twinning
from shared.identity.communities import Communities
from shared.identity.opening import Identity
from shared.identity.people import People
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import Ids
from shared.packs.in_force import RulesInForce, plain_rules
from shared.storage.aggregates import Aggregates
from shared.storage.paging import Document


class TellsFacts(Protocol):
    """Aggregates with an outbox."""

    def make_indexes(self) -> None:
        """Create the indexes that are missing."""

    @property
    def collection(self) -> Collection[Document]:
        """Their documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What the handlers of coordination work on."""

    clock: Clock
    ids: Ids
    identity: Identity
    people: People
    communities: Communities
    policy: Policy
    rules: RulesInForce
    needs: Aggregates[Need]
    offers: Aggregates[Offer]
    proposals: Aggregates[ProposalSet]
    assignments: Aggregates[Assignment]
    diaries: Aggregates[Diary]
    projects: Aggregates[Project]
    shifts: Aggregates[Shift]
    photos: Aggregates[Photo]
    parties: Aggregates[Party]
    earlier_services: Aggregates[EarlierService]
    import_runs: Aggregates[ImportRun]
    import_batches: Aggregates[Batch]
    export_runs: Aggregates[ExportRun]
    teams: Aggregates[Team]
    enrolments: Aggregates[Enrolment]
    twinnings: Aggregates[Twinning]
    stations: Aggregates[Station]
    duties: Aggregates[Duty]
    cards: Aggregates[PresenceCard]
    candidates: Candidates

    @property
    def stores(self) -> tuple[TellsFacts, ...]:
        """Return the aggregates whose documents carry events to the log."""
        kept = (self.needs, self.offers, self.proposals, self.assignments)
        return (
            *kept,
            self.projects,
            self.shifts,
            self.parties,
            self.earlier_services,
            self.teams,
            self.enrolments,
            self.twinnings,
            self.stations,
            self.duties,
            self.cards,
        )

    def make_indexes(self) -> None:
        """Create the indexes that are missing."""
        for store in (
            *self.stores,
            self.diaries,
            self.photos,
            self.import_runs,
            self.import_batches,
            self.export_runs,
        ):
            store.make_indexes()


def open_matching(
    clock: Clock,
    ids: Ids,
    identity: Identity,
    policy: Policy | None = None,
    rules: RulesInForce = plain_rules,
) -> Matching:
    """Return coordination on the connection ``matching``, its indexes made; ``rules`` tells each community's rule pack."""
    offers, diaries = _offers(clock, ids), _diaries(clock, ids)
    opened = Matching(
        clock=clock,
        ids=ids,
        identity=identity,
        people=identity.people,
        communities=identity.communities,
        policy=policy or Policy(),
        rules=rules,
        needs=_needs(clock, ids),
        offers=offers,
        proposals=_proposals(clock, ids),
        assignments=_assignments(clock, ids),
        diaries=diaries,
        projects=open_projects(clock, ids),
        shifts=open_shifts(clock, ids),
        photos=open_photos(clock, ids),
        parties=open_parties(clock, ids),
        earlier_services=open_earlier_services(clock, ids),
        import_runs=open_import_runs(clock, ids),
        import_batches=open_import_batches(clock, ids),
        export_runs=open_export_runs(clock, ids),
        teams=open_teams(clock, ids),
        enrolments=open_enrolments(clock, ids),
        twinnings=open_twinnings(clock, ids),
        stations=open_stations(clock, ids),
        duties=open_duties(clock, ids),
        cards=open_cards(clock, ids),
        candidates=Candidates(clock, identity.people, offers, diaries),
    )
    opened.make_indexes()
    return opened


def _needs(clock: Clock, ids: Ids) -> Aggregates[Need]:
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
        indexes=("due_millis", "answered_from"),
        also=_found_need,
    )


def _found_need(need: Need) -> Mapping[str, object]:
    """Return what a need is found by: its end while that changes it, what it asks for, and who answers it from what."""
    asks = [part for part in need.parts if part.state is PartState.OPEN]
    answers = [part.answer for part in need.parts if part.answer is not None]
    waits = need.state in (NeedState.AWAITING_REVIEW, NeedState.OPEN) or bool(asks)
    kinds = {part.asked.kind for part in asks} if need.state in UNDER_WAY else set()
    return {
        "due_millis": unix_millis(need.ends_at) if waits else None,
        "asks": sorted(f"{need.district_code}:{kind}" for kind in kinds) or None,
        "answered_by": sorted({each.party_id or each.owner_id for each in answers}) or None,
        "answered_from": sorted({each.offer_id for each in answers if each.offer_id}) or None,
    }


def _offers(clock: Clock, ids: Ids) -> Aggregates[Offer]:
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


def _proposals(clock: Clock, ids: Ids) -> Aggregates[ProposalSet]:
    return Aggregates(
        ProposalSet,
        alias="matching",
        collection="proposals",
        clock=clock,
        ids=ids,
        lists=(("asked",),),
        also=lambda found: {"asked": [each.member_id for each in found.proposals if each.state in WAITING]},
    )


def _assignments(clock: Clock, ids: Ids) -> Aggregates[Assignment]:
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


def _diaries(clock: Clock, ids: Ids) -> Aggregates[Diary]:
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
