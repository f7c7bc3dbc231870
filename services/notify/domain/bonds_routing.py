"""Who is told of the bonds of a community: teams, enrolments, twinnings, pairings, duties, relatives."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.duty_notices import DUTY_ROUTES
from services.notify.domain.enrolment_routing import ENROLMENT_ROUTES
from services.notify.domain.kinship_notices import KINSHIP_ROUTES
from services.notify.domain.pairing_notices import PAIRING_ROUTES
from services.notify.domain.team_routing import TEAM_ROUTES
from services.notify.domain.telling import Tellings
from services.notify.domain.twinning_notices import TWINNING_ROUTES

BOND_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    **TEAM_ROUTES,
    **ENROLMENT_ROUTES,
    **TWINNING_ROUTES,
    **PAIRING_ROUTES,
    **DUTY_ROUTES,
    **KINSHIP_ROUTES,
}
