"""From which age one may register, and with whose consent."""

from dataclasses import dataclass
from datetime import date, datetime

from services.matching.domain.register.errors import GuardianNeeded, TooYoung
from shared.identity.member import CONSENT_AGE, OF_AGE, Guardian, years_between


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianStated:
    """A guardian as the minor's form states it.

    Attributes:
        name: Full name, may be empty.
        phone: E.164, or None.
        consents: Whether the guardian agreed.
    """

    name: str = ""
    phone: str | None = None
    consents: bool = False


def guardian_for(birth_date: date, stated: GuardianStated, *, today: date, now: datetime) -> Guardian | None:
    """Return the guardian to be recorded: none for those of age.

    Source: 中国注册志愿者管理办法; PIPL 31; 浙江省志愿服务条例 9.

    Raises:
        TooYoung: Under 14.
        GuardianNeeded: From 14 to 17, if name, phone or consent are missing.
    """
    age = years_between(birth_date, today)
    if age >= OF_AGE:
        return None
    if age < CONSENT_AGE:
        raise TooYoung(age=age)
    if not stated.name or stated.phone is None or not stated.consents:
        raise GuardianNeeded(age=age)
    return Guardian(name=stated.name, phone=stated.phone, consent_at=now)
