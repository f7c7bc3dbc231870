"""The API of named duties."""

from services.matching.application.context import Matching
from services.matching.application.duties import appointing
from services.matching.application.duties.commands import Appoint, DutiesQuery, NameDuty
from services.matching.application.duties.showing import DutyView, duties_listed, duty_view
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing

_REVIEW = Permission.REVIEW_PARTY


def duties_api(m: Matching) -> Api:
    """Return the routes of named duties."""
    api = Api("matching")

    @api.get(
        "/duties",
        query=DutiesQuery,
        gives=DutyView,
        paged=True,
        may=PUBLIC,
        says="The named duties of a community, or those that are vacant, newest first",
    )
    def listed(call: Call[DutiesQuery]) -> Page[DutyView]:
        return duties_listed(m, call.somebody, call.query, limit=call.limit, after=call.after)

    @api.post(
        "/duties", takes=NameDuty, gives=DutyView, may=_REVIEW, status=201, says="Name a duty for an area"
    )
    def named(call: Call[NameDuty]) -> DutyView:
        return duty_view(m, call.actor, appointing.name_duty(m, call.actor, call.body, call.new_id()))

    @api.post(
        "/duties/<id>/appoint",
        takes=Appoint,
        gives=DutyView,
        may=_REVIEW,
        says="Let whoever signs in with this phone hold it",
    )
    def appointed(call: Call[Appoint]) -> DutyView:
        return duty_view(m, call.actor, appointing.appoint(m, call.actor, call.path["id"], call.body))

    @api.post(
        "/duties/<id>/vacate", gives=DutyView, may=SIGNED_IN, says="Let go of it, or take it back as staff"
    )
    def vacated(call: Call[Nothing]) -> DutyView:
        return duty_view(m, call.actor, appointing.vacate(m, call.actor, call.path["id"]))

    return api
