"""How many people a round asks: as many as the places are likely to take, and others once those have kept silent."""

from datetime import datetime, timedelta
from math import ceil

from services.matching.domain.need import Need
from services.matching.domain.proposal import Proposal, ProposalSet

ACCEPTANCE = 0.35
"""Share of those asked who say yes: a round asks so many that the yeses expected fill the places."""
MOST_A_ROUND = 10
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=24)
WAITS_FOR = 4
"""Whoever was asked has a fourth of the time that is left until the service, within the two limits above."""


def counts_still(proposal: Proposal, need: Need, now: datetime) -> bool:
    """Tell whether an answer is still expected; later the person may say yes as before, but others are asked too."""
    patience = (need.starts_at - proposal.at) / WAITS_FOR
    return now < proposal.at + min(LONGEST, max(SHORTEST, patience))


def to_ask_now(need: Need, asked: ProposalSet, now: datetime) -> int:
    """Return how many more people the next round of a need asks, 0 to 10."""
    wanted = ceil(max(0, need.places_left) / ACCEPTANCE)
    expected = sum(counts_still(each, need, now) for each in asked.waiting)
    return min(MOST_A_ROUND, max(0, wanted - expected))
