"""A team: volunteers who serve together under a responsible body, with a leader and a deputy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.teams.errors import LeaderStays, NotInTeam, TeamFull, TeamIsDisbanded
from shared.kernel.words import Words

MOST_PEOPLE = 100
MOST_TEAMS = 10
"""Teams that one person may be in."""


class TeamState(StrEnum):
    """Whether a team is there."""

    ACTIVE = "ACTIVE"
    DISBANDED = "DISBANDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {TeamState.ACTIVE: Words("在册", "Active"), TeamState.DISBANDED: Words("已解散", "Disbanded")}[
            self
        ]


NEXT_STATES: Mapping[TeamState, frozenset[TeamState]] = MappingProxyType(
    {TeamState.ACTIVE: frozenset({TeamState.DISBANDED}), TeamState.DISBANDED: frozenset()}
)


class Standing(StrEnum):
    """How a person stands to a team; who is refused, says no, leaves or is taken off stands in the list no more."""

    ASKED = "ASKED"
    INVITED = "INVITED"
    MEMBER = "MEMBER"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlace:
    """One person on a team's list.

    Attributes:
        since_at: When they asked, were invited, or joined, UTC.
        lets_sign_up: Whether the leader may sign them up for shifts; only they say so.
    """

    member_id: str
    standing: Standing
    since_at: datetime
    lets_sign_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Volunteers who serve together.

    Attributes:
        party_id: The responsible body.
        community_code: Where it serves, 12 digits.
        about: What it does; public.
        leader_id: Who leads; None while nobody does.
        deputy_id: Who leads beside them, if anybody.
        places: Who is in it, asked or was invited, in the order they came.
        reason: Why it was disbanded, in words.
    """

    id: str
    version: int = 0
    party_id: str
    community_code: str
    name: str
    about: str = ""
    leader_id: str | None
    deputy_id: str | None = None
    places: tuple[TeamPlace, ...]
    state: TeamState = TeamState.ACTIVE
    reason: str = ""
    created_at: datetime
    changed_at: datetime

    @property
    def member_ids(self) -> tuple[str, ...]:
        """Return who is in the team."""
        return tuple(each.member_id for each in self.places if each.standing is Standing.MEMBER)

    @property
    def leader_ids(self) -> tuple[str, ...]:
        """Return the leader and the deputy, as far as there are any."""
        return tuple(each for each in (self.leader_id, self.deputy_id) if each)

    def find(self, member_id: str) -> TeamPlace | None:
        """Return a person's line of the list, if any."""
        return next((each for each in self.places if each.member_id == member_id), None)

    def place_of(self, member_id: str) -> TeamPlace:
        """Return a person's line of the list.

        Raises:
            NotInTeam: If there is none.
        """
        found = self.find(member_id)
        if found is None:
            raise NotInTeam
        return found

    def check_active(self) -> None:
        """Pass if the team is there.

        Raises:
            TeamIsDisbanded: Otherwise.
        """
        if self.state is not TeamState.ACTIVE:
            raise TeamIsDisbanded

    def with_place(self, place: TeamPlace) -> "Team":
        """Return it with a person on the list; who asked and was invited, too, is in it.

        Raises:
            TeamIsDisbanded: If it is no more.
            TeamFull: If the list is as long as it may be.
        """
        self.check_active()
        known = self.find(place.member_id)
        if known is None and len(self.places) >= MOST_PEOPLE:
            raise TeamFull(most=MOST_PEOPLE)
        if known is None:
            return replace(self, places=(*self.places, place))
        if known.standing in (Standing.MEMBER, place.standing):
            return self
        return self._changed(replace(place, standing=Standing.MEMBER, lets_sign_up=known.lets_sign_up))

    def joined(self, member_id: str, at: datetime, *, lets_sign_up: bool) -> "Team":
        """Return it with who asked or was invited in it; itself if they are already.

        Raises:
            TeamIsDisbanded: If it is no more.
            NotInTeam: If they did neither.
        """
        self.check_active()
        known = self.place_of(member_id)
        if known.standing is Standing.MEMBER:
            return self
        return self._changed(replace(known, standing=Standing.MEMBER, since_at=at, lets_sign_up=lets_sign_up))

    def letting(self, member_id: str, *, lets_sign_up: bool) -> "Team":
        """Return it with what a person says about being signed up.

        Raises:
            NotInTeam: If they are not on the list.
        """
        return self._changed(replace(self.place_of(member_id), lets_sign_up=lets_sign_up))

    def _changed(self, place: TeamPlace) -> "Team":
        places = tuple(place if each.member_id == place.member_id else each for each in self.places)
        return self if places == self.places else replace(self, places=places)

    def without(self, member_id: str) -> "Team":
        """Return it without a person; a deputy who goes leaves that place empty.

        Raises:
            NotInTeam: If they are not on the list.
            LeaderStays: If they lead it.
        """
        self.place_of(member_id)
        if member_id == self.leader_id:
            raise LeaderStays
        return replace(
            self,
            places=tuple(each for each in self.places if each.member_id != member_id),
            deputy_id=None if member_id == self.deputy_id else self.deputy_id,
        )

    def bereft_of(self, member_id: str) -> "Team":
        """Return it without somebody who closed their account: the deputy leads, or nobody until somebody is named."""
        if member_id != self.leader_id:
            return self.without(member_id)
        return replace(self, leader_id=self.deputy_id, deputy_id=None).without(member_id)

    def led_by(self, leader_id: str, deputy_id: str | None) -> "Team":
        """Return it led by these of its members.

        Raises:
            TeamIsDisbanded: If it is no more.
            NotInTeam: If one of them is not in it.
        """
        self.check_active()
        if not {leader_id, deputy_id} - {None} <= {*self.member_ids}:
            raise NotInTeam
        return replace(self, leader_id=leader_id, deputy_id=None if deputy_id == leader_id else deputy_id)

    def disbanded(self, reason: str) -> "Team":
        """Return it disbanded; itself if it is."""
        if TeamState.DISBANDED not in NEXT_STATES[self.state]:
            return self
        return replace(self, state=TeamState.DISBANDED, reason=reason)
