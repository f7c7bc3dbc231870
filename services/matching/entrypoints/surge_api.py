"""The API of surges."""

from services.matching.application.context import Matching
from services.matching.application.surging import (
    DeclareSurge,
    EndSurge,
    SurgeQuery,
    SurgeView,
    declare_surge,
    end_surge,
    surge_shown,
    surge_view,
)
from shared.identity.permissions import Permission
from shared.web.api import Api, Call

_REVIEW = Permission.REVIEW_NEED


def surge_api(m: Matching) -> Api:
    """Return the routes of surges."""
    api = Api("matching")

    @api.get(
        "/surge",
        query=SurgeQuery,
        gives=SurgeView,
        may=Permission.SEE_DESK,
        says="Whether everybody suitable is asked at once in a community, why and until when",
    )
    def shown(call: Call[SurgeQuery]) -> SurgeView:
        return surge_shown(m, call.actor, call.query.community)

    @api.post(
        "/surge",
        takes=DeclareSurge,
        gives=SurgeView,
        may=_REVIEW,
        says="Ask everybody suitable at once for some hours; it ends by itself",
    )
    def declared(call: Call[DeclareSurge]) -> SurgeView:
        return surge_view(m, declare_surge(m, call.actor, call.body).id)

    @api.post(
        "/surge/end",
        takes=EndSurge,
        gives=SurgeView,
        may=_REVIEW,
        says="Go back to asking a few at a time",
    )
    def ended(call: Call[EndSurge]) -> SurgeView:
        end_surge(m, call.actor, call.body)
        return surge_view(m, call.body.community_code)

    return api
