"""How long a page of a list takes, with many needs stored."""

import random
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import islice
from pathlib import Path

import httpx

from services.bench.figures import Figures, quantile
from services.bench.own_platform import NotMeasured, OwnPlatform
from services.bench.people import Invented, homes, kept, tokens_of
from services.bench.sizes import Sizes
from services.matching.domain.need import Need, NeedState
from services.wiring import Platform
from shared.identity.member import Member
from shared.kernel.clock import monotonic_seconds

_DAYS = 120
_OPEN_DAYS = 2
_PAGES_DEEP = 12
_RESIDENTS_EACH = 2

_QUERIES: tuple[Mapping[str, str], ...] = (
    {},
    {"state": "OPEN"},
    {"state": "MET"},
    {"state": "WITHDRAWN"},
    {"district_code": "511402"},
    {"mine": "true"},
)
"""What staff ask for: their community's needs in every state and in some, the open ones of the district, their own."""


def list_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return the 95th percentile of list pages, first ones and deep ones, beside a question for one document."""
    own = OwnPlatform(folder=folder / "data")
    with own.opened() as platform:
        token = _filled(platform, sizes.needs_stored)
    with own.running(), _client(own, token) as http:
        pages = list(islice(_pages(http), _PAGES_DEEP))
        pages = list(islice(_pages(http), sizes.pages))
        single = [_millis(http, "/api/identity/v1/members/me", {})[0] for _ in range(sizes.pages)]
    return {
        "list_page_p95_ms": round(quantile(pages, 0.95), 1),
        "list_page_p50_ms": round(quantile(pages, 0.5), 1),
        "list_page_most_ms": round(max(pages), 1),
        "one_document_p95_ms": round(quantile(single, 0.95), 1),
    }


def _client(own: OwnPlatform, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=own.url, timeout=60, trust_env=False, headers=headers)


def _filled(platform: Platform, count: int) -> str:
    """Store needs over the communities of a district and four months; return the token of staff of the busiest one."""
    chance = random.Random(7)
    invented = Invented(platform=platform, chance=chance)
    places = homes(platform)
    staff = invented.staff(places[0])
    residents = [invented.resident(place) for place in places for _ in range(_RESIDENTS_EACH)]
    kept(platform.identity.members, [*residents, staff], lambda each: each.created_at)
    needs = _needs(invented, staff, residents, count)
    kept(platform.matching.needs, needs, lambda each: each.created_at)
    return tokens_of(platform, [staff])[0]


def _needs(invented: Invented, staff: Member, residents: list[Member], count: int) -> Iterator[Need]:
    """Give needs, oldest first; a third are of the first community, the last days' are open."""
    now = invented.platform.clock.now()
    for number in range(count):
        created_at = now - timedelta(days=_DAYS) * (1 - number / count)
        resident = residents[0] if number % 3 == 0 else invented.chance.choice(residents)
        yield invented.need(resident, staff, created_at=created_at, state=_state(invented, now - created_at))


def _state(invented: Invented, age: timedelta) -> NeedState:
    if age < timedelta(days=_OPEN_DAYS):
        return NeedState.OPEN
    return NeedState.WITHDRAWN if invented.chance.random() < 0.1 else NeedState.MET


def _pages(http: httpx.Client) -> Iterator[float]:
    """Give the milliseconds of page after page, each list from its beginning down to its twelfth page, over and over."""
    while True:
        for query in _QUERIES:
            after: str | None = None
            for _ in range(_PAGES_DEEP):
                asked = {**query, "after": after} if after else dict(query)
                millis, after = _millis(http, "/api/matching/v1/needs", asked)
                yield millis
                if after is None:
                    break


def _millis(http: httpx.Client, path: str, query: dict[str, str]) -> tuple[float, str | None]:
    began = monotonic_seconds()
    answer = http.get(path, params=query)
    millis = (monotonic_seconds() - began) * 1000
    if answer.status_code != 200:
        raise NotMeasured(why=answer.text[:500])
    return millis, answer.json().get("next")
