"""Proposals: who is asked whether they can help with a need, and why they."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import NotAsked

LEAST_ROUND = 3
MOST_ROUND = 10
ASKED_PER_PLACE = 5
MOST_IN_SURGE = 200
"""For one need at a time; who comes after is asked as others decline."""


class ProposalState(StrEnum):
    """Where one proposal stands."""

    PROPOSED = "PROPOSED"
    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    CLOSED = "CLOSED"


NEXT_STATES: Mapping[ProposalState, frozenset[ProposalState]] = MappingProxyType(
    {
        ProposalState.PROPOSED: frozenset(
            {
                ProposalState.INVITED,
                ProposalState.ACCEPTED,
                ProposalState.DECLINED,
                ProposalState.CLOSED,
            }
        ),
        ProposalState.INVITED: frozenset(
            {ProposalState.ACCEPTED, ProposalState.DECLINED, ProposalState.CLOSED}
        ),
        ProposalState.ACCEPTED: frozenset({ProposalState.CLOSED}),
        ProposalState.DECLINED: frozenset({ProposalState.INVITED, ProposalState.ACCEPTED}),
        ProposalState.CLOSED: frozenset(
            {ProposalState.PROPOSED, ProposalState.INVITED, ProposalState.ACCEPTED}
        ),
    }
)
WAITING = frozenset({ProposalState.PROPOSED, ProposalState.INVITED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why somebody is asked, in words and as a number with its unit (``metres``, ``services``, ``points``, or none)."""

    code: str
    zh: str
    en: str
    value: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """This offer for this need.

    Attributes:
        id: The need's id, a dot, the member's id.
        offer_id: The offer it rests on; none when staff invited the person.
        score: Orders proposals, says nothing of the person.
        policy_version: Version of the community's ranking policy that it was made by; 0 is what weighs as it comes.
        next_best_id: Who would have been asked next, for staff; none if nobody else suited.
        next_best_score: That person's score.
        against: Codes of the rules of wish that an invitation by staff set aside.
        because: Why, in the words of who invited.
        invited_by: Who that was.
        note: Why it was declined, in the member's words, if they gave any.
        taken_back: Codes of the rules that rule it out since the member changed something; it is closed then.
    """

    id: str
    member_id: str
    offer_id: str | None = None
    state: ProposalState
    reasons: tuple[Reason, ...] = ()
    score: int = 0
    policy_version: int = 0
    next_best_id: str | None = None
    next_best_score: int = 0
    against: tuple[str, ...] = ()
    because: str = ""
    invited_by: str | None = None
    at: datetime
    note: str = ""
    taken_back: tuple[str, ...] = ()

    def step(self, there: ProposalState) -> "Proposal":
        """Return it in state ``there``, or itself if no arrow leads there."""
        return replace(self, state=there, taken_back=()) if there in NEXT_STATES[self.state] else self

    def taken_back_for(self, rules: tuple[str, ...]) -> "Proposal":
        """Return it closed because of rules that the member does not keep any more."""
        return replace(self.step(ProposalState.CLOSED), taken_back=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSet:
    """All proposals of one need, in one document.

    Attributes:
        id: The need's id.
        nobody_found: Whether staff were told that nobody is left to ask.
    """

    id: str
    version: int = 0
    community_code: str
    proposals: tuple[Proposal, ...] = ()
    nobody_found: bool = False

    @property
    def waiting(self) -> tuple[Proposal, ...]:
        """Return the proposals that wait for an answer."""
        return tuple(each for each in self.proposals if each.state in WAITING)

    def of_member(self, member_id: str) -> Proposal | None:
        """Return the proposal made to a member, if any."""
        return next((each for each in self.proposals if each.member_id == member_id), None)

    def to_ask(self, places_left: int, *, in_surge: bool = False) -> int:
        """Return how many more people to ask now: five for each place, 3 to 10 in all, in a surge 200, less those who are asked."""
        if places_left <= 0:
            return 0
        few = min(MOST_ROUND, max(LEAST_ROUND, ASKED_PER_PLACE * places_left))
        wanted = MOST_IN_SURGE if in_surge else few
        return max(0, wanted - len(self.waiting))

    def not_again(self) -> frozenset[str]:
        """Return the members who are not to be asked (again): all but those whose proposal was merely closed."""
        return frozenset(each.member_id for each in self.proposals if each.state is not ProposalState.CLOSED)

    def with_proposals(self, more: Iterable[Proposal]) -> "ProposalSet":
        """Return it with these proposals added, each in place of an earlier one to the same member."""
        by_member = {each.member_id: each for each in self.proposals} | {
            each.member_id: each for each in more
        }
        return replace(self, proposals=tuple(by_member.values()), nobody_found=False)

    def answered(self, member_id: str, there: ProposalState, note: str = "") -> "ProposalSet":
        """Return it with a member's proposal accepted or declined; itself if it is so already.

        Raises:
            NotAsked: If that member was never asked.
        """
        asked = self.of_member(member_id)
        if asked is None:
            raise NotAsked
        stepped = asked.step(there)
        if stepped is asked:
            return self
        return self.with_proposals([replace(stepped, note=note)])

    def closed(self) -> "ProposalSet":
        """Return it with nobody waiting any more; itself if nobody was."""
        if not self.waiting:
            return self
        return replace(
            self,
            proposals=tuple(
                each.step(ProposalState.CLOSED) if each.state in WAITING else each for each in self.proposals
            ),
        )


def proposal_id(need_id: str, member_id: str) -> str:
    """Return the id of the proposal of a need to a member."""
    return f"{need_id}.{member_id}"


def ids_of(proposal: str) -> tuple[str, str]:
    """Return the need's and the member's id from the id of a proposal.

    Raises:
        NotAsked: If it is no such id.
    """
    need_id, dot, member_id = proposal.partition(".")
    if not dot:
        raise NotAsked
    return need_id, member_id
