"""Hours of long days over HTTP: what waits in a book, and the decision at each level."""

from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.application.long_days import long_days, settle_hours
from services.ledger.domain.waiting_lines import WaitingLine
from services.ledger.entrypoints.command_schemas import CommandView
from services.ledger.entrypoints.commands_api import CREATED, answer_to
from shared.events.fields import CommunityCode, Count, Moment
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Answer, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class LongDayView:
    """Hours that wait: ORGANISATION is decided by the community's staff, HIGHER by whoever oversees the area."""

    id: str
    community_code: CommunityCode
    member_id: str
    level: str
    minutes: Count
    service_kind: str
    served_at: Moment


def long_days_api(ledger: Ledger) -> Api:
    """Return the routes over hours of long days."""
    api = Api("ledger")

    @api.get(
        "/books/<community_code>/long-days",
        gives=LongDayView,
        paged=True,
        may=SIGNED_IN,
        says="The hours of long days that wait in a book, newest first",
    )
    def listed(call: Call[Nothing]) -> Page[LongDayView]:
        page = long_days(ledger, call.actor, call.path["community_code"], limit=call.limit, after=call.after)
        return Page(items=tuple(_view(each) for each in page.items), next=page.next)

    @api.post(
        "/long-days/<hours_id>/agree",
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Agree to hours of a long day; they are credited by the rules of that day",
    )
    def agree(call: Call[Nothing]) -> Answer:
        return answer_to(settle_hours(ledger, call.actor, call.path["hours_id"], agrees=True)[1])

    @api.post(
        "/long-days/<hours_id>/refuse",
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Take back hours of a long day that were not served",
    )
    def refuse(call: Call[Nothing]) -> Answer:
        return answer_to(settle_hours(ledger, call.actor, call.path["hours_id"], agrees=False)[1])

    return api


def _view(line: WaitingLine) -> LongDayView:
    return LongDayView(
        id=line.id,
        community_code=line.community_code,
        member_id=line.member_id,
        level=line.level,
        minutes=line.minutes,
        service_kind=line.service_kind,
        served_at=line.served_at,
    )
