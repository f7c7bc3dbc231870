"""Who is told what of teams."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.teams import TeamDisbanded, TeamLed, TeamListChanged


def _team(
    fact: TeamLed | TeamListChanged | TeamDisbanded, kind: NoticeKind, member_ids: Iterable[str]
) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=kind,
            subject=Subject(type=SubjectType.TEAM, id=fact.team_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            done_by=fact.by,
        )
        for member_id in member_ids
    )


def _team_led(fact: TeamLed) -> Tellings:
    return _team(fact, NoticeKind.TEAM_LED, fact.leader_ids)


def _team_list_changed(fact: TeamListChanged) -> Tellings:
    """Tell the leaders who asks, joins or leaves by themselves, and the person what others decided."""
    if fact.standing == "INVITED":
        return _team(fact, NoticeKind.TEAM_INVITED, (fact.member_id,))
    if fact.standing == "ASKED":
        return _team(fact, NoticeKind.TEAM_ASKED, fact.leader_ids)
    if fact.by == fact.member_id:
        return _team(fact, NoticeKind.TEAM_LIST_CHANGED, fact.leader_ids)
    joined = fact.standing == "MEMBER"
    return _team(fact, NoticeKind.TEAM_JOINED if joined else NoticeKind.TEAM_WITHOUT_YOU, (fact.member_id,))


def _team_disbanded(fact: TeamDisbanded) -> Tellings:
    return _team(fact, NoticeKind.TEAM_DISBANDED, fact.member_ids)


TEAM_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    TeamLed: _team_led,
    TeamListChanged: _team_list_changed,
    TeamDisbanded: _team_disbanded,
}
