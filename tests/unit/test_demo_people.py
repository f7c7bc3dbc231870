"""The people and plans of a demo are invented, possible, and the same for the same seed."""

import random
from datetime import date

from services.demo.client import Caller, Line
from services.demo.people import invented, mainland_id
from services.demo.plans import Ending, plans_of
from services.demo.volunteers import KINDS, Volunteer
from shared.identity.communities import Community
from shared.identity.documents_cn import stated_document
from shared.identity.member import DocumentType
from shared.identity.phones import normal_phone
from shared.kernel.geography import Point, distance_metres

SEAT = Point(longitude=103.8954, latitude=30.1270)
HOME = Community(
    code="511402001003",
    name="先锋社区居民委员会",
    kind="urban",
    street="通惠街道",
    district="东坡区",
    city="眉山市",
    point=SEAT,
)


def volunteers(count: int) -> list[Volunteer]:
    nobody = Caller(line=Line("http://127.0.0.1:9"))
    return [
        Volunteer(id=f"v{number}", caller=nobody, home=HOME, point=SEAT, kinds=frozenset(KINDS))
        for number in range(count)
    ]


def test_an_invented_person_lives_near_the_seat_and_has_a_possible_phone() -> None:
    people = [invented(random.Random(number), number, HOME) for number in range(200)]
    assert len({normal_phone(person.phone) for person in people}) == 200
    for person in people:
        there = Point(longitude=person.longitude, latitude=person.latitude)
        assert distance_metres(there, SEAT) < 1300


def test_an_invented_id_number_passes_the_register_and_says_the_birth_year() -> None:
    chance = random.Random(7)
    for _ in range(200):
        number = mainland_id(chance, "511402", born=1962)
        stated = stated_document(
            DocumentType.MAINLAND_ID, number, birth_date=None, sex=None, today=date(2026, 11, 23)
        )
        assert stated.birth_date.year == 1962


def test_the_same_seed_plans_the_same_day_with_every_ending() -> None:
    there = volunteers(9)
    assert plans_of(7, there, 60) == plans_of(7, there, 60)
    assert plans_of(7, there, 60) != plans_of(8, there, 60)
    assert {plan.ending for plan in plans_of(7, there, 60)} == set(Ending)
