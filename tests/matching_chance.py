"""Candidates and needs by chance, near the edges of every hard rule."""

import random
from datetime import date, datetime, timedelta

from services.matching.domain.candidate import Candidate
from services.matching.domain.need import Need, RecordedAs
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.domain.week import instants_of, spans_of
from shared.identity.attestations import Attestation, Attested
from shared.kernel.geography import Point
from tests.matching_facts import HOME, NINE, a_need, a_place

SKILLS = tuple({code for kind in SERVICE_KINDS.values() for code in kind.skills})
CERTIFICATES = tuple({code for kind in SERVICE_KINDS.values() for code in kind.certificate.any_of})
COMMUNITIES = ("511402001001", "511402001002")


def somewhere(chance: random.Random) -> Point | None:
    if chance.random() < 0.1:
        return None
    far = chance.choice([0.002, 0.02, 0.2])
    return Point(
        longitude=HOME.longitude + chance.uniform(-far, far),
        latitude=HOME.latitude + chance.uniform(-far, far),
    )


def span_of_a_day(chance: random.Random) -> tuple[int, int]:
    start, end = sorted(chance.sample(range(0, 1441, 15), 2))
    return start, end


def some_days_away(chance: random.Random) -> tuple[tuple[date, date], ...]:
    first = NINE.date() + timedelta(days=chance.randint(-2, 8))
    return ((first, first + timedelta(days=chance.choice([0, 0, 3]))),)


def some_extra_time(chance: random.Random) -> tuple[tuple[datetime, datetime], ...]:
    """Single times of some days of the need's week, often next to hours of the week or to midnight."""
    days = chance.sample(range(8), 3)
    return tuple(
        instants_of(NINE.date() + timedelta(days=day), *chance.choice([(0, 1440), span_of_a_day(chance)]))
        for day in days
    )


def some_services(chance: random.Random) -> tuple[tuple[datetime, datetime], ...]:
    """One to three services at different times, near the first Monday's and a week's ends."""
    starts = [NINE + timedelta(minutes=15 * chance.randint(0, 12)) for _ in range(chance.choice([1, 1, 2]))]
    starts += [NINE + timedelta(hours=chance.randint(-30, 200))]
    return tuple((start, start + timedelta(hours=1)) for start in starts)


def somebody(chance: random.Random, number: int) -> Candidate:
    windows = [(day, *span_of_a_day(chance)) for day in (1, 1, 3, 7)]
    insured = Attestation(
        topic=Attested.INSURANCE,
        valid_until=NINE.date() + timedelta(days=chance.randint(-2, 2)),
        recorded_by="staff",
        recorded_at=NINE,
    )
    return Candidate(
        member_id=f"m{chance.randrange(max(1, number))}",
        offer_id=f"o{number}",
        community_code=chance.choice(COMMUNITIES),
        service_kinds=frozenset(chance.sample(sorted(SERVICE_KINDS), chance.choice([3, 12]))),
        skills=frozenset(chance.sample(SKILLS, 4)),
        certificates=frozenset(chance.sample(CERTIFICATES, 3)),
        attestations=(insured,) if chance.random() < 0.5 else (),
        spans=spans_of(chance.choice([[], windows, [(1, 0, 1440)]])),
        away=some_days_away(chance) if chance.random() < 0.2 else (),
        extra=some_extra_time(chance) if chance.random() < 0.4 else (),
        birth_date=chance.choice([None, date(1980, 5, 1), date(2008, 11, 23), date(2010, 1, 1)]),
        guardian_consented=chance.random() < 0.5,
        identity_level=chance.randint(0, 3),
        point=somewhere(chance),
        radius_metres=chance.choice([100, 1500, 5000, 20_000]),
        busy=some_services(chance) if chance.random() < 0.3 else (),
        most_a_day=chance.choice([0, 0, 1, 2]),
        most_a_week=chance.choice([0, 0, 1, 3]),
        recent_services=chance.choice([0, 0, 1, 5]),
        plainly=chance.random() < 0.1,
    )


def some_need(chance: random.Random) -> Need:
    starts = NINE + timedelta(minutes=5 * chance.randint(0, 2000))
    return a_need(
        service_kind=chance.choice(sorted(SERVICE_KINDS)),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=chance.choice([30, 60, 600])),
        certificate_needed=chance.random() < 0.5,
        recorded_as=chance.choice([RecordedAs.VOLUNTEER, RecordedAs.DUTY]),
        point=chance.choice([HOME, HOME, None]),
        places=(a_place("adult"),) if chance.random() < 0.5 else (),
        helpers_wanted=3,
    )
