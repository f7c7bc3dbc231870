"""What a demo did and was answered, kept apart from what the platform shows afterwards."""

import threading
from collections import Counter
from dataclasses import dataclass, field

from services.demo.client import Json, Refused


@dataclass(kw_only=True)
class Deeds:
    """Everything the platform acknowledged. Safe for several threads.

    Attributes:
        run: Marks what this run posts.
        needs: Ids of the needs posted.
        drawn: Ids of the needs that redemptions became.
        communities: Codes of the communities they were posted in.
        proposed: Ids of the proposals that volunteers were shown.
        accepted: Ids of the assignments that came of a yes.
        confirmed: Minutes confirmed, by assignment.
        parties: Ids of the parties approved.
        projects: Ids of the projects published.
        shifts: Ids of the shifts posted.
        settled: Minutes of volunteering agreed to, by shift and member.
        served: Ids of the members whose minutes were confirmed.
        earned: Minutes of service that stand, by member.
        moves: What redeeming, giving and donating changed of the credits, by member.
        redemptions: Where each redemption ends, and the minutes it uses.
        gifts: Ids of gifts and donations.
        certificates: Whether each holds, by id.
        parts: Where each part of a need stands, by need and part.
        checks: Codes of the communities whose records were looked at.
        added: Minutes of earlier service taken over, and by which records were corrected, by member.
        awards: Communities of the awards published, by id.
        pools: Minutes that were drawn from pools, by community.
        rules: Codes of the communities whose rules were chosen anew.
        refusals: Refusals that were right, by code.
        troubles: What went otherwise than it should, in English.
    """

    run: str
    communities: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    proposed: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    confirmed: dict[str, int] = field(default_factory=dict)
    parties: set[str] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)
    shifts: set[str] = field(default_factory=set)
    settled: dict[tuple[str, str], int] = field(default_factory=dict)
    served: set[str] = field(default_factory=set)
    earned: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    redemptions: dict[str, tuple[str, int]] = field(default_factory=dict)
    gifts: set[str] = field(default_factory=set)
    certificates: dict[str, str] = field(default_factory=dict)
    parts: dict[tuple[str, str], str] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)
    added: Counter[str] = field(default_factory=Counter)
    awards: dict[str, str] = field(default_factory=dict)
    pools: Counter[str] = field(default_factory=Counter)
    rules: set[str] = field(default_factory=set)
    refusals: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def need_posted(self, need: Json) -> None:
        """Keep that a need was posted."""
        with self._turn:
            self.needs.add(str(need["id"]))
            self.communities.add(str(need["community_code"]))

    def need_drawn(self, need: Json) -> None:
        """Keep that a redemption became a need."""
        with self._turn:
            self.drawn.add(str(need["id"]))
            self.communities.add(str(need["community_code"]))

    def proposal_seen(self, proposal: Json) -> None:
        """Keep that a volunteer was asked."""
        with self._turn:
            self.proposed.add(str(proposal["id"]))

    def place_taken(self, assignment_id: str) -> None:
        """Keep that a yes was acknowledged."""
        with self._turn:
            self.accepted.add(assignment_id)

    def minutes_confirmed(self, assignment_id: str, member_id: str, minutes: int) -> None:
        """Keep that minutes of a member stand."""
        with self._turn:
            self.served.add(member_id)
            self.confirmed[assignment_id] = minutes
            self.earned[member_id] += minutes

    def party_approved(self, party_id: str) -> None:
        """Keep that a party was approved."""
        with self._turn:
            self.parties.add(party_id)

    def project_published(self, project_id: str) -> None:
        """Keep that a project was published."""
        with self._turn:
            self.projects.add(project_id)

    def shift_posted(self, shift_id: str) -> None:
        """Keep that a shift was posted."""
        with self._turn:
            self.shifts.add(shift_id)

    def shift_settled(self, shift_id: str, member_id: str, minutes: int) -> None:
        """Keep that minutes of a member at a shift stand."""
        with self._turn:
            self.served.add(member_id)
            self.settled[shift_id, member_id] = minutes
            self.earned[member_id] += minutes

    def credits_moved(self, member_id: str, minutes: int) -> None:
        """Keep by how much the credits of a member changed, other than by service."""
        with self._turn:
            self.moves[member_id] += minutes

    def redeemed(self, redemption_id: str, state: str, minutes: int) -> None:
        """Keep where a redemption ends, and what it uses."""
        with self._turn:
            self.redemptions[redemption_id] = (state, minutes)

    def gave(self, gift_id: str) -> None:
        """Keep that something was given or donated."""
        with self._turn:
            self.gifts.add(gift_id)

    def certified(self, certificate_id: str, state: str) -> None:
        """Keep that a certificate was taken, and whether it holds."""
        with self._turn:
            self.certificates[certificate_id] = state

    def part_stands(self, need_id: str, part_id: str, state: str) -> None:
        """Keep where a part of a need stands."""
        with self._turn:
            self.parts[need_id, part_id] = state

    def checked(self, community_code: str) -> None:
        """Keep that records of a community were looked at."""
        with self._turn:
            self.checks.add(community_code)

    def hours_added(self, member_id: str, minutes: int) -> None:
        """Keep that minutes of a member stand that came of no service of this run."""
        with self._turn:
            self.added[member_id] += minutes
            self.earned[member_id] += minutes

    def honoured(self, award_id: str, community_code: str) -> None:
        """Keep that an award is published for objections."""
        with self._turn:
            self.awards[award_id] = community_code

    def drew_from_pool(self, community_code: str, minutes: int) -> None:
        """Keep what was drawn from a pool."""
        with self._turn:
            self.pools[community_code] += minutes

    def ruled(self, community_code: str) -> None:
        """Keep that a community chose its rules."""
        with self._turn:
            self.rules.add(community_code)

    def refused(self, refusal: Refused) -> None:
        """Keep a refusal that was right."""
        with self._turn:
            self.refusals[refusal.code] += 1

    def trouble(self, what: str) -> None:
        """Keep something that should not have been."""
        with self._turn:
            self.troubles.append(what)
