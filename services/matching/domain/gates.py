"""Who may do which kind of service: the part of the hard rules that nobody's wish sets aside."""

from datetime import datetime

from services.matching.domain.gate_shapes import Asked, Helper, Policy, telling
from services.matching.domain.hard_rules import GATES, gates_before_asking
from services.matching.domain.kind_shapes import ADULT_AGE, ServiceKind, age_on
from services.matching.domain.need import Need
from services.matching.domain.terms import day_of, terms_of, wanted_of


def check_can_serve(asked: Asked, kind: ServiceKind, helper: Helper, policy: Policy) -> None:
    """Pass if this person may do this kind of service.

    Raises:
        LinliError: As the first gate of the hard rules that is shut says: ``IdentityRequired``, ``IdentityNotSeen``,
            ``MinorsNotAllowed``, ``GuardianConsentRequired``, ``AdultFirst``, ``CertificateRequired``,
            ``TrainingRequired`` or ``InsuranceRequired``.
    """
    terms = terms_of(asked, kind, policy)
    for rule in GATES:
        if rule.broken(terms, helper):
            raise rule.refusal(terms)


def check_can_be_invited(need: Need, helper: Helper, policy: Policy) -> None:
    """Pass if this person may be asked for a need: a document may still be shown when they say yes, the rest must hold.

    Raises:
        LinliError: As :func:`check_can_serve`.
    """
    wanted = wanted_of(need, policy)
    for rule in gates_before_asking(wanted):
        if rule.broken(wanted, helper):
            raise rule.refusal(wanted)


def is_adult(helper: Helper, at: datetime) -> bool:
    """Tell whether a person is 18 or older at an instant; whoever's birth date is unknown is taken for an adult."""
    return helper.birth_date is None or age_on(helper.birth_date, day_of(at)) >= ADULT_AGE


can_serve = telling(check_can_serve)
can_be_invited = telling(check_can_be_invited)
