"""The API of coordination, under ``/api/matching/v1``: needs, offers, proposals, assignments, projects, shifts, kinds of service."""

from services.matching.application.context import Matching
from services.matching.entrypoints.assignments_api import assignments_api
from services.matching.entrypoints.care_plans_api import care_plans_api
from services.matching.entrypoints.certificates_api import certificates_api
from services.matching.entrypoints.checking_api import checking_api
from services.matching.entrypoints.duties_api import duties_api
from services.matching.entrypoints.enrolments_api import enrolments_api
from services.matching.entrypoints.explaining_api import explaining_api
from services.matching.entrypoints.imports_api import imports_api
from services.matching.entrypoints.needs_api import needs_api
from services.matching.entrypoints.offers_api import offers_api
from services.matching.entrypoints.pairings_api import pairings_api
from services.matching.entrypoints.parties_api import parties_api
from services.matching.entrypoints.parts_api import parts_api
from services.matching.entrypoints.projects_api import projects_api
from services.matching.entrypoints.ranking_api import ranking_api
from services.matching.entrypoints.recognition_api import recognition_api
from services.matching.entrypoints.records_api import records_api
from services.matching.entrypoints.shifts_api import shifts_api
from services.matching.entrypoints.stations_api import stations_api
from services.matching.entrypoints.surge_api import surge_api
from services.matching.entrypoints.teams_api import teams_api
from services.matching.entrypoints.twinnings_api import twinnings_api
from shared.web.api import Api


def apis(m: Matching) -> tuple[Api, ...]:
    """Return the APIs of coordination."""
    return (
        needs_api(m),
        offers_api(m),
        parts_api(m),
        assignments_api(m),
        projects_api(m),
        shifts_api(m),
        parties_api(m),
        teams_api(m),
        enrolments_api(m),
        twinnings_api(m),
        pairings_api(m),
        care_plans_api(m),
        stations_api(m),
        duties_api(m),
        certificates_api(m),
        records_api(m),
        recognition_api(m),
        checking_api(m),
        ranking_api(m),
        surge_api(m),
        explaining_api(m),
        imports_api(m),
    )
