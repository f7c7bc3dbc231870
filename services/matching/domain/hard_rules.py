"""The hard rules, each once: what it asks, what would have to change, how it is asked of a person, what says no.

Ranking, the index and explanations ask all of them. Accepting, inviting and signing up for a shift ask the gates: what a
member wishes (kinds, times, distance) binds the platform, not the member, and staff may ask beyond it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from services.matching.domain import errors
from services.matching.domain.candidate import Candidate
from services.matching.domain.free_time import (
    day_is_full,
    has_no_time,
    is_away,
    is_bound,
    week_is_full,
)
from services.matching.domain.gate_errors import IdentityNotSeen, InsuranceRequired, TrainingRequired
from services.matching.domain.gate_shapes import Helper
from services.matching.domain.kind_shapes import ADULT_AGE, age_on
from services.matching.domain.terms import UNSEEN_LEVEL, Terms, Wanted
from shared.kernel.errors import LinliError
from shared.kernel.words import Words

TermsT = TypeVar("TermsT", bound=Terms)
HelperT = TypeVar("HelperT", bound=Helper)


@dataclass(frozen=True, slots=True, kw_only=True)
class HardRule(Generic[TermsT, HelperT]):
    """One rule that no score outweighs.

    Attributes:
        code: Stable name.
        asks: What it asks, as a person reads it.
        change: What would have to change for who breaks it.
        broken: Tells whether a person breaks it.
    """

    code: str
    asks: Words
    change: Words
    broken: Callable[[TermsT, HelperT], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(HardRule[Terms, Helper]):
    """A rule that also binds whoever says yes of their own accord.

    Attributes:
        refusal: Returns what says no.
    """

    refusal: Callable[[Terms], LinliError]


def _shown_too_little(terms: Terms, helper: Helper) -> bool:
    return helper.identity_level < terms.identity_level


def _unseen_at_home(terms: Terms, helper: Helper) -> bool:
    return helper.identity_level < terms.home_level


def _age(terms: Terms, helper: Helper) -> int:
    return age_on(helper.birth_date, terms.day) if helper.birth_date else ADULT_AGE


def _too_young(terms: Terms, helper: Helper) -> bool:
    return _age(terms, helper) < min(terms.kind.least_age, ADULT_AGE)


def _without_guardian(terms: Terms, helper: Helper) -> bool:
    return _age(terms, helper) < ADULT_AGE and not helper.guardian_consented


def _minor_alone(terms: Terms, helper: Helper) -> bool:
    return _age(terms, helper) < ADULT_AGE and not terms.adult_there


def _without_certificate(terms: Terms, helper: Helper) -> bool:
    wanted = terms.certificates
    return bool(wanted) and not any(helper.holds_certificate(code) for code in wanted)


def _untrained(terms: Terms, helper: Helper) -> bool:
    return terms.training and not helper.trained_for(terms.kind.code, terms.day)


def _uninsured(terms: Terms, helper: Helper) -> bool:
    return terms.insurance and not helper.insured_on(terms.day)


def _certificate_refusal(terms: Terms) -> LinliError:
    words = terms.kind.certificate.words
    return errors.CertificateRequired(certificate_zh=words.zh, certificate_en=words.en)


def _training_refusal(terms: Terms) -> LinliError:
    words, name = terms.kind.training.words, terms.kind.name
    return TrainingRequired(training_zh=words.zh or name.zh, training_en=words.en or name.en)


GATES: tuple[Gate, ...] = (
    Gate(
        code="identity",
        asks=Words("身份证件已登记", "An identity document is on file"),
        change=Words("登记身份证件", "Record an identity document"),
        broken=_shown_too_little,
        refusal=lambda _: errors.IdentityRequired(),
    ),
    Gate(
        code="identity-seen",
        asks=Words("上门服务：社区核对过证件原件", "Service in a home: staff have seen the document"),
        change=Words("带证件原件到社区核对一次", "Show the original at the community's counter once"),
        broken=_unseen_at_home,
        refusal=lambda _: IdentityNotSeen(),
    ),
    Gate(
        code="age",
        asks=Words("年龄符合这类服务的规定", "Old enough for this kind of service"),
        change=Words("年满规定的岁数", "Reach the age this kind asks for"),
        broken=_too_young,
        refusal=lambda _: errors.MinorsNotAllowed(),
    ),
    Gate(
        code="guardian",
        asks=Words("未满 18 岁：监护人已同意", "Under 18: a guardian has agreed"),
        change=Words("请监护人同意", "A guardian agrees"),
        broken=_without_guardian,
        refusal=lambda _: errors.GuardianConsentRequired(),
    ),
    Gate(
        code="adult-first",
        asks=Words("未满 18 岁：已有成年人同行", "Under 18: an adult has taken a place"),
        change=Words("先有一位成年志愿者报名", "An adult takes a place first"),
        broken=_minor_alone,
        refusal=lambda _: errors.AdultFirst(),
    ),
    Gate(
        code="certificate",
        asks=Words("持有这类服务要求的证书", "Holds the certificate this kind asks for"),
        change=Words("请社区核对证书原件", "Have staff see the certificate"),
        broken=_without_certificate,
        refusal=_certificate_refusal,
    ),
    Gate(
        code="training",
        asks=Words("参加过这类服务的培训", "Trained for this kind of service"),
        change=Words("参加培训，由社区登记", "Do the training and have it recorded"),
        broken=_untrained,
        refusal=_training_refusal,
    ),
    Gate(
        code="insurance",
        asks=Words("当天有意外保险", "Accident insurance is in force on the day"),
        change=Words("由社区投保或登记意外保险", "The community insures or records it"),
        broken=_uninsured,
        refusal=lambda _: InsuranceRequired(),
    ),
)
"""In the order in which somebody who breaks several hears of them."""


def _does_not_offer(wanted: Wanted, candidate: Candidate) -> bool:
    return wanted.kind.code not in candidate.service_kinds


def _is_party(wanted: Wanted, candidate: Candidate) -> bool:
    return candidate.member_id in wanted.parties


def _is_excluded(wanted: Wanted, candidate: Candidate) -> bool:
    return candidate.member_id in wanted.excluded


def _too_far(wanted: Wanted, candidate: Candidate) -> bool:
    metres = wanted.metres_to(candidate)
    if metres is None:
        return candidate.community_code != wanted.need.community_code
    return metres > candidate.radius_metres


WISHES: tuple[HardRule[Wanted, Candidate], ...] = (
    HardRule(
        code="kind",
        asks=Words("愿意做这类服务", "Offers this kind of service"),
        change=Words("在服务意愿里选上这一类", "Choose this kind among the offers"),
        broken=_does_not_offer,
    ),
    HardRule(
        code="not-own",
        asks=Words("不是本人的需求，也不是本人发布的", "Is not their own need, nor posted by them"),
        change=Words("无法改变：自己的需求由别人来帮", "Nothing: others help with one's own need"),
        broken=_is_party,
    ),
    HardRule(
        code="not-asked",
        asks=Words("还没有问过，也没有退出过", "Was not asked already, and did not leave it"),
        change=Words("由社区另行邀请", "Staff may invite them"),
        broken=_is_excluded,
    ),
    HardRule(
        code="away",
        asks=Words("这天没有写“不在”", "Is not away that day"),
        change=Words(
            "这天写了不在；提前回来的话，去掉那一条", "Away that day: coming back earlier, remove it"
        ),
        broken=is_away,
    ),
    HardRule(
        code="times",
        asks=Words("在填写的空闲时间内", "Within the times they set"),
        change=Words("把这段时间加到空闲时间里", "Add this time to the times when free"),
        broken=has_no_time,
    ),
    HardRule(
        code="distance",
        asks=Words("在愿意走的距离内", "Within the distance they go"),
        change=Words("愿意走得更远一些", "Go a longer way"),
        broken=_too_far,
    ),
    HardRule(
        code="free",
        asks=Words("这段时间没有别的服务", "Has no other service at that time"),
        change=Words("另一个服务改期或取消", "The other service moves or is cancelled"),
        broken=is_bound,
    ),
    HardRule(
        code="day-full",
        asks=Words("这天的服务还没到自己定的次数", "Has not reached their own most services a day"),
        change=Words("把一天最多几次调高", "Raise the most services a day"),
        broken=day_is_full,
    ),
    HardRule(
        code="week-full",
        asks=Words("这一周的服务还没到自己定的次数", "Has not reached their own most services a week"),
        change=Words("把一周最多几次调高", "Raise the most services a week"),
        broken=week_is_full,
    ),
)
"""What keeps somebody from being asked, the cheapest question first."""


def against_wishes(wanted: Wanted, candidate: Candidate) -> tuple[HardRule[Wanted, Candidate], ...]:
    """Return the rules of wish that a candidate does not keep."""
    return tuple(rule for rule in WISHES if rule.broken(wanted, candidate))


ASKED_WHEN_ACCEPTING = "identity"
"""A document is asked for when somebody first says yes: nobody is left out of proposals for want of one."""


def gates_before_asking(wanted: Wanted) -> tuple[Gate, ...]:
    """Return the gates that must be open before somebody is asked."""
    later = {ASKED_WHEN_ACCEPTING} | ({"identity-seen"} if wanted.home_level <= UNSEEN_LEVEL else set())
    return tuple(rule for rule in GATES if rule.code not in later)


class Sieve:
    """Every rule that must hold before somebody is asked for a need."""

    def __init__(self, wanted: Wanted) -> None:
        """Bind what is wanted."""
        self.wanted, self._gates = wanted, gates_before_asking(wanted)

    def lets_through(self, candidate: Candidate) -> bool:
        """Tell whether a candidate breaks none of them."""
        wanted = self.wanted
        return not any(rule.broken(wanted, candidate) for rule in WISHES) and not any(
            rule.broken(wanted, candidate) for rule in self._gates
        )

    def broken(self, candidate: Candidate) -> tuple[str, ...]:
        """Return the codes of those that a candidate breaks."""
        rules = ((rule.code, rule.broken(self.wanted, candidate)) for rule in WISHES)
        gates = ((rule.code, rule.broken(self.wanted, candidate)) for rule in self._gates)
        return tuple(code for code, broken in (*rules, *gates) if broken)
