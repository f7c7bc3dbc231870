"""Who is under 18, as far as the word of a confirmed service must say it: some cities let nobody so young earn credits."""

from dataclasses import dataclass
from typing import Self

from services.matching.domain.kind_shapes import ADULT_AGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Minor:
    """Somebody under 18 on the day of a service; of everybody else nothing is told.

    Attributes:
        minor_age: Full years on that day, 0 to 17; None for who is of age, or whose age nobody knows.
        guardian_agreed: Whether a guardian agreed to their serving.
    """

    minor_age: int | None = None
    guardian_agreed: bool = False

    @classmethod
    def of(cls, age: int | None, *, guardian_agreed: bool) -> Self:
        """Return what is told of somebody of this age."""
        if age is None or age >= ADULT_AGE:
            return cls()
        return cls(minor_age=age, guardian_agreed=guardian_agreed)
