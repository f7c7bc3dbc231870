"""The volunteers of a demo: invented, signed up, ready to serve."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from services.demo.client import Caller, Json, Refused
from services.demo.people import Invented, invented, mainland_id
from shared.identity.communities import Community
from shared.kernel.geography import Point

PASSWORD = "a-day-in-dongpo"  # noqa: S105 -- of people who do not exist
KINDS = (
    "HOME_VISIT",
    "PHONE_CARE",
    "MEAL_DELIVERY",
    "CLINIC_ESCORT",
    "ERRAND",
    "PAPERWORK_HELP",
    "HOME_CLEANING",
    "SMALL_REPAIR",
    "DIGITAL_HELP",
    "HAIRCUT",
    "ENVIRONMENT",
)
"""Kinds of service that anybody of age may give without a certificate, and whose minutes are credited."""
_OFFERED_BY_EACH = 3
_RADIUS_METRES = 3000
_DRAWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """Someone who signed up and offers service.

    Attributes:
        id: As the platform gave it.
        caller: Speaks for them.
        home: Their community.
        point: Where they live.
        kinds: What they offer.
    """

    id: str
    caller: Caller
    home: Community
    point: Point
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUps:
    """Signs volunteers up, the same ones for the same seed but for their phones and documents.

    Attributes:
        nobody: Speaks for those who have no account yet.
        communities: Where they live, in turn.
        consent: Version of the text they agree to.
        seed: Of all chance.
        run: Marks this run, so that the same seed can be played twice on one platform.
        first_number: Of the run's first phone.
    """

    nobody: Caller
    communities: Sequence[Community]
    consent: str
    seed: int
    run: str
    first_number: int

    def volunteer(self, number: int) -> Volunteer:
        """Return the volunteer of a number, signed up with document, week and offer."""
        chance = random.Random(f"{self.seed} volunteer {number}")
        home = self.communities[number % len(self.communities)]
        who = invented(chance, self.first_number + number, home)
        made = self._signed_up(who, home, number)
        kinds = frozenset(chance.sample(KINDS, _OFFERED_BY_EACH))
        caller = Caller(line=self.nobody.line, token=str(made["token"]))
        self._declare_document(caller, home, number)
        self._offer(caller, who, kinds)
        point = Point(longitude=who.longitude, latitude=who.latitude)
        return Volunteer(id=str(made["id"]), caller=caller, home=home, point=point, kinds=kinds)

    def _signed_up(self, who: Invented, home: Community, number: int) -> Json:
        body: Json = {
            "community_code": home.code,
            "phone": who.phone,
            "name": who.name,
            "password": PASSWORD,
            "consent_version": self.consent,
        }
        return self.nobody.post("/identity/v1/members", body, key=f"{self.run}-volunteer-{number}")

    def _declare_document(self, caller: Caller, home: Community, number: int) -> None:
        chance = random.Random(f"{self.run} document {number}")
        for draw in range(_DRAWS):
            born = chance.randint(1956, 2004)
            stated: Json = {
                "type": "MAINLAND_ID",
                "number": mainland_id(chance, home.district_code, born=born),
            }
            try:
                caller.post("/identity/v1/members/me/documents", stated)
            except Refused as refused:
                if refused.code != "document-in-use" or draw == _DRAWS - 1:
                    raise
            else:
                return

    def _offer(self, caller: Caller, who: Invented, kinds: frozenset[str]) -> None:
        week = [{"weekday": day, "from_minute": 0, "to_minute": 1440} for day in range(1, 8)]
        caller.put("/identity/v1/members/me/availability", {"windows": week, "radius_metres": _RADIUS_METRES})
        point = {"longitude": who.longitude, "latitude": who.latitude}
        offer: Json = {"service_kinds": sorted(kinds), "radius_metres": _RADIUS_METRES, "point": point}
        caller.post("/matching/v1/offers", offer, key=f"{self.run}-offer")
