"""A rule pack: one version of one city's rules of the time bank, in the words others look things up by."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Annotated

from shared.events.days import OnDay
from shared.events.fields import Text, Whole
from shared.packs.basis import Basis, Said
from shared.packs.earning import Cap, Coefficients, Days, Earner, Expiry, Groups
from shared.packs.recognising import Closing, FalseHours, Honour, Kinds, Names, Remark, Review, Stars
from shared.packs.spending import Clearing, Donations, Gifts, Redemption

PackCode = Annotated[str, Text(least=2, most=20, pattern=r"[a-z]+")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """What one version of a city's rules says. A version once chosen is never changed: a change is a new version.

    Attributes:
        code: Which city's, such as ``nanjing``.
        version: 1, 2, 3 ….
        title: What people see.
        valid_from: The first day it can be chosen for.
        names: What people see of units.
        earner: Who may earn.
        coefficients: Minutes to credits.
        cap: How much one person may hold.
        expiry: How long credits last.
        groups: What hours of groups are good for.
        days: How many hours a day stand.
        kinds: Which kinds of service count.
        redemption: Who may draw, for whom.
        gifts: To whom one may give.
        donations: Where one may donate.
        clearing: How far credits reach.
        stars: Hours for stars and medals.
        honour: Honour points.
        review: Levels of review.
        false_hours: What false hours cost.
        closing: What becomes of credits when an account closes.
        remarks: What the platform says and does not enforce.
    """

    code: PackCode
    version: Annotated[int, Whole(least=1, most=9999)]
    title: Said
    valid_from: OnDay
    names: Names
    earner: Earner
    coefficients: Coefficients
    cap: Cap
    expiry: Expiry
    groups: Groups
    days: Days
    kinds: Kinds
    redemption: Redemption
    gifts: Gifts
    donations: Donations
    clearing: Clearing
    stars: Stars
    honour: Honour
    review: Review
    false_hours: FalseHours
    closing: Closing
    remarks: tuple[Remark, ...] = ()

    @property
    def id(self) -> str:
        """Return its name with the version, such as ``nanjing-1``."""
        return f"{self.code}-{self.version}"

    def bases(self) -> Iterator[tuple[str, Basis]]:
        """Yield each rule's name with what it rests on."""
        for each in fields(self):
            part = getattr(self, each.name)
            basis = getattr(part, "basis", None)
            if isinstance(basis, Basis):
                yield each.name, basis
        for place, remark in enumerate(self.remarks):
            yield f"remarks.{place}", remark.basis

    @property
    def is_provisional(self) -> bool:
        """Tell whether any of its rules was not read in the text itself."""
        return any(basis.is_provisional for _, basis in self.bases())
