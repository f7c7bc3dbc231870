import pytest

from shared.identity.communities import UnknownCommunity
from shared.kernel.errors import NotFound
from shared.kernel.geography import Point
from tests.application.register_world import FAR, HOME, NEXT_DOOR, SOME_COMMUNITIES


def codes(q: str = "", district: str | None = None, limit: int = 20) -> list[str]:
    return [each.code for each in SOME_COMMUNITIES.search(q, district, limit)]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", [FAR, HOME, NEXT_DOOR]),
        ("西街", [NEXT_DOOR]),
        ("通惠", [HOME, NEXT_DOOR]),
        ("东坡 大北", [HOME]),
        ("站前区", [FAR]),
        ("511402", [HOME, NEXT_DOOR]),
        ("大北 站前", []),
        ("不存在", []),
    ],
)
def test_every_word_is_looked_for_in_the_names(q: str, found: list[str]) -> None:
    assert codes(q) == found


def test_what_begins_with_the_word_comes_first() -> None:
    assert codes("大")[0] == HOME


def test_a_search_stays_within_a_district_or_city() -> None:
    assert (codes("", "511402"), codes("", "2108"), codes("", "5114", 1)) == (
        [HOME, NEXT_DOOR],
        [FAR],
        [HOME],
    )


def test_areas_have_names_at_every_level() -> None:
    names = [SOME_COMMUNITIES.area_name(HOME[:length]) for length in (4, 6, 9, 12)]
    assert names == ["眉山市", "东坡区", "通惠街道", "东坡区通惠街道大北街社区"]
    assert SOME_COMMUNITIES.area_name("99") == "99"
    assert (SOME_COMMUNITIES.districts["511402"], SOME_COMMUNITIES.cities["5114"]) == ("东坡区", "眉山市")
    assert len(SOME_COMMUNITIES) == 3


def test_the_nearest_come_first() -> None:
    at = SOME_COMMUNITIES.get(NEXT_DOOR).point
    near = SOME_COMMUNITIES.near(Point(longitude=at.longitude - 0.0001, latitude=at.latitude), limit=2)
    assert [each.code for each in near] == [NEXT_DOOR, HOME]


def test_what_is_not_there_is_said() -> None:
    assert SOME_COMMUNITIES.find("999999999999") is None
    with pytest.raises(NotFound):
        SOME_COMMUNITIES.get("999999999999")
    with pytest.raises(UnknownCommunity):
        SOME_COMMUNITIES.known("999999999999")
