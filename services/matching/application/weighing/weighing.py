"""Drafting a ranking policy with its preview on last month's needs, and switching it on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from services.matching.application.context import Matching
from services.matching.application.proposing import keep_first, ranking_policy
from services.matching.application.weighing.commands import DraftRanking, SwitchRanking
from services.matching.domain.need import Need
from services.matching.domain.ranking import Ranked
from services.matching.domain.weighing.policy import PolicyVersion, Preview, RankingBook, Tally, TermWeights
from shared.events.weighing import RankingSwitched
from shared.identity.actor import Actor
from shared.identity.permissions import Permission

PREVIEW_DAYS = 31
PREVIEW_NEEDS = 40
"""The newest of the month: a preview answers within a second or two."""
FIRST_ASKED = 3


def ranking_book(m: Matching, community_code: str) -> RankingBook:
    """Return the ranking policy of a community, with no version perhaps."""
    return m.ranking_books.find(community_code) or RankingBook(id=community_code)


def draft_ranking(m: Matching, actor: Actor, asked: DraftRanking) -> RankingBook:
    """Return the policy with these weights drafted and previewed; the same weights and words again change nothing.

    Raises:
        Forbidden: If the actor reviews no needs of the community.
        NothingWeighs: If every weight is 0.
    """
    code = m.communities.known(asked.community_code).code
    actor.check_may(Permission.REVIEW_NEED, code)
    book, weights = ranking_book(m, code), _weights(asked)
    last = book.versions[-1] if book.versions else None
    if last is not None and (last.weights, last.note) == (weights, asked.note):
        return book
    return keep_first(m.ranking_books, book.drafted(_draft(m, actor, book, weights, asked.note)))


def _weights(asked: DraftRanking) -> TermWeights:
    return TermWeights(
        distance=asked.distance,
        skill=asked.skill,
        load=asked.load,
        continuity=asked.continuity,
        held=asked.held,
    )


def _draft(m: Matching, actor: Actor, book: RankingBook, weights: TermWeights, note: str) -> PolicyVersion:
    return PolicyVersion(
        number=book.next_number,
        weights=weights,
        note=note,
        preview=previewed(m, book, weights),
        made_by=actor.member_id,
        made_at=m.clock.now(),
    )


def switch_ranking(m: Matching, actor: Actor, asked: SwitchRanking) -> RankingBook:
    """Return the policy with a drafted version on; done twice, it is done once.

    Raises:
        Forbidden: If the actor reviews no needs of the community.
        NoSuchVersion: If there is no such version.
        NewerVersionIsOn: If a newer one was switched on.
    """
    actor.check_may(Permission.REVIEW_NEED, asked.community_code)
    book = ranking_book(m, asked.community_code)
    on = book.switched_on(asked.number, actor.member_id, m.clock.now())
    if on is book:
        return book
    fact = RankingSwitched(community_code=book.id, number=asked.number, by=actor.member_id)
    return m.ranking_books.save(on, fact)


def previewed(m: Matching, book: RankingBook, weights: TermWeights) -> Preview:
    """Return what these weights would have changed for last month's needs, as people and offers are today."""
    since = m.clock.now() - timedelta(days=PREVIEW_DAYS)
    newest = m.needs.page({"community_code": book.id}, limit=PREVIEW_NEEDS).items
    needs = [each for each in newest if each.created_at >= since and each.helpers_wanted]
    before = [_first(m, need, book.weights) for need in needs]
    after = [_first(m, need, weights) for need in needs]
    return Preview(
        needs=len(needs),
        changed=sum(_who(one) != _who(other) for one, other in zip(before, after, strict=True)),
        before=_tally(before),
        after=_tally(after),
    )


def _first(m: Matching, need: Need, weights: TermWeights) -> tuple[Ranked, ...]:
    policy = ranking_policy(m, need, FIRST_ASKED, frozenset())
    return m.candidates.best(need, replace(policy, weights=weights))


def _who(ranked: Sequence[Ranked]) -> list[str]:
    return [each.candidate.member_id for each in ranked]


def _tally(rounds: Sequence[Sequence[Ranked]]) -> Tally:
    asked = [each for ranked in rounds for each in ranked]
    metres = [each.distance_metres for each in asked if each.distance_metres is not None]
    return Tally(
        asked=len(asked),
        people=len({each.candidate.member_id for each in asked}),
        metres=round(sum(metres) / len(metres)) if metres else 0,
        skilled=_with_reason(asked, "skill"),
        familiar=_with_reason(asked, "continuity"),
    )


def _with_reason(asked: Sequence[Ranked], code: str) -> int:
    return sum(any(reason.code == code for reason in each.reasons) for each in asked)
