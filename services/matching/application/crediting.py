"""What a service will come to in the time bank: what the word of it says of minors, and what people learn before they serve."""

from collections.abc import Iterable
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.domain.minor import Minor
from shared.identity.member import day_in_china
from shared.kernel.words import Words

FOR_THE_POOL = Words(
    "按本社区规则，由队长带队报名的属于团体时间：服务时长照记，时间积分直接捐入互助池。",
    "By this community's rules, what a team serves together is a group's: the hours are recognised, the credits go to the pool.",
)
TOO_YOUNG = Words(
    "按本社区规则，您的年龄还不计时间积分；服务照常记录，计入服务时长和证明。",
    "By this community's rules you are too young for time credits; the service is recorded and counts for your certificate.",
)
NOT_OF_THE_BANK = Words(
    "本社区时间银行不含这类服务：服务照常记录，不计时间积分。",
    "This community's time bank does not take this kind of service: it is recorded, without credits.",
)


def minors(m: Matching, member_ids: Iterable[str], served_at: datetime) -> dict[str, Minor]:
    """Return what is told of each of these people on the day of a service, by id; all are read at once."""
    day, wanted = day_in_china(served_at), tuple(member_ids)
    known = {
        each.id: Minor.of(each.age_on(day), guardian_agreed=each.guardian_consented)
        for each in m.people.get_many(wanted).values()
    }
    return {each: known.get(each, Minor()) for each in wanted}


def why_no_credits(
    m: Matching, member_id: str | None, community_code: str, service_kind: str, at: datetime
) -> Words | None:
    """Return why a service then will earn no credits, or None: people learn it before they serve.

    Args:
        m: Coordination.
        member_id: Who would serve; None for who did not sign in.
        community_code: Whose book it will stand in.
        service_kind: Code of the kind of service.
        at: When it is.
    """
    pack = m.rules(community_code, day_in_china(at))
    if not pack.kinds.takes(service_kind):
        return NOT_OF_THE_BANK
    if member_id is None:
        return None
    minor = minors(m, (member_id,), at)[member_id]
    may = pack.earner.may(minor.minor_age, has_guardians_consent=minor.guardian_agreed)
    return None if may else TOO_YOUNG


def why_for_the_pool(m: Matching, community_code: str, at: datetime) -> Words | None:
    """Return that what a team serves together is donated, where the community's rules say so."""
    return FOR_THE_POOL if m.rules(community_code, day_in_china(at)).groups.donate_only else None
