"""A project: what an organisation wants to do, the notice it recruits with, and the states it passes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from services.matching.domain.projects.errors import CommunitiesRequired, NoticeIncomplete, ProjectFixed
from shared.kernel.errors import FieldFault

MOST_COMMUNITIES = 20


class ProjectState(StrEnum):
    """Where a project stands."""

    DRAFT = "DRAFT"
    AWAITING_REVIEW = "AWAITING_REVIEW"
    PUBLISHED = "PUBLISHED"
    CLOSED = "CLOSED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


NEXT_STATES: Mapping[ProjectState, frozenset[ProjectState]] = MappingProxyType(
    {
        ProjectState.DRAFT: frozenset({ProjectState.AWAITING_REVIEW, ProjectState.WITHDRAWN}),
        ProjectState.AWAITING_REVIEW: frozenset(
            {ProjectState.PUBLISHED, ProjectState.REFUSED, ProjectState.WITHDRAWN}
        ),
        ProjectState.PUBLISHED: frozenset({ProjectState.CLOSED}),
        ProjectState.CLOSED: frozenset(),
        ProjectState.REFUSED: frozenset({ProjectState.AWAITING_REVIEW, ProjectState.WITHDRAWN}),
        ProjectState.WITHDRAWN: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a recruitment notice says. Source: 志愿服务条例 12, 14; 慈善法 65; GB/T 40143-2021 6.1.

    Attributes:
        content: What volunteers will do.
        conditions: Who can take part: age, health, skill, certificate.
        risks: What can happen, said plainly; "none known" is an answer.
        guarantees: Insurance, protection, meals, travel.
        training: What is taught beforehand, and when.
        apply: How to apply.
        contact_name: Who answers questions.
        contact_phone: How to reach them.
    """

    content: str = ""
    conditions: str = ""
    risks: str = ""
    guarantees: str = ""
    training: str = ""
    apply: str = ""
    contact_name: str = ""
    contact_phone: str = ""


REQUIRED = ("content", "conditions", "risks", "guarantees", "contact_name", "contact_phone")
"""What a notice may not leave open; training may be none, and one applies on the platform unless it says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project of one organisation.

    Attributes:
        party_id: The organisation; it answers for the project.
        community_codes: Where it is carried out, the leading community first; its staff review it.
        title: What people call it.
        purpose: Why, and for whom.
        certificate_needed: The part of the work is asked for that the kind's conditional certificate is about.
        made_by: The member who wrote it.
        reason: Why it was refused, withdrawn or closed, in words.
    """

    id: str
    version: int = 0
    party_id: str
    community_codes: tuple[str, ...]
    title: str
    purpose: str = ""
    service_kind: str
    certificate_needed: bool = False
    notice: Notice = Notice()
    state: ProjectState = ProjectState.DRAFT
    made_by: str
    submitted_by: str | None = None
    reviewed_by: str | None = None
    reason: str = ""
    created_at: datetime
    published_at: datetime | None = None

    @property
    def community_code(self) -> str:
        """Return the leading community."""
        return self.community_codes[0]

    @property
    def can_change(self) -> bool:
        """Tell whether its words may still be changed: as a draft, and after it was refused."""
        return self.state in (ProjectState.DRAFT, ProjectState.REFUSED)

    @property
    def is_public(self) -> bool:
        """Tell whether anyone may see it."""
        return self.state in (ProjectState.PUBLISHED, ProjectState.CLOSED)

    def step(self, there: ProjectState) -> "Project":
        """Return this project in state ``there``.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state, there=there)
        return replace(self, state=there)

    def amended(self, **fields: object) -> "Project":
        """Return it with other words.

        Raises:
            ProjectFixed: If it was submitted.
        """
        if not self.can_change:
            raise ProjectFixed
        return checked(replace(self, **fields))  # type: ignore[arg-type]  # -- the names are the command's own

    def missing(self) -> tuple[FieldFault, ...]:
        """Return a fault for each part that must be said before anyone is recruited."""
        notice = tuple(_fault(f"notice.{name}") for name in REQUIRED if not getattr(self.notice, name))
        return notice if self.purpose else (_fault("purpose"), *notice)

    def submitted(self, by: str) -> "Project":
        """Return it waiting for the community's look.

        Raises:
            NoticeIncomplete: With a fault for each part of the notice that is missing.
        """
        waiting = self.step(ProjectState.AWAITING_REVIEW)
        if missing := self.missing():
            raise NoticeIncomplete(faults=missing)
        return replace(waiting, submitted_by=by, reason="")

    def published(self, by: str, now: datetime) -> "Project":
        """Return it approved, for everyone to see."""
        return replace(self.step(ProjectState.PUBLISHED), reviewed_by=by, published_at=now)

    def ended(self, there: ProjectState, reason: str, by: str | None = None) -> "Project":
        """Return it refused, withdrawn or closed, with the reason."""
        return replace(self.step(there), reason=reason, reviewed_by=by or self.reviewed_by)


def checked(project: Project) -> Project:
    """Return the project if it names one community at least.

    Raises:
        CommunitiesRequired: If it names none.
    """
    if not project.community_codes:
        raise CommunitiesRequired
    return project


def _fault(field: str) -> FieldFault:
    return FieldFault(
        field=field,
        code="required",
        zh="发布前请填写这一项",
        en="Please fill this in before it is published",
    )
