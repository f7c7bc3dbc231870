"""Finding people in one community: all of them, page by page, or those with a name."""

from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.register_pages.spoken import LEVELS
from shared.identity.attestations import Attestation
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.kernel.words import Words
from shared.storage.paging import Page

ON_A_PAGE = 30
MOST_READ = 20_000
"""A community has a few thousand residents; more are not read to find a name among them."""


def people_listed(identity: Identity, community_code: str, *, after: str | None) -> Page[Member]:
    """Return a page of a community's people, newest first."""
    return identity.members.page({"community_code": community_code}, limit=ON_A_PAGE, after=after)


def people_named(identity: Identity, community_code: str, typed: str) -> list[Member]:
    """Return the first people of a community whose names hold what was typed, by name."""
    wanted = typed.casefold()
    known = identity.members.where({"community_code": community_code}, limit=MOST_READ)
    found = sorted((each for each in known if wanted in each.name.casefold()), key=lambda each: each.name)
    return found[:ON_A_PAGE]


def member_row(member: Member, language: str) -> dict[str, object]:
    """Return what a list shows of a person: nothing that is logged when read."""
    return {
        "id": member.id,
        "name": member.name,
        "number": member.volunteer_number,
        "has_account": member.password_hash is not None,
        "status": member.status.value,
        "level": LEVELS[member.identity_level].say(language),
        "since_at": member.created_at,
    }


def attested_rows(member: Member, language: str) -> list[dict[str, object]]:
    """Return the training and insurance recorded of a person, in words."""
    return [
        {
            "topic": each.topic.value,
            "kind": each.service_kind,
            "words": _attested_words(each).say(language),
            "until": each.valid_until,
        }
        for each in member.attestations
    ]


def _attested_words(each: Attestation) -> Words:
    if not each.service_kind:
        return each.topic.words
    name = SERVICE_KINDS[each.service_kind].name
    return Words(f"{each.topic.words.zh}：{name.zh}", f"{each.topic.words.en}: {name.en}")
