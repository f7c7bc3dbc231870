"""The API of explanations: why somebody is asked for a need, why not, and what would have to change."""

from services.matching.application.context import Matching
from services.matching.application.explaining import FitView, fit_shown
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def explaining_api(m: Matching) -> Api:
    """Return the routes of explanations."""
    api = Api("matching")

    @api.get(
        "/needs/<id>/fit",
        gives=FitView,
        may=SIGNED_IN,
        says="Why I am asked for a need or not, rule by rule and term by term",
    )
    def own(call: Call[Nothing]) -> FitView:
        return fit_shown(m, call.actor, call.path["id"], call.actor.member_id)

    @api.get(
        "/needs/<id>/fit/<member_id>",
        gives=FitView,
        may=SIGNED_IN,
        says="The same of somebody else, as staff of the need's community",
    )
    def others(call: Call[Nothing]) -> FitView:
        return fit_shown(m, call.actor, call.path["id"], call.path["member_id"])

    return api
