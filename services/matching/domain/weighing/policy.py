"""The ranking policy of a community: weights in versions, each with why, by whom, and what it would have changed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.matching.domain.weighing.errors import NewerVersionIsOn, NoSuchVersion, NothingWeighs
from shared.kernel.words import Words

MOST_WEIGHT = 100
MOST_VERSIONS = 50


class Term(StrEnum):
    """What counts for somebody beside the hard rules; the value names the weight."""

    DISTANCE = "distance"
    SKILL = "skill"
    LOAD = "load"
    CONTINUITY = "continuity"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWords:
    """A term as staff read it: what it is, in which unit it is measured, and where it comes from."""

    name: Words
    unit: Words
    source: Words


TERMS = {
    Term.DISTANCE: TermWords(
        name=Words("离得近", "Lives near"),
        unit=Words(
            "米，越近分越高，到本人愿走的距离为 0",
            "metres; full at the door, 0 at the distance the person goes",
        ),
        source=Words("就近就便（昆明规划 二）", "Near and handy (Kunming plan, 2)"),
    ),
    Term.SKILL: TermWords(
        name=Words("技能或证书合适", "A fitting skill or certificate"),
        unit=Words("有或没有", "yes or no"),
        source=Words("供需精准对接（江苏规划 十四）", "Offers that fit needs (Jiangsu plan, 14)"),
    ),
    Term.LOAD: TermWords(
        name=Words("近来服务少", "Served little lately"),
        unit=Words(
            "近 31 天及之后的服务次数，次数越多分越低",
            "services in the last 31 days and to come; fewer count more",
        ),
        source=Words("不让少数人太累，机会均等", "Nobody is worn out, everybody has a turn"),
    ),
    Term.CONTINUITY: TermWords(
        name=Words("服务过这位居民", "Has served this resident"),
        unit=Words("有或没有", "yes or no"),
        source=Words(
            "结对帮扶，熟人上门（江苏规划 二十三）", "Lasting bonds, familiar faces (Jiangsu plan, 23)"
        ),
    ),
    Term.HELD: TermWords(
        name=Words("急事先不占用难找的人", "Keeps who is scarce out of what is urgent"),
        unit=Words(
            "近几晚的安排里，本人多一次服务约省的分，从 300 分起扣足；只在分轮询问一天内开始的求助时扣",
            "points that one more service of theirs would have saved in the plans of recent nights, taken off in full from 300; only in rounds for what begins within a day",
        ),
        source=Words(
            "把难找的人留给之后更难找人的求助（平台自己的安排）",
            "Who is scarce is kept for requests that find fewer people (the platform's own plans)",
        ),
    ),
}
ADDING = (Term.DISTANCE, Term.SKILL, Term.LOAD, Term.CONTINUITY)
"""Terms that add up to somebody's score; the other only takes off, in rounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWeights:
    """Most points of each term, 0 to 100.

    Raises:
        NothingWeighs: If all that add up to a score are 0.
    """

    distance: int = 50
    skill: int = 25
    load: int = 25
    continuity: int = 20
    held: int = 0

    def __post_init__(self) -> None:
        """Refuse weights that tell nobody apart."""
        if not (self.distance or self.skill or self.load or self.continuity):
            raise NothingWeighs

    @property
    def total(self) -> int:
        """Return the most points of a score."""
        return self.distance + self.skill + self.load + self.continuity

    def of(self, term: Term) -> int:
        """Return the weight of a term."""
        return {
            Term.DISTANCE: self.distance,
            Term.SKILL: self.skill,
            Term.LOAD: self.load,
            Term.CONTINUITY: self.continuity,
            Term.HELD: self.held,
        }[term]


AS_IT_COMES = TermWeights(held=30)
"""What weighs where a community set nothing: version 0. A version kept before prices were learned goes on without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Who would be asked first for some needs under one policy.

    Attributes:
        asked: Proposals in all.
        people: Different people among them.
        metres: Mean distance, metres.
        skilled: Proposals to somebody with a fitting skill.
        familiar: Proposals to somebody who has served the resident.
    """

    asked: int = 0
    people: int = 0
    metres: int = 0
    skilled: int = 0
    familiar: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a version would have changed.

    Attributes:
        needs: Needs of the last month that were looked at.
        changed: Those of them for which others would be asked first.
        before: Under the policy that was on then.
        after: Under the version.
    """

    needs: int
    changed: int
    before: Tally
    after: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """One version.

    Attributes:
        number: From 1, never used again.
        note: Why, in the words of who drafted it.
        preview: Worked out when it was drafted, before anybody could switch it on.
        on_at: When it was switched on, UTC; None while it is a draft.
    """

    number: int
    weights: TermWeights
    note: str
    preview: Preview
    made_by: str
    made_at: datetime
    on_by: str | None = None
    on_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingBook:
    """The versions of one community, oldest first, the last fifty.

    Attributes:
        id: The community's code.
    """

    id: str
    version: int = 0
    versions: tuple[PolicyVersion, ...] = ()

    @property
    def current(self) -> PolicyVersion | None:
        """Return the version that is on, if any ever was."""
        return next((each for each in reversed(self.versions) if each.on_at is not None), None)

    @property
    def weights(self) -> TermWeights:
        """Return what weighs now."""
        return self.current.weights if self.current else AS_IT_COMES

    @property
    def number(self) -> int:
        """Return the number of the version that is on; 0 for what weighs as it comes."""
        return self.current.number if self.current else 0

    @property
    def next_number(self) -> int:
        """Return the number of the next version."""
        return self.versions[-1].number + 1 if self.versions else 1

    def drafted(self, draft: PolicyVersion) -> "RankingBook":
        """Return it with one more version, in the place of an earlier draft."""
        kept = tuple(each for each in self.versions if each.on_at is not None)
        return replace(self, versions=(*kept, draft)[-MOST_VERSIONS:])

    def switched_on(self, number: int, by: str, now: datetime) -> "RankingBook":
        """Return it with a version on; itself if it is on already.

        Raises:
            NoSuchVersion: If there is none with this number.
            NewerVersionIsOn: If a newer one was switched on.
        """
        found = next((each for each in self.versions if each.number == number), None)
        if found is None:
            raise NoSuchVersion
        if number < self.number:
            raise NewerVersionIsOn
        if found.on_at is not None:
            return self
        on = replace(found, on_by=by, on_at=now)
        return replace(self, versions=tuple(on if each is found else each for each in self.versions))
