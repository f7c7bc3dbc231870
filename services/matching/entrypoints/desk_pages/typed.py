"""What the forms of the desk send; each field is named for its own form, so that one page can hold them all."""

from dataclasses import dataclass

from services.matching.application.commands import Words500
from shared.events.fields import Id, Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalForm:
    """Why a need is refused; whoever asked reads it."""

    refusal: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalForm:
    """Why a need is taken back."""

    withdrawal: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteForm:
    """Whom to invite, and why if a wish of theirs speaks against it."""

    member_id: Id
    because: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentForm:
    """When and how somebody said yes aloud."""

    note: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesForm:
    """The minutes the receiving side told staff on the phone.

    Attributes:
        difference: Why they are fewer than was agreed.
    """

    minutes: Minutes
    difference: Words500 = ""
