"""What the cards of these pages show, as the macros take it."""

from collections.abc import Iterable

from services.matching.application.views import AssignmentView, NeedView, ProposalView


def proposal_card(proposal: ProposalView, language: str) -> dict[str, object]:
    """Return a proposal as one screen: what, when, how far, why me."""
    need = proposal.need
    return {
        "id": proposal.id,
        "kind": need.service_kind,
        "kind_words": need.service_name.say(language),
        "title": need.title,
        "starts_at": need.starts_at,
        "ends_at": need.ends_at,
        "metres": need.distance_metres,
        "place": need.community_name,
        "state": proposal.state.value if proposal.state.value == "INVITED" else None,
        "reasons": [reason.says.say(language) for reason in proposal.reasons],
        "accept_url": f"/proposals/{proposal.id}/accept",
        "decline_url": f"/proposals/{proposal.id}/decline",
        "url": f"/needs/{need.id}",
        "why_url": f"/needs/{need.id}/why",
    }


def service_card(assignment: AssignmentView, language: str) -> dict[str, object]:
    """Return an assignment as the card of a next service."""
    return {
        "kind_words": assignment.service_name.say(language),
        "title": assignment.title,
        "starts_at": assignment.starts_at,
        "ends_at": assignment.ends_at,
        "metres": None,
        "place": assignment.address or assignment.community_name,
        "who": assignment.resident_name,
        "url": f"/assignments/{assignment.id}",
    }


def soonest_first(assignments: Iterable[AssignmentView]) -> list[AssignmentView]:
    """Return assignments by their start."""
    return sorted(assignments, key=lambda each: each.starts_at)


def need_line(need: NeedView, language: str) -> dict[str, object]:
    """Return a need as a line of a list."""
    return {"need": need, "kind_words": need.service_name.say(language), "url": f"/needs/{need.id}"}
