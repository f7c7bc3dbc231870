"""The register's members as documents: only the register writes them."""

from collections.abc import Mapping

from shared.identity.member import Member
from shared.identity.roles import Grant
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_members(clock: Clock, ids: Ids) -> Aggregates[Member]:
    """Return the members of the register; only the register writes them."""
    return Aggregates(
        Member,
        alias="identity",
        collection="members",
        clock=clock,
        ids=ids,
        lists=(("community_code",), ("duties",)),
        unique=("sign_in_phone", "volunteer_number", "document_found_by"),
        indexes=("phone", "changed_at", "delegate_ids"),
        also=_found_by,
    )


def _found_by(member: Member) -> Mapping[str, object]:
    return {
        "sign_in_phone": member.phone if member.password_hash else None,
        "document_found_by": member.document.found_by if member.document else None,
        "delegate_ids": [each.member_id for each in member.delegates],
        "duties": sorted({key for grant in member.grants for key in duty_keys(grant)}),
    }


def duty_keys(grant: Grant) -> tuple[str, ...]:
    """Return the keys a grant is listed under: its role, and any role, at every level its scope lies within."""
    code = grant.scope.text
    levels = {"ALL", code, *(code[:length] for length in (4, 6, 9, 12) if code[:length].isdigit())}
    return tuple(f"{role}@{level}" for role in (grant.role.value, "*") for level in levels)
