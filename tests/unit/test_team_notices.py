"""Who is told what of teams, and never the one who did it."""

import pytest

from services.notify.domain.routing import routes
from shared.events.teams import TeamDisbanded, TeamLed, TeamListChanged

BASE = {"team_id": "team", "party_id": "party", "community_code": "511402001001"}


def told(fact: object) -> list[tuple[str, str]]:
    return [(each.member_id, each.kind.value) for each in routes(fact) if each.done_by != each.member_id]


@pytest.mark.parametrize(
    ("standing", "by", "expected"),
    [
        ("INVITED", "leader", [("a", "team-invited")]),
        ("ASKED", "a", [("leader", "team-asked"), ("deputy", "team-asked")]),
        ("MEMBER", "leader", [("a", "team-joined")]),
        ("MEMBER", "a", [("leader", "team-list-changed"), ("deputy", "team-list-changed")]),
        ("GONE", "leader", [("a", "team-without-you")]),
        ("GONE", "a", [("leader", "team-list-changed"), ("deputy", "team-list-changed")]),
    ],
)
def test_a_change_of_the_list_is_told_to_the_other_side(
    standing: str, by: str, expected: list[tuple[str, str]]
) -> None:
    fact = TeamListChanged(**BASE, member_id="a", standing=standing, leader_ids=("leader", "deputy"), by=by)
    assert told(fact) == expected


def test_leaders_hear_that_they_lead_and_everyone_that_a_team_is_no_more() -> None:
    assert told(TeamLed(**BASE, leader_ids=("a", "b"), by="b")) == [("a", "team-led")]
    assert told(TeamDisbanded(**BASE, member_ids=("a", "b"), by="s")) == [
        ("a", "team-disbanded"),
        ("b", "team-disbanded"),
    ]
