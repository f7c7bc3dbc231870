"""The API of broadcasts, under ``/api/notify/v1``: for staff of a community."""

from dataclasses import dataclass

from services.notify.application.broadcasting.commands import (
    AnswerBroadcast,
    CountAudience,
    WriteBroadcast,
)
from services.notify.application.broadcasting.saying import (
    answer_broadcast,
    stop_broadcast,
    write_broadcast,
)
from services.notify.application.broadcasting.showing import (
    AudienceView,
    BroadcastView,
    audience_counted,
    broadcast_shown,
    broadcast_view,
    broadcasts_listed,
)
from services.notify.application.context import Notify
from shared.events.fields import CommunityCode
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastsQuery:
    """Of which community; none is one's own."""

    community_code: CommunityCode | None = None


def broadcasts_api(notify: Notify) -> Api:
    """Return the routes of broadcasts."""
    api, may = Api("notify"), Permission.BROADCAST

    @api.post(
        "/broadcasts/audience",
        takes=CountAudience,
        gives=AudienceView,
        may=may,
        says="How many people a broadcast would reach; very few are not counted",
    )
    def audience(call: Call[CountAudience]) -> AudienceView:
        return audience_counted(notify, call.actor, call.body)

    @api.post(
        "/broadcasts",
        takes=WriteBroadcast,
        gives=BroadcastView,
        may=may,
        status=201,
        says="Write something to tell many; it is sent once a second member of staff has agreed",
    )
    def write(call: Call[WriteBroadcast]) -> BroadcastView:
        made = write_broadcast(notify, call.actor, call.body, call.new_id())
        return broadcast_view(notify, call.actor, made)

    @api.get(
        "/broadcasts",
        query=BroadcastsQuery,
        gives=BroadcastView,
        paged=True,
        may=may,
        says="A community's broadcasts, newest first",
    )
    def listed(call: Call[BroadcastsQuery]) -> Page[BroadcastView]:
        code = call.query.community_code or call.actor.community_code
        return broadcasts_listed(notify, call.actor, code, limit=call.limit, after=call.after)

    @api.get(
        "/broadcasts/<broadcast_id>", gives=BroadcastView, may=may, says="A broadcast and what became of it"
    )
    def shown(call: Call[Nothing]) -> BroadcastView:
        return broadcast_shown(notify, call.actor, call.path["broadcast_id"])

    _answering(api, notify)
    return api


def _answering(api: Api, notify: Notify) -> None:
    may = Permission.BROADCAST

    @api.post(
        "/broadcasts/<broadcast_id>/answer",
        takes=AnswerBroadcast,
        gives=BroadcastView,
        may=may,
        says="Agree to what another member of staff wrote, or say no with a reason",
    )
    def answer(call: Call[AnswerBroadcast]) -> BroadcastView:
        answered = answer_broadcast(notify, call.actor, call.path["broadcast_id"], call.body)
        return broadcast_view(notify, call.actor, answered)

    @api.post(
        "/broadcasts/<broadcast_id>/stop",
        gives=BroadcastView,
        may=may,
        says="Tell nobody more; what is on its way is not sent",
    )
    def stop(call: Call[Nothing]) -> BroadcastView:
        stopped = stop_broadcast(notify, call.actor, call.path["broadcast_id"])
        return broadcast_view(notify, call.actor, stopped)
