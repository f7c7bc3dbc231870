"""The API of spot checks."""

from services.matching.application.checking.commands import (
    DrawSpotCheck,
    JudgeRecord,
    PublishedChecksQuery,
    SpotChecksQuery,
)
from services.matching.application.checking.looking import draw_spot_check, judge_record, publish_spot_check
from services.matching.application.checking.showing import (
    CheckOfStaff,
    CheckView,
    spot_check_shown,
    spot_checks_for_desk,
    spot_checks_published,
)
from services.matching.application.context import Matching
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import PUBLIC, Api, Call, Nothing

_KEEP = Permission.CONFIRM_AS_STAFF


def checking_api(m: Matching) -> Api:
    """Return the routes of spot checks."""
    api = Api("matching")
    _read(api, m)
    _changed(api, m)
    return api


def _read(api: Api, m: Matching) -> None:
    @api.get(
        "/spot-checks",
        query=SpotChecksQuery,
        gives=CheckView,
        paged=True,
        may=_KEEP,
        says="The spot checks of a community's service records, for its staff",
    )
    def listed(call: Call[SpotChecksQuery]) -> Page[CheckView]:
        return spot_checks_for_desk(m, call.actor, call.query, limit=call.limit, after=call.after)

    @api.get(
        "/spot-checks/<id>",
        gives=CheckOfStaff,
        may=_KEEP,
        says="A spot check with the records that were drawn",
    )
    def shown(call: Call[Nothing]) -> CheckOfStaff:
        return spot_check_shown(m, call.actor, call.path["id"])

    @api.get(
        "/spot-checks/published",
        query=PublishedChecksQuery,
        gives=CheckView,
        paged=True,
        may=PUBLIC,
        says="What a community's spot checks found, in numbers",
    )
    def published(call: Call[PublishedChecksQuery]) -> Page[CheckView]:
        return spot_checks_published(m, call.query, limit=call.limit, after=call.after)


def _changed(api: Api, m: Matching) -> None:
    @api.post(
        "/spot-checks",
        takes=DrawSpotCheck,
        gives=CheckOfStaff,
        may=_KEEP,
        status=201,
        says="Draw this month's records by chance",
    )
    def draw(call: Call[DrawSpotCheck]) -> CheckOfStaff:
        return spot_check_shown(m, call.actor, draw_spot_check(m, call.actor, call.body).id)

    @api.post(
        "/spot-checks/<id>/verdicts",
        takes=JudgeRecord,
        gives=CheckOfStaff,
        may=_KEEP,
        says="Say what was found of a record that was drawn; what is wrong is then to be corrected",
    )
    def judge(call: Call[JudgeRecord]) -> CheckOfStaff:
        return spot_check_shown(m, call.actor, judge_record(m, call.actor, call.path["id"], call.body).id)

    @api.post(
        "/spot-checks/<id>/publish",
        gives=CheckOfStaff,
        may=_KEEP,
        says="Publish the results, in numbers, once every record was looked at",
    )
    def publish(call: Call[Nothing]) -> CheckOfStaff:
        return spot_check_shown(m, call.actor, publish_spot_check(m, call.actor, call.path["id"]).id)
