"""Four weeks of asking in a community as its staff read them: who was helped, and on whom it fell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.matching.application.context import Matching
from services.matching.application.weighing.showing import spread_of
from services.matching.domain.batch.month import LOOKED_BACK, Burden, Filled, filled, in_order, questions
from services.matching.domain.diary import Diary
from services.matching.domain.need import Need
from services.matching.domain.proposal import ProposalSet
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission

MOST_NEEDS = 600
MOST_PEOPLE = 60
A_PAGE = 200
FIRST_AGE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class BurdenView:
    """What fell on one person, with their name; for staff alone."""

    name: str
    volunteer_number: str
    burden: Burden


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """Four weeks of a community.

    Attributes:
        all: Places of all needs.
        first: Those of residents of eighty years or more, or without an account of their own.
        notices_per_place: Questions for each place taken; 0 if none was.
        services_unevenness: How unevenly services fall on who offers some here (Gini), 0 is even.
        questions_unevenness: How unevenly questions fall on those asked.
        people: Who was asked or served, at most sixty.
        more: How many others were.
    """

    all: Filled
    first: Filled
    notices_per_place: float
    services_unevenness: float
    questions_unevenness: float
    people: tuple[BurdenView, ...]
    more: int


def month_shown(m: Matching, actor: Actor, community_code: str) -> MonthView:
    """Return the last four weeks of a community, of its newest six hundred needs.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    actor.check_may(Permission.SEE_DESK, community_code)
    now, needs = m.clock.now(), _needs(m, community_code)
    asked = m.proposals.get_many(each.id for each in needs)
    first = who_come_first(m, [each.resident_id for each in needs])
    every, people = filled(needs, now), _people(m, needs, asked)
    many = [each.burden.questions for each in people if each.burden.questions]
    return MonthView(
        all=every,
        first=filled([each for each in needs if each.resident_id in first], now),
        notices_per_place=round(sum(many) / every.taken, 1) if every.taken else 0.0,
        services_unevenness=spread_of(m.candidates.loads(community_code)).unevenness,
        questions_unevenness=spread_of(many).unevenness,
        people=people[:MOST_PEOPLE],
        more=max(0, len(people) - MOST_PEOPLE),
    )


def _needs(m: Matching, community_code: str) -> list[Need]:
    """Return the newest needs of a community, as many as are looked at."""
    found: list[Need] = []
    after = None
    while len(found) < MOST_NEEDS:
        page = m.needs.page({"community_code": community_code}, limit=A_PAGE, after=after)
        found += page.items
        after = page.next
        if after is None:
            break
    return found


def who_come_first(m: Matching, resident_ids: Iterable[str]) -> frozenset[str]:
    """Return which of them are eighty or more, or have no account of their own: they depend on others to ask for them."""
    today = day_in_china(m.clock.now())
    people = m.people.get_many(set(resident_ids))
    return frozenset(
        each.id for each in people.values() if not each.has_account or (each.age_on(today) or 0) >= FIRST_AGE
    )


def _people(m: Matching, needs: Sequence[Need], asked: Sequence[ProposalSet]) -> tuple[BurdenView, ...]:
    """Return who was asked or came in four weeks, with all they did meanwhile, whoever asked for that."""
    now = m.clock.now()
    many, yes = questions(asked, now)
    came = {place.member_id for need in needs for place in need.places if need.starts_at >= now - LOOKED_BACK}
    ids = {*many, *came}
    people, diaries = m.people.get_many(ids), {each.id: each for each in m.diaries.get_many(ids)}
    burdens = [
        Burden(
            member_id=member_id,
            questions=many[member_id],
            yes=yes[member_id],
            services=_services(diaries.get(member_id), now - LOOKED_BACK, now),
            coming=_services(diaries.get(member_id), now, now + timedelta(days=366)),
        )
        for member_id in ids
        if member_id in people
    ]
    by_name = sorted(people.values(), key=lambda each: (each.name, each.id))
    return tuple(
        BurdenView(
            name=people[each.member_id].name,
            volunteer_number=people[each.member_id].volunteer_number or "",
            burden=each,
        )
        for each in in_order(burdens, [each.id for each in by_name])
    )


def _services(diary: Diary | None, since: datetime, until: datetime) -> int:
    """Return how many services of a diary begin in a span of time."""
    return sum(since <= each.starts_at < until for each in diary.entries) if diary else 0
