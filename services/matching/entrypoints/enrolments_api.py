"""The API of enrolments: people and bodies that report to a community to serve there."""

from services.matching.application.context import Matching
from services.matching.application.enrolling import enrolling
from services.matching.application.enrolling.commands import (
    CountQuery,
    DecideEnrolment,
    EndEnrolment,
    Enrol,
    EnrolmentsQuery,
)
from services.matching.application.enrolling.showing import (
    enrolment_counts,
    enrolment_shown,
    enrolment_view,
    enrolments_listed,
)
from services.matching.application.enrolling.views import EnrolmentCounts, EnrolmentView
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import PUBLIC, SIGNED_IN, Api, Call, Nothing


def enrolments_api(m: Matching) -> Api:
    """Return the routes of enrolments."""
    api = Api("matching")
    _asked(api, m)
    _decided(api, m)
    return api


def _asked(api: Api, m: Matching) -> None:
    @api.post(
        "/enrolments",
        takes=Enrol,
        gives=EnrolmentView,
        may=SIGNED_IN,
        status=201,
        says="Report to a community, yourself or for a body; its staff confirm it",
    )
    def enrol(call: Call[Enrol]) -> EnrolmentView:
        return enrolment_view(m, call.actor, enrolling.enrol(m, call.actor, call.body, call.new_id()))

    @api.get(
        "/enrolments",
        query=EnrolmentsQuery,
        gives=EnrolmentView,
        paged=True,
        may=SIGNED_IN,
        says="Your own enrolments, or those of a community as its staff, newest first",
    )
    def listed(call: Call[EnrolmentsQuery]) -> Page[EnrolmentView]:
        return enrolments_listed(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/enrolment-counts",
        query=CountQuery,
        gives=EnrolmentCounts,
        may=PUBLIC,
        says="How many persons and bodies are enrolled; fewer than ten persons are not counted",
    )
    def counted(call: Call[CountQuery]) -> EnrolmentCounts:
        return enrolment_counts(m, call.query.community_code)


def _decided(api: Api, m: Matching) -> None:
    @api.get("/enrolments/<id>", gives=EnrolmentView, may=SIGNED_IN, says="One enrolment")
    def shown(call: Call[Nothing]) -> EnrolmentView:
        return enrolment_shown(m, call.actor, call.path["id"])

    @api.post(
        "/enrolments/<id>/decide",
        takes=DecideEnrolment,
        gives=EnrolmentView,
        may=Permission.REVIEW_PARTY,
        says="Confirm an enrolment, or refuse it with a reason",
    )
    def decide(call: Call[DecideEnrolment]) -> EnrolmentView:
        decided = enrolling.decide_enrolment(m, call.actor, call.path["id"], call.body)
        return enrolment_view(m, call.actor, decided)

    @api.post(
        "/enrolments/<id>/end",
        takes=EndEnrolment,
        gives=EnrolmentView,
        may=SIGNED_IN,
        says="End your enrolment, or as staff another's with a reason",
    )
    def end(call: Call[EndEnrolment]) -> EnrolmentView:
        ended = enrolling.end_enrolment(m, call.actor, call.path["id"], call.body)
        return enrolment_view(m, call.actor, ended)
