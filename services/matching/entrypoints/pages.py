"""Every page of matching: the register's, and those of asking, serving and coordinating."""

from services.matching.application.context import Matching
from services.matching.entrypoints.asking_pages import pages_of_asking
from services.matching.entrypoints.batch_pages import pages_of_rounds
from services.matching.entrypoints.care_pages import pages_of_care
from services.matching.entrypoints.certificate_pages import pages_of_certificates
from services.matching.entrypoints.checking_pages import pages_of_checking
from services.matching.entrypoints.desk_pages import ToTell, pages_of_desk
from services.matching.entrypoints.duty_pages import pages_of_duties
from services.matching.entrypoints.enrolment_pages import pages_of_enrolment
from services.matching.entrypoints.exporting_pages import pages_of_exporting
from services.matching.entrypoints.giving_pages import pages_of_giving
from services.matching.entrypoints.importing_pages import pages_of_importing
from services.matching.entrypoints.pairing_pages import pages_of_pairing
from services.matching.entrypoints.party_pages import pages_of_parties
from services.matching.entrypoints.project_pages import pages_of_projects
from services.matching.entrypoints.ranking_pages import pages_of_ranking
from services.matching.entrypoints.recognition_pages import pages_of_recognition
from services.matching.entrypoints.record_pages import pages_of_records
from services.matching.entrypoints.register_pages import register_pages
from services.matching.entrypoints.service_pages import pages_of_service
from services.matching.entrypoints.station_pages import pages_of_stations
from services.matching.entrypoints.surge_pages import pages_of_surges
from services.matching.entrypoints.team_pages import pages_of_teams
from services.matching.entrypoints.twinning_pages import pages_of_twinning
from shared.identity.opening import Identity
from shared.web.pages import Pages


def pages(m: Matching, identity: Identity, to_tell: ToTell = lambda _: 0) -> tuple[Pages, ...]:
    """Return the pages of the service; ``to_tell`` counts the notices of a community to be told in person."""
    return (
        *register_pages(m, identity),
        *pages_of_service(m),
        *pages_of_asking(m, identity),
        *pages_of_desk(m, identity, to_tell),
        *pages_of_projects(m),
        *pages_of_giving(m),
        *pages_of_parties(m),
        *pages_of_importing(m),
        *pages_of_exporting(m),
        *pages_of_teams(m),
        *pages_of_enrolment(m),
        *pages_of_twinning(m),
        *pages_of_pairing(m),
        *pages_of_care(m),
        *pages_of_stations(m),
        *pages_of_duties(m),
        *pages_of_certificates(m),
        *pages_of_records(m),
        *pages_of_recognition(m),
        *pages_of_checking(m),
        *pages_of_ranking(m),
        *pages_of_surges(m),
        *pages_of_rounds(m),
    )
