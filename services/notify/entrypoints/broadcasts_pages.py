"""Pages of broadcasts: written with a count of who is meant, agreed to by a second person, and followed."""

from dataclasses import dataclass
from typing import Annotated

from services.notify.application.broadcasting.commands import AnswerBroadcast, Why, WriteBroadcast
from services.notify.application.broadcasting.saying import (
    answer_broadcast,
    check_can_broadcast,
    stop_broadcast,
    write_broadcast,
)
from services.notify.application.broadcasting.showing import (
    audience_counted,
    broadcast_shown,
    broadcasts_listed,
)
from services.notify.application.context import Notify
from services.notify.domain.broadcasts import AgeGroup
from services.notify.domain.deliveries import DeliveryState
from shared.events.fields import Text
from shared.identity.permissions import Permission, grants_with
from shared.identity.roles import Role
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

PATH = "/desk/broadcasts"
ON_A_PAGE = 30
_MEANT_ROLES = (Role.VOLUNTEER, Role.SOCIAL_WORKER, Role.GRID_WORKER, Role.COMMUNITY_STAFF)
_SENT_WORDS = {
    DeliveryState.WAITING: Words("等着发", "Waiting"),
    DeliveryState.SENT: Words("已发出", "Sent"),
    DeliveryState.RECEIVED: Words("已收到", "Received"),
    DeliveryState.STOPPED: Words("不必再发", "Not needed any more"),
    DeliveryState.EXPIRED: Words("过了时候没发", "Too late to send"),
    DeliveryState.FAILED: Words("没发出去", "Failed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastForm(WriteBroadcast):
    """What is typed; ``then`` says whether it is only counted, or handed in."""

    then: Annotated[str, Text(most=10)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastPlaceQuery:
    """Which community's; none is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseBroadcastForm:
    """Why not."""

    reason: Why = ""


class BroadcastPages:
    """The list, the form, and one broadcast."""

    def __init__(self, notify: Notify) -> None:
        """Bind the service."""
        self.notify = notify

    def shown_list(self, visit: Visit[BroadcastPlaceQuery]) -> Shown:
        """Show a community's broadcasts."""
        code = _place(visit, visit.query.community)
        page = broadcasts_listed(self.notify, visit.actor, code, limit=ON_A_PAGE, after=visit.after)
        here = f"{PATH}?community={code}"
        return visit.show(
            "notify/broadcasts.html",
            items=page.items,
            community=code,
            here=here,
            is_first=visit.after is None,
            next=f"{here}&after={page.next}" if page.next else None,
        )

    def form(self, visit: Visit[object], audience: object = None) -> Shown:
        """Show the form, with a count if it was asked for."""
        code = _place(visit, str(visit.values.get("community_code") or visit.values.get("community") or ""))
        check_can_broadcast(visit.actor, code)
        kinds = self._kinds(visit.language)
        return visit.show(
            "notify/broadcast_new.html",
            community=code,
            audience=audience,
            danger=visit.values.get("danger") == "on",
            roles=[{"value": each.value, "words": each.words.say(visit.language)} for each in _MEANT_ROLES],
            ages=[{"value": each.value, "words": each.words.say(visit.language)} for each in AgeGroup],
            kinds=kinds,
        )

    def _kinds(self, language: str) -> list[dict[str, str]]:
        return [
            {"value": code, "words": words.say(language)} for code, words in self.notify.service_names.items()
        ]

    def sent(self, visit: Visit[BroadcastForm]) -> Shown:
        """Count who is meant, or hand it in for a second person to agree."""
        form = visit.body
        asked = WriteBroadcast(
            community_code=form.community_code,
            roles=form.roles,
            service_kinds=form.service_kinds,
            age_groups=form.age_groups,
            danger=form.danger,
            zh=form.zh,
            en=form.en,
        )
        if form.then != "send":
            return self.form(visit, audience_counted(self.notify, visit.actor, asked))  # type: ignore[arg-type]  # -- a visit with a body is one without
        made = write_broadcast(self.notify, visit.actor, asked, visit.new_id())
        return visit.go(
            f"{PATH}/{made.id}", Words("已提交，等另一位工作人员同意", "Handed in; a colleague decides")
        )

    def shown(self, visit: Visit[object]) -> Shown:
        """Show one broadcast and what became of it."""
        found = broadcast_shown(self.notify, visit.actor, visit.path["broadcast_id"])
        names = {code: words.say(visit.language) for code, words in self.notify.service_names.items()}
        meant = (
            *(each.words.say(visit.language) for each in found.audience.roles),
            *(names.get(each, each) for each in found.audience.service_kinds),
            *(each.words.say(visit.language) for each in found.audience.age_groups),
        )
        return visit.show(
            "notify/broadcast.html",
            broadcast=found,
            meant=meant,
            sent=[
                (_SENT_WORDS[state].say(visit.language), found.sent[state.value]) for state in DeliveryState
            ],
        )

    def agree(self, visit: Visit[object]) -> Shown:
        """Agree to what a colleague wrote."""
        return self._answered(
            visit, AnswerBroadcast(agree=True), Words("已同意，开始发送", "Agreed; it is being sent")
        )

    def refuse(self, visit: Visit[RefuseBroadcastForm]) -> Shown:
        """Say no with a reason."""
        answer = AnswerBroadcast(agree=False, reason=visit.body.reason)
        return self._answered(
            visit, answer, Words("已答复，对方会看到原因", "Answered; your colleague sees why")
        )

    def _answered(
        self, visit: Visit[RefuseBroadcastForm] | Visit[object], answer: AnswerBroadcast, say: Words
    ) -> Shown:
        answered = answer_broadcast(self.notify, visit.actor, visit.path["broadcast_id"], answer)
        return visit.go(f"{PATH}/{answered.id}", say)

    def stop(self, visit: Visit[object]) -> Shown:
        """Tell nobody more."""
        stopped = stop_broadcast(self.notify, visit.actor, visit.path["broadcast_id"])
        return visit.go(
            f"{PATH}/{stopped.id}", Words("已停止，不再发给其他人", "Stopped; nobody more is told")
        )


def _place(visit: Visit[object] | Visit[BroadcastPlaceQuery], asked: str) -> str:
    """Return the community meant: the one asked for, one's own, or the first one works in."""
    actor = visit.actor
    if asked or actor.may(Permission.BROADCAST, actor.community_code):
        return asked or actor.community_code
    scopes = (grant.scope.community_code for grant in grants_with(actor.grants, Permission.BROADCAST))
    return next((code for code in scopes if code), actor.community_code)


def broadcasts_pages(notify: Notify) -> Pages:
    """Return the pages of broadcasts."""
    made, pages, may = Pages("notify"), BroadcastPages(notify), Permission.BROADCAST
    made.get(PATH, may=may, query=BroadcastPlaceQuery)(pages.shown_list)
    made.get(f"{PATH}/new", may=may)(pages.form)
    made.post(f"{PATH}/new", may=may, takes=BroadcastForm, again=pages.form)(pages.sent)
    made.get(f"{PATH}/<broadcast_id>", may=may)(pages.shown)
    made.post(f"{PATH}/<broadcast_id>/agree", may=may, again=pages.shown)(pages.agree)
    made.post(f"{PATH}/<broadcast_id>/refuse", may=may, takes=RefuseBroadcastForm, again=pages.shown)(
        pages.refuse
    )
    made.post(f"{PATH}/<broadcast_id>/stop", may=may, again=pages.shown)(pages.stop)
    return made
