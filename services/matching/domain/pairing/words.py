"""The words of pairing that are chosen, never typed: so that nothing personal can stand in them."""

from enum import StrEnum

from shared.kernel.words import Words


class PairSide(StrEnum):
    """One of the two."""

    HELPER = "HELPER"
    RESIDENT = "RESIDENT"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            PairSide.HELPER: Words("志愿者", "The helper"),
            PairSide.RESIDENT: Words("居民", "The resident"),
        }[self]


class PairRhythm(StrEnum):
    """How often the helper gets in touch."""

    WEEKLY = "WEEKLY"
    FORTNIGHTLY = "FORTNIGHTLY"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"

    @property
    def days(self) -> int:
        """Return after how many days the next contact is due."""
        return {
            PairRhythm.WEEKLY: 7,
            PairRhythm.FORTNIGHTLY: 14,
            PairRhythm.MONTHLY: 30,
            PairRhythm.QUARTERLY: 91,
        }[self]

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            PairRhythm.WEEKLY: Words("每周", "Every week"),
            PairRhythm.FORTNIGHTLY: Words("每两周", "Every two weeks"),
            PairRhythm.MONTHLY: Words("每月", "Every month"),
            PairRhythm.QUARTERLY: Words("每季度", "Every quarter"),
        }[self]


class ContactWay(StrEnum):
    """How the two met."""

    VISIT = "VISIT"
    PHONE = "PHONE"
    OUTING = "OUTING"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            ContactWay.VISIT: Words("上门看望", "Visited at home"),
            ContactWay.PHONE: Words("打电话", "Talked by phone"),
            ContactWay.OUTING: Words("一起外出", "Went out together"),
        }[self]


class ContactFound(StrEnum):
    """How the helper found the resident."""

    WELL = "WELL"
    NEEDS_LOOK = "NEEDS_LOOK"
    NOT_REACHED = "NOT_REACHED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            ContactFound.WELL: Words("都好", "All is well"),
            ContactFound.NEEDS_LOOK: Words("请社区看一看", "The community should look"),
            ContactFound.NOT_REACHED: Words("没联系上", "Nobody answered"),
        }[self]


class PairingEnd(StrEnum):
    """Why a pairing was not agreed to, or ended."""

    NO_TIME = "NO_TIME"
    RESIDENT_WISHES = "RESIDENT_WISHES"
    MOVED = "MOVED"
    NOT_NEEDED = "NOT_NEEDED"
    OTHER = "OTHER"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            PairingEnd.NO_TIME: Words("志愿者时间不合适", "The helper's time does not allow it"),
            PairingEnd.RESIDENT_WISHES: Words("居民的意愿", "The resident wishes so"),
            PairingEnd.MOVED: Words("有一方搬走了", "One of the two moved away"),
            PairingEnd.NOT_NEEDED: Words("不再需要", "It is no longer needed"),
            PairingEnd.OTHER: Words("其他原因", "Another reason"),
        }[self]
