"""Coordination, opened: its aggregates and what it reads of others."""

from dataclasses import dataclass
from typing import TypedDict

from services.matching.application.batch.opening import open_helper_prices, open_match_runs
from services.matching.application.candidates import Candidates
from services.matching.application.cards.opening import open_cards
from services.matching.application.caring.opening import open_care_plans
from services.matching.application.certificates.certifier import Certifier, unkept_certifier
from services.matching.application.certificates.opening import open_certificates
from services.matching.application.checking.opening import open_spot_checks
from services.matching.application.duties.opening import open_duties
from services.matching.application.enrolling.opening import open_enrolments
from services.matching.application.exporting.stores import open_export_names, open_export_runs
from services.matching.application.importing.stores import (
    open_earlier_services,
    open_import_batches,
    open_import_runs,
)
from services.matching.application.opening import (
    open_assignments,
    open_diaries,
    open_needs,
    open_offers,
    open_proposals,
    open_shift_invitations,
    open_surges,
)
from services.matching.application.pairing.opening import open_pairings
from services.matching.application.parties.opening import open_parties
from services.matching.application.projects.stores import open_photos, open_projects, open_shifts
from services.matching.application.recognition.opening import open_award_bans, open_awards
from services.matching.application.records.opening import open_record_credits, open_records
from services.matching.application.stations.opening import open_stations
from services.matching.application.teams.opening import open_teams
from services.matching.application.tells_facts import TellsFacts
from services.matching.application.twinning.opening import open_twinnings
from services.matching.application.weighing.opening import open_ranking_books
from services.matching.domain.assignment import Assignment
from services.matching.domain.batch.holding import HelperPrices
from services.matching.domain.batch.run import MatchRun
from services.matching.domain.cards.card import PresenceCard
from services.matching.domain.caring.plan import CarePlan
from services.matching.domain.certificates.certificate import Certificate
from services.matching.domain.checking.spot_check import SpotCheck
from services.matching.domain.diary import Diary
from services.matching.domain.duties.duty import Duty
from services.matching.domain.enrolling.enrolment import Enrolment
from services.matching.domain.exporting.asked import ExportRun
from services.matching.domain.exporting.own_names import OwnNames
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.importing.earlier_service import EarlierService
from services.matching.domain.importing.run import Batch, ImportRun
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer
from services.matching.domain.pairing.pairing import Pairing
from services.matching.domain.parties.party import Party
from services.matching.domain.projects.photo import Photo
from services.matching.domain.projects.project import Project
from services.matching.domain.projects.shift import Shift
from services.matching.domain.proposal import ProposalSet
from services.matching.domain.recognition.award import Award, AwardBan
from services.matching.domain.records.record import RecordCredit, ServiceRecord
from services.matching.domain.stations.station import Station
from services.matching.domain.surge import Surge
from services.matching.domain.teams.team import Team
from services.matching.domain.twinning.twinning import Twinning
from services.matching.domain.weighing.policy import RankingBook
from shared.identity.communities import Communities
from shared.identity.opening import Identity
from shared.identity.people import People
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.packs.in_force import RulesInForce, plain_rules
from shared.storage.aggregates import Aggregates


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What the handlers of coordination work on."""

    clock: Clock
    ids: Ids
    identity: Identity
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
    export_names: Aggregates[OwnNames]
    teams: Aggregates[Team]
    enrolments: Aggregates[Enrolment]
    twinnings: Aggregates[Twinning]
    pairings: Aggregates[Pairing]
    care_plans: Aggregates[CarePlan]
    stations: Aggregates[Station]
    duties: Aggregates[Duty]
    cards: Aggregates[PresenceCard]
    records: Aggregates[ServiceRecord]
    record_credits: Aggregates[RecordCredit]
    certificates: Aggregates[Certificate]
    certifier: Certifier
    awards: Aggregates[Award]
    award_bans: Aggregates[AwardBan]
    spot_checks: Aggregates[SpotCheck]
    ranking_books: Aggregates[RankingBook]
    surges: Aggregates[Surge]
    match_runs: Aggregates[MatchRun]
    helper_prices: Aggregates[HelperPrices]
    shift_invitations: Aggregates[ProposalSet]
    candidates: Candidates

    @property
    def people(self) -> People:
        """Return everybody, whoever keeps them."""
        return self.identity.people

    @property
    def communities(self) -> Communities:
        """Return the communities there are."""
        return self.identity.communities

    @property
    def stores(self) -> tuple[TellsFacts, ...]:
        """Return the aggregates whose documents carry events to the log."""
        return (
            self.needs,
            self.offers,
            self.proposals,
            self.assignments,
            self.projects,
            self.shifts,
            self.parties,
            self.earlier_services,
            self.import_runs,
            self.teams,
            self.enrolments,
            self.twinnings,
            self.pairings,
            self.care_plans,
            self.stations,
            self.duties,
            self.cards,
            self.records,
            self.certificates,
            self.awards,
            self.spot_checks,
            self.ranking_books,
            self.surges,
            self.shift_invitations,
        )

    def indexed(self) -> "Matching":
        """Return coordination, the indexes that were missing made."""
        for store in (
            *self.stores,
            self.diaries,
            self.photos,
            self.import_batches,
            self.export_runs,
            self.match_runs,
            self.helper_prices,
            self.export_names,
            self.record_credits,
            self.award_bans,
        ):
            store.make_indexes()
        return self


class _OfRounds(TypedDict):
    surges: Aggregates[Surge]
    match_runs: Aggregates[MatchRun]
    helper_prices: Aggregates[HelperPrices]
    shift_invitations: Aggregates[ProposalSet]


def _of_rounds(clock: Clock, ids: Ids) -> _OfRounds:
    return _OfRounds(
        surges=open_surges(clock, ids),
        match_runs=open_match_runs(clock, ids),
        helper_prices=open_helper_prices(clock, ids),
        shift_invitations=open_shift_invitations(clock, ids),
    )


def open_matching(
    clock: Clock,
    ids: Ids,
    identity: Identity,
    policy: Policy | None = None,
    rules: RulesInForce = plain_rules,
    *,
    certifier: Certifier | None = None,
) -> Matching:
    """Return coordination on the connection ``matching``, its indexes made.

    Args:
        clock: Tells the time.
        ids: Gives ids.
        identity: Who is who, and the communities.
        policy: What the city sets otherwise.
        rules: Tells each community's rule pack.
        certifier: Who signs certificates; without one a key that nobody keeps.
    """
    return Matching(
        clock=clock,
        ids=ids,
        identity=identity,
        policy=policy or Policy(),
        rules=rules,
        needs=open_needs(clock, ids),
        offers=(offers := open_offers(clock, ids)),
        proposals=open_proposals(clock, ids),
        assignments=open_assignments(clock, ids),
        diaries=(diaries := open_diaries(clock, ids)),
        projects=open_projects(clock, ids),
        shifts=open_shifts(clock, ids),
        photos=open_photos(clock, ids),
        parties=open_parties(clock, ids),
        earlier_services=open_earlier_services(clock, ids),
        import_runs=open_import_runs(clock, ids),
        import_batches=open_import_batches(clock, ids),
        export_runs=open_export_runs(clock, ids),
        export_names=open_export_names(clock, ids),
        teams=open_teams(clock, ids),
        enrolments=open_enrolments(clock, ids),
        twinnings=open_twinnings(clock, ids),
        pairings=open_pairings(clock, ids),
        care_plans=open_care_plans(clock, ids),
        stations=open_stations(clock, ids),
        duties=open_duties(clock, ids),
        cards=open_cards(clock, ids),
        records=open_records(clock, ids),
        record_credits=open_record_credits(clock, ids),
        certificates=open_certificates(clock, ids),
        certifier=certifier or unkept_certifier(),
        awards=open_awards(clock, ids),
        award_bans=open_award_bans(clock, ids),
        spot_checks=open_spot_checks(clock, ids),
        ranking_books=open_ranking_books(clock, ids),
        **_of_rounds(clock, ids),
        candidates=Candidates(clock, identity.people, offers, diaries),
    ).indexed()
