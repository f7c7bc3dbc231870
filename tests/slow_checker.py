"""The hard rules told a second time, slowly and apart from the platform's own: what every proposal is held against."""

from datetime import date, datetime, timedelta, timezone

from services.matching.domain.candidate import Candidate
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.kind_shapes import Gate, MinorsRule, ServiceKind
from services.matching.domain.need import Need, RecordedAs
from services.matching.domain.service_kinds import SERVICE_KINDS
from shared.identity.attestations import Attested
from shared.kernel.geography import distance_metres

BEIJING = timezone(timedelta(hours=8))
LEAST_AGE = {MinorsRule.NO: 18, MinorsRule.FROM_16: 16, MinorsRule.FROM_14: 14}


def rules_broken(need: Need, candidate: Candidate, policy: Policy, excluded: frozenset[str]) -> set[str]:
    """Return the codes of the rules that asking this candidate for this need would break."""
    kind = SERVICE_KINDS[need.service_kind]
    broken = _about_the_person(need, kind, candidate, policy)
    if need.service_kind not in candidate.service_kinds:
        broken.add("kind")
    if candidate.member_id in {need.resident_id, need.posted_by}:
        broken.add("not-own")
    if candidate.member_id in excluded:
        broken.add("not-asked")
    if need.point is not None and candidate.point is not None:
        if distance_metres(candidate.point, need.point) > candidate.radius_metres:
            broken.add("distance")
    elif candidate.community_code != need.community_code:
        broken.add("distance")
    return broken | _about_time(need, candidate)


def _about_time(need: Need, candidate: Candidate) -> set[str]:
    broken = set()
    if candidate.spans and not _minute_by_minute(need, candidate):
        broken.add("times")
    if {each.date() for each in _minutes_here(need)} & _days_away(candidate):
        broken.add("away")
    if any(min(end, need.ends_at) > max(start, need.starts_at) for start, end in candidate.busy):
        broken.add("free")
    if candidate.most_a_day and len(_served(need, candidate, "%Y-%j")) >= candidate.most_a_day:
        broken.add("day-full")
    if candidate.most_a_week and len(_served(need, candidate, "%G-%V")) >= candidate.most_a_week:
        broken.add("week-full")
    return broken


def _served(need: Need, candidate: Candidate, calendar: str) -> list[datetime]:
    """Return when services begin that fall on the same day as the need, or in the same week of the calendar."""
    same = need.starts_at.astimezone(BEIJING).strftime(calendar)
    return [start for start, _ in candidate.busy if start.astimezone(BEIJING).strftime(calendar) == same]


def _minutes_here(need: Need) -> set[datetime]:
    """Return every minute of the need as a clock on the wall shows it in Beijing."""
    at, minutes = need.starts_at.astimezone(BEIJING), set()
    while at < need.ends_at:
        minutes.add(at.replace(second=0, microsecond=0))
        at += timedelta(minutes=1)
    return minutes


def _minute_by_minute(need: Need, candidate: Candidate) -> bool:
    """Tell whether every minute of the need lies in some span, week after week, or in a single time besides."""
    free = {minute % 10_080 for start, end in candidate.spans for minute in range(start, end)}
    return all(
        each.weekday() * 1440 + each.hour * 60 + each.minute in free
        or any(start <= each < end for start, end in candidate.extra)
        for each in _minutes_here(need)
    )


def _days_away(candidate: Candidate) -> set[date]:
    return {
        first + timedelta(days=number)
        for first, last in candidate.away
        for number in range((last - first).days + 1)
    }


def _about_the_person(need: Need, kind: ServiceKind, candidate: Candidate, policy: Policy) -> set[str]:
    broken, day = set(), need.starts_at.astimezone(BEIJING).date()
    if policy.home_gate_level > 1 and kind.enters_home and candidate.identity_level < policy.home_gate_level:
        broken.add("identity-seen")
    born = candidate.birth_date
    if born is not None:
        age = day.year - born.year - (1 if (born.month, born.day) > (day.month, day.day) else 0)
        if age < LEAST_AGE[kind.minors]:
            broken.add("age")
        if age < 18 and not candidate.guardian_consented:
            broken.add("guardian")
        if age < 18 and not [place for place in need.places if place.adult]:
            broken.add("adult-first")
    gate = kind.certificate.gate
    asked = gate is Gate.REQUIRED or (gate is Gate.CONDITIONAL and need.certificate_needed)
    if asked and not set(kind.certificate.any_of) & candidate.certificates:
        broken.add("certificate")
    return broken | _about_papers(need, kind, candidate, policy)


def _about_papers(need: Need, kind: ServiceKind, candidate: Candidate, policy: Policy) -> set[str]:
    day, broken = need.starts_at.astimezone(BEIJING).date(), set()
    papers = {(each.topic, each.service_kind) for each in candidate.attestations if each.valid_until >= day}
    bound = {Gate.REQUIRED} | ({Gate.RECOMMENDED, Gate.CONDITIONAL} if policy.binds_training else set())
    if kind.training.gate in bound and (Attested.TRAINING, kind.code) not in papers:
        broken.add("training")
    bound = {Gate.REQUIRED} | ({Gate.RECOMMENDED, Gate.CONDITIONAL} if policy.binds_insurance else set())
    if need.certificate_needed:
        bound.add(Gate.CONDITIONAL)
    is_duty = need.recorded_as is RecordedAs.DUTY
    if kind.insurance in bound and not is_duty and (Attested.INSURANCE, "") not in papers:
        broken.add("insurance")
    return broken
