"""A pack in plain words: each rule a sentence in both languages, with what it rests on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from shared.kernel.words import Words
from shared.packs.basis import CERTAINTY_WORDS, Basis
from shared.packs.earning import Above, Lasting
from shared.packs.pack import RulePack
from shared.packs.recognising import LeftTo
from shared.packs.spending import RELATION_WORDS, AgeOf, DonationTo, Reach, Receiver, Relation

KindName = Callable[[str], Words | None]
"""Gives the name of a kind of service by its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule as people read it.

    Attributes:
        title: What it is about.
        says: What it says.
        basis: What it rests on.
        kept_by_people: Whether the community sees to it, for the platform does not enforce it.
    """

    title: Words
    says: Words
    basis: Basis
    kept_by_people: bool = False

    @property
    def certainty(self) -> Words:
        """Return how sure we are of it."""
        return CERTAINTY_WORDS[self.basis.certainty]


def plain_words(pack: RulePack, kind_name: KindName) -> tuple[Line, ...]:
    """Return every rule of a pack as a sentence, what people ask first first."""
    kinds = _kinds(pack, kind_name)
    told: tuple[tuple[str, str, Words, Basis], ...] = (
        ("谁可以存", "Who may save", _earner(pack), pack.earner.basis),
        ("存多少", "What is earned", _coefficients(pack, kind_name), pack.coefficients.basis),
        ("哪些服务", "Which services", kinds, pack.kinds.basis),
        ("上限", "Most one may hold", _cap(pack), pack.cap.basis),
        ("一天最多", "Hours of one day", _days(pack), pack.days.basis),
        ("有效期", "How long it lasts", _expiry(pack), pack.expiry.basis),
        ("谁可以用", "Who may draw", _redemption(pack), pack.redemption.basis),
        ("转赠", "Gifts", _gifts(pack), pack.gifts.basis),
        ("捐赠", "Donations", _among(pack.donations.to, _DONATIONS), pack.donations.basis),
        ("团体时间", "Hours of groups", _groups(pack), pack.groups.basis),
        ("在哪里用", "Where it can be drawn", _clearing(pack), pack.clearing.basis),
        ("星级", "Stars", _stars(pack), pack.stars.basis),
        ("荣誉", "Honour", _honour(pack), pack.honour.basis),
        ("审核", "Review", _review(pack), pack.review.basis),
        ("虚报", "False hours", _false(pack), pack.false_hours.basis),
        ("搬走或身故", "When somebody moves or dies", _closing(pack), pack.closing.basis),
    )
    lines = tuple(
        Line(title=Words(zh, en), says=says, basis=basis, kept_by_people=en in _KEPT_BY_PEOPLE)
        for zh, en, says, basis in told
    )
    notes = (
        Line(title=Words("说明", "Also"), says=each.says.words, basis=each.basis, kept_by_people=True)
        for each in pack.remarks
    )
    return (*lines, *notes)


_KEPT_BY_PEOPLE: Final = frozenset(
    {
        "Review",
    }
)
"""Rules that the platform says and leaves to the community."""


def _join(parts: Iterable[Words]) -> Words:
    found = list(parts)
    return Words("、".join(each.zh for each in found), ", ".join(each.en for each in found))


def _earner(pack: RulePack) -> Words:
    rule = pack.earner
    zh, en = f"年满 {rule.least_age} 周岁", f"From {rule.least_age} years"
    if rule.with_guardian_from == rule.least_age:
        return Words(zh, en)
    if not rule.with_guardian_from:
        return Words(f"{zh}；未成年人须监护人同意", f"{en}; younger with the guardian's consent")
    return Words(
        f"{zh}；{rule.with_guardian_from} 周岁起须监护人同意",
        f"{en}; from {rule.with_guardian_from} with the guardian's consent",
    )


def _coefficients(pack: RulePack, kind_name: KindName) -> Words:
    rule = pack.coefficients
    every = Words(f"1 分钟服务存 {_times(rule.ratio)} 分钟", f"1 minute served saves {_times(rule.ratio)}")
    own = _join(_ratio(each.kind, each.ratio, kind_name) for each in rule.by_kind)
    return Words(f"{every.zh}；{own.zh}", f"{every.en}; {own.en}") if rule.by_kind else every


def _ratio(kind: str, ratio: str, kind_name: KindName) -> Words:
    name = kind_name(kind) or Words(kind, kind)
    return Words(f"{name.zh} ×{_times(ratio)}", f"{name.en} ×{_times(ratio)}")


def _times(ratio: str) -> str:
    above, _, below = ratio.partition("/")
    return above if below == "1" else ratio


def _kinds(pack: RulePack, kind_name: KindName) -> Words:
    if not pack.kinds.allowed:
        return Words("全部服务类别", "Every kind of service")
    return _join(kind_name(code) or Words(code, code) for code in pack.kinds.allowed)


def _cap(pack: RulePack) -> Words:
    if not pack.cap.most_hours:
        return Words("没有上限", "No cap")
    to = _among(pack.cap.above[:1], _ABOVE)
    if len(pack.cap.above) > 1:
        ways = [_ABOVE[each] for each in pack.cap.above]
        return Words(
            f"每人最多 {pack.cap.most_hours} 小时，超出的由本人选：{'或'.join(each.zh for each in ways)}；不选则{to.zh}",
            f"At most {pack.cap.most_hours} hours a person; one chooses whether more {' or '.join(each.en for each in ways)}; "
            f"until then it {to.en}",
        )
    return Words(
        f"每人最多 {pack.cap.most_hours} 小时，超出的{to.zh}",
        f"At most {pack.cap.most_hours} hours a person; more {to.en}",
    )


def _days(pack: RulePack) -> Words:
    rule = pack.days
    if not rule.stands_hours:
        return Words("没有每日上限", "No daily limit")
    return Words(
        f"一天 {rule.stands_hours} 小时以内直接计入；到 {rule.organisation_hours} 小时由组织审核；再多由上级审核",
        f"Up to {rule.stands_hours} hours stand; up to {rule.organisation_hours} the organisation agrees, beyond it the level above",
    )


def _expiry(pack: RulePack) -> Words:
    return {
        Lasting.ALWAYS: Words("长期有效", "Never ends"),
        Lasting.DAYS: Words(
            f"服务后 {pack.expiry.days} 天内有效", f"{pack.expiry.days} days after the service"
        ),
        Lasting.YEAR_END: Words("当年 12 月 31 日到期", "Ends on 31 December of the year of the service"),
    }[pack.expiry.lasting]


def _redemption(pack: RulePack) -> Words:
    rule = pack.redemption
    whom = _relations(rule.for_whom)
    if not rule.receivers:
        return whom
    ways = [_way(each) for each in rule.receivers]
    either = rule.age_of is AgeOf.SAVER_OR_SPOUSE
    zh = f"{whom.zh}；{'本人或配偶' if either else '受助人'}{'；或'.join(each.zh for each in ways)}"
    en = f"{whom.en}; {'the saver or the spouse' if either else 'who is served'} is {', or '.join(each.en for each in ways)}"
    return Words(zh, en)


def _way(way: Receiver) -> Words:
    zh, en = f"年满 {way.least_age} 周岁", f"{way.least_age} or older"
    if way.in_hardship:
        zh, en = f"{zh}且有困难", f"{en} and in hardship"
    if way.with_own_hours:
        zh, en = f"{zh}且自己有存时", f"{en} with hours of their own"
    return Words(zh, en)


def _relations(relations: tuple[Relation, ...]) -> Words:
    return _join(RELATION_WORDS[each] for each in relations)


def _gifts(pack: RulePack) -> Words:
    rule = pack.gifts
    if not rule.to:
        return Words("不能转赠", "Not possible")
    parts = [_relations(rule.to)]
    if rule.most_hours_at_once:
        parts.append(
            Words(
                f"每次最多 {rule.most_hours_at_once} 小时", f"at most {rule.most_hours_at_once} hours at once"
            )
        )
    if rule.most_hours_a_year:
        parts.append(
            Words(f"每年最多 {rule.most_hours_a_year} 小时", f"at most {rule.most_hours_a_year} hours a year")
        )
    return _join(parts)


def _groups(pack: RulePack) -> Words:
    if pack.groups.donate_only:
        return Words(
            "只能捐赠：随队伍服务的时间积分直接进入互助池，服务时长照记本人",
            "Can only be donated: the credits of what a team serves together go to the pool; the hours are each one's own",
        )
    return Words("与个人时间相同", "Like hours of one person")


def _clearing(pack: RulePack) -> Words:
    if not pack.clearing.steps:
        return Words("在存入的社区", "In the community where it was saved")
    return _join(
        Words(
            f"{each.from_year} 年起{_REACH[each.reach].zh}", f"{_REACH[each.reach].en} from {each.from_year}"
        )
        for each in pack.clearing.steps
    )


def _stars(pack: RulePack) -> Words:
    hours = "/".join(str(each) for each in pack.stars.hours)
    if not pack.stars.medal_hours:
        return Words(f"一至五星：{hours} 小时", f"One to five stars: {hours} hours")
    medals = "/".join(str(each) for each in pack.stars.medal_hours)
    return Words(
        f"一至五星：{hours} 小时；奖章：{medals} 小时",
        f"One to five stars: {hours} hours; medals: {medals} hours",
    )


def _honour(pack: RulePack) -> Words:
    only = Words("荣誉积分只作激励，不能兑换", "Honour points are recognition and buy nothing")
    return _joined([only, *(each.says.words for each in pack.honour.privileges)])


def _joined(parts: list[Words]) -> Words:
    return Words("；".join(each.zh for each in parts), "; ".join(each.en for each in parts))


def _review(pack: RulePack) -> Words:
    levels = pack.review.levels
    return Words(f"{levels} 级审核", f"{levels} {'level' if levels == 1 else 'levels'}")


def _false(pack: RulePack) -> Words:
    least, most = pack.false_hours.least_years, pack.false_hours.most_years
    return Words(f"撤销，并限制 {least} 至 {most} 年", f"Withdrawn, and kept out for {least} to {most} years")


def _closing(pack: RulePack) -> Words:
    moved, died = _LEFT[pack.closing.moved], _LEFT[pack.closing.died]
    months = pack.closing.months_to_ask
    return Words(
        f"搬走：{moved.zh}；身故：{died.zh}；{months} 个月内提出",
        f"Moved: {moved.en}; died: {died.en}; asked for within {months} months",
    )


def _among(values: Iterable[object], words: dict[object, Words]) -> Words:
    return _join(words[each] for each in values)


_ABOVE: Final[dict[object, Words]] = {
    Above.POOL: Words("捐给公益池", "is donated to the pool"),
    Above.HONOUR: Words("转为荣誉", "is turned to honour"),
}
_DONATIONS: Final[dict[object, Words]] = {
    DonationTo.POOL: Words("社区公益池", "the community's pool"),
    DonationTo.ELDERS: Words("困难老人", "elders in hardship"),
    DonationTo.INSTITUTION: Words("养老机构", "institutions of care"),
}
_REACH: Final = {
    Reach.COMMUNITY: Words("本社区", "in the community"),
    Reach.DISTRICT: Words("区内通兑", "in the whole district"),
    Reach.CITY: Words("全市通兑", "in the whole city"),
    Reach.ANYWHERE: Words("各地通兑", "everywhere"),
}
_LEFT: Final = {
    LeftTo.NEW_COMMUNITY: Words("转到新社区", "to the new community"),
    LeftTo.HEIRS: Words("由直系亲属继承，否则进公益池", "to direct relatives, else the pool"),
    LeftTo.POOL: Words("进公益池", "to the pool"),
}
