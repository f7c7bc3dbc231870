"""My requests, and those of whom I act for: how far each is, who comes, and when."""

from dataclasses import dataclass

from services.matching.application.asking import RequestView, requests_of
from services.matching.application.context import Matching
from services.matching.domain.assignment import AssignmentState
from services.matching.entrypoints.asking_pages.posting import IdTyped
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 20
UNDER_WAY = ("AWAITING_REVIEW", "OPEN", "FILLED")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsQuery:
    """Whose requests to list; nobody named is oneself, or who is acted for where oneself asked nothing."""

    who: IdTyped = ""


def requests_pages(m: Matching) -> Pages:
    """Return the list of requests."""
    made = Pages("matching")

    @made.get("/requests", may=SIGNED_IN, query=RequestsQuery)
    def listed(visit: Visit[RequestsQuery]) -> Shown:
        actor = visit.actor
        residents = m.people.residents_of(actor.member_id)
        who = visit.query.who or _first_choice(m, actor, residents)
        page = requests_of(m, actor, who, limit=ON_A_PAGE, after=visit.after)
        return visit.show(
            "asking/requests.html",
            under_way=[each for each in page.items if each.need.state.value in UNDER_WAY],
            over=[each for each in page.items if each.need.state.value not in UNDER_WAY],
            to_confirm=_to_confirm(page.items),
            who=who,
            name=next((each.name for each in residents if each.id == who), ""),
            chips=_chips(actor, residents, who, visit.language),
            is_first=visit.after is None,
            next=f"/requests?who={who}&after={page.next}" if page.next else None,
        )

    return made


def _first_choice(m: Matching, actor: Actor, residents: list[Person]) -> str:
    """Return whose requests are shown first: one's own, or of the first one acts for if one never asked oneself."""
    if residents and not m.needs.page({"resident_id": actor.member_id}, limit=1).items:
        return residents[0].id
    return actor.member_id


def _to_confirm(requests: tuple[RequestView, ...]) -> list[object]:
    return [
        service
        for request in requests
        for service in request.services
        if service.state is AssignmentState.CHECKED_OUT and "confirm" in service.can
    ]


def _chips(actor: Actor, residents: list[Person], who: str, language: str) -> list[dict[str, object]]:
    """Return one choice for each person; none if there is only oneself."""
    people = [(actor.member_id, Words("我自己", "Myself").say(language))]
    people += [(each.id, each.name) for each in residents]
    return [
        {"url": f"/requests?who={id_}", "words": words, "current": id_ == who, "icon": "user-round"}
        for id_, words in people
        if residents
    ]
