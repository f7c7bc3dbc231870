"""Who is told of the bonds of a community, and in which words: teams, enrolments, twinnings, pairings, care plans, duties, relatives, invitations."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notify.domain.care_notices import CARE_ROUTES, CARE_SENTENCES
from services.notify.domain.duty_notices import DUTY_ROUTES, DUTY_SENTENCES
from services.notify.domain.enrolment_routing import ENROLMENT_ROUTES
from services.notify.domain.enrolment_sentences import ENROLMENT_SENTENCES
from services.notify.domain.invitation_notices import INVITATION_ROUTES, INVITATION_SENTENCES
from services.notify.domain.kinship_notices import KINSHIP_ROUTES
from services.notify.domain.notices import NoticeKind
from services.notify.domain.pairing_notices import PAIRING_ROUTES, PAIRING_SENTENCES
from services.notify.domain.sentence import Sentence
from services.notify.domain.team_routing import TEAM_ROUTES
from services.notify.domain.team_sentences import TEAM_SENTENCES
from services.notify.domain.telling import Tellings
from services.notify.domain.twinning_notices import TWINNING_ROUTES, TWINNING_SENTENCES

BOND_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    **TEAM_ROUTES,
    **ENROLMENT_ROUTES,
    **TWINNING_ROUTES,
    **PAIRING_ROUTES,
    **CARE_ROUTES,
    **DUTY_ROUTES,
    **KINSHIP_ROUTES,
    **INVITATION_ROUTES,
}

BOND_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    **TEAM_SENTENCES,
    **ENROLMENT_SENTENCES,
    **TWINNING_SENTENCES,
    **PAIRING_SENTENCES,
    **CARE_SENTENCES,
    **DUTY_SENTENCES,
    **INVITATION_SENTENCES,
}
