"""The first page of whoever serves or asks: what should I do now? And the week ahead."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask import Response

from services.matching.application.accepting import accept_proposal, decline_proposal
from services.matching.application.caring.commands import CarePlansQuery
from services.matching.application.caring.showing import plans_listed
from services.matching.application.caring.views import CarePlanView
from services.matching.application.commands import Decline
from services.matching.application.context import Matching
from services.matching.application.lists import AssignmentsQuery, NeedsQuery, OffersQuery, Side
from services.matching.application.pairing.commands import PairingsQuery
from services.matching.application.pairing.showing import PairingView, pairings_listed
from services.matching.application.projects.queries import ShiftsQuery, shifts_listed
from services.matching.application.projects.views import ShiftView
from services.matching.application.queries import (
    assignments_listed,
    needs_listed,
    offers_listed,
    proposals_of,
)
from services.matching.application.taking_back import taken_back_from
from services.matching.application.views import AssignmentView, NeedView, ProposalView
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.errors import IdentityRequired
from services.matching.entrypoints.service_pages.cards import proposal_card, service_card, soonest_first
from shared.identity.actor import Actor
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Visit

DAYS_OF_A_WEEK = 7
_UNDER_WAY = (AssignmentState.CHECKED_IN, AssignmentState.ACCEPTED)
_WEEKDAYS = tuple(
    Words(zh, en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)


def today_pages(m: Matching) -> Pages:
    """Return today and the week."""
    made = Pages("matching")

    @made.get("/today", may=SIGNED_IN)
    def today(visit: Visit[Nothing]) -> Response:
        under_way = soonest_first(_mine(m, visit.actor, *_UNDER_WAY))
        done = _mine(m, visit.actor, AssignmentState.CHECKED_OUT)
        requests = needs_listed(m, visit.actor, NeedsQuery(resident_id=visit.actor.member_id), limit=5).items
        return visit.show(
            "service/today.html",
            next=service_card(under_way[0], visit.language) if under_way else None,
            next_service=under_way[0] if under_way else None,
            later=under_way[1:],
            waiting=done,
            to_confirm=_to_confirm(m, visit.actor),
            proposals=[proposal_card(each, visit.language) for each in _asked(m, visit.actor)],
            taken_back=taken_back_from(m, visit.actor),
            requests=_under_way(requests),
            shifts=_shifts(m, visit.actor),
            pairings=_pairings(m, visit.actor),
            care_plans=_care_plans(m, visit.actor),
            offers=offers_listed(m, visit.actor, OffersQuery(), limit=1).items,
        )

    @made.get("/week", may=SIGNED_IN)
    def week(visit: Visit[Nothing]) -> Response:
        under_way = _mine(m, visit.actor, *_UNDER_WAY)
        return visit.show("service/week.html", days=_days(under_way, m.clock.now(), visit.language))

    @made.post("/proposals/<id>/accept", may=SIGNED_IN)
    def accept(visit: Visit[Nothing]) -> Response:
        try:
            assignment = accept_proposal(m, visit.actor, visit.path["id"])
        except IdentityRequired as missing:
            return visit.go("/me/identity?next=/today", Words(missing.say("zh"), missing.say("en")), "wait")
        return visit.go(
            f"/assignments/{assignment.id}", Words("谢谢您！已为您安排好", "Thank you! It is arranged")
        )

    @made.post("/proposals/<id>/decline", may=SIGNED_IN, takes=Decline)
    def decline(visit: Visit[Decline]) -> Response:
        decline_proposal(m, visit.actor, visit.path["id"], visit.body)
        return visit.back("/today", Words("好的，这次不安排您", "All right, not this time"))

    return made


def _mine(m: Matching, actor: Actor, *states: AssignmentState) -> list[AssignmentView]:
    found: list[AssignmentView] = []
    for state in states:
        query = AssignmentsQuery(side=Side.VOLUNTEER, state=state)
        found.extend(assignments_listed(m, actor, query, limit=100).items)
    return found


def _asked(m: Matching, actor: Actor) -> list[ProposalView]:
    """Return what the actor is asked to do, the soonest first."""
    return sorted(proposals_of(m, actor).items, key=lambda each: each.need.starts_at)


def _under_way(requests: Iterable[NeedView]) -> list[NeedView]:
    """Return the requests that are not over, the soonest first."""
    there = [each for each in requests if each.state.value in ("AWAITING_REVIEW", "OPEN", "FILLED")]
    return sorted(there, key=lambda each: each.starts_at)


def _shifts(m: Matching, actor: Actor) -> list[ShiftView]:
    """Return the shifts the actor holds or waits for a place of that are not over, soonest first."""
    mine = shifts_listed(m, actor, ShiftsQuery(mine=True), limit=100).items
    now = m.clock.now()
    return sorted((each for each in mine if each.ends_at > now), key=lambda each: each.starts_at)


def _pairings(m: Matching, actor: Actor) -> list[PairingView]:
    """Return the pairings of the actor that stand, or wait for an answer."""
    return [each for each in pairings_listed(m, actor, PairingsQuery(), limit=20).items if each.can]


def _care_plans(m: Matching, actor: Actor) -> list[CarePlanView]:
    """Return the care plans of the actor, or that the actor takes part in, that run or wait for an answer."""
    return [each for each in plans_listed(m, actor, CarePlansQuery(), limit=20).items if each.can]


def _to_confirm(m: Matching, actor: Actor) -> list[AssignmentView]:
    """Return the services done for the actor, or for whom the actor acts, whose minutes wait for a yes."""
    query = AssignmentsQuery(side=Side.RECEIVER, state=AssignmentState.CHECKED_OUT)
    found = list(assignments_listed(m, actor, query).items)
    for resident in m.people.residents_of(actor.member_id):
        theirs = AssignmentsQuery(resident_id=resident.id, state=AssignmentState.CHECKED_OUT)
        found.extend(assignments_listed(m, actor, theirs).items)
    return list({each.id: each for each in found}.values())


def _days(assignments: list[AssignmentView], now: datetime, language: str) -> list[dict[str, object]]:
    by_day: defaultdict[date, list[AssignmentView]] = defaultdict(list)
    for each in soonest_first(assignments):
        by_day[each.starts_at.astimezone(CHINA).date()].append(each)
    first = datetime.combine(now.astimezone(CHINA).date(), time(), CHINA)
    days = [(first + timedelta(days=ahead)).date() for ahead in range(DAYS_OF_A_WEEK)]
    return [
        {
            "words": ("周" if language == "zh" else "") + _WEEKDAYS[day.weekday()].say(language),
            "date": f"{day.month}.{day.day}",
            "today": day == days[0],
            "entries": [
                {
                    "title": each.title,
                    "starts_at": each.starts_at,
                    "ends_at": each.ends_at,
                    "url": f"/assignments/{each.id}",
                }
                for each in by_day[day]
            ],
        }
        for day in days
    ]
