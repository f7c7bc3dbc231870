"""Pages of what is on its way: the desk's list of deliveries, and the page behind a letter's link."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from flask import Response

from services.notify.application.context import Notify
from services.notify.application.desk import (
    Shelf,
    can_send_again,
    counts_at,
    desk_of,
    send_again,
    tell_in_person,
)
from services.notify.application.links import stop_by
from services.notify.application.seeking import Sought, deliveries_sought
from services.notify.application.slips import may_print, slips_at
from services.notify.domain.channels import Channel, Topic
from services.notify.domain.deliveries import Delivery
from services.notify.domain.sentences import said_of
from services.notify.entrypoints.reasons import reason_words
from shared.events.days import OnDay
from shared.events.fields import Text
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import PUBLIC, Nothing
from shared.web.pages import Pages, Visit

ON_A_PAGE = 30
PATH = "/desk/deliveries"
_SHELVES = {
    Shelf.IN_PERSON: Words("要当面转告", "To be told in person"),
    Shelf.FAILED: Words("没发出去", "Failed"),
    Shelf.WAITING: Words("等着发", "Waiting"),
    Shelf.SENT: Words("已发出", "Sent"),
    Shelf.RECEIVED: Words("已收到", "Received"),
    Shelf.STOPPED: Words("不用再发", "No longer needed"),
    Shelf.EXPIRED: Words("过了时候没发", "Too late to send"),
}
_AGAIN = Words("会再发一次", "It will be sent once more")
_TOLD = Words("已记下：当面转告了", "Noted: told in person")
_STOPPED = Words("好的，这类通知不再发给您了", "Done: such notices are no longer sent to you")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfQuery:
    """Which deliveries to show."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    shelf: Shelf = Shelf.IN_PERSON
    who: Annotated[str, Text(most=40)] = ""
    topic: Topic | None = None
    channel: Channel | None = None
    from_on: OnDay | None = None
    until_on: OnDay | None = None

    @property
    def sought(self) -> Sought:
        """Return what is looked for."""
        return Sought(
            who=self.who,
            topic=self.topic,
            channel=self.channel,
            from_on=self.from_on,
            until_on=self.until_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipsQuery:
    """Whose slips."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


def deliveries_pages(notify: Notify) -> Pages:
    """Return the pages."""
    made = Pages("notify")

    @made.get(PATH, may=Permission.SEE_DESK, query=ShelfQuery)
    def shown(visit: Visit[ShelfQuery]) -> Response:
        return _show(notify, visit)

    @made.get(f"{PATH}/slips", may=Permission.SEE_PERSONAL_DATA, query=SlipsQuery)
    def slips(visit: Visit[SlipsQuery]) -> Response:
        code = desk_of(visit.actor, visit.query.community)
        found = slips_at(notify, visit.actor, code)
        return visit.show(
            "notify/slips.html",
            community=code,
            slips=[each for each in found if each.phone is None],
            calls=[each for each in found if each.phone is not None],
        )

    @made.post(f"{PATH}/<id>/again", may=Permission.DISPATCH)
    def again(visit: Visit[Nothing]) -> Response:
        send_again(notify, visit.actor, visit.path["id"])
        return visit.back(PATH, _AGAIN)

    @made.post(f"{PATH}/<id>/told", may=Permission.SEE_DESK)
    def told(visit: Visit[Nothing]) -> Response:
        tell_in_person(notify, visit.actor, visit.path["id"])
        return visit.back(PATH, _TOLD)

    @made.get("/api/notify/v1/stop/<token>", may=PUBLIC)
    def asked(visit: Visit[Nothing]) -> Response:
        return visit.show("notify/stop.html", token=visit.path["token"])

    @made.post("/notices/stop/<token>", may=PUBLIC)
    def stopped(visit: Visit[Nothing]) -> Response:
        stop_by(notify, visit.path["token"])
        return visit.go("/", _STOPPED)

    return made


def _show(notify: Notify, visit: Visit[ShelfQuery]) -> Response:
    shelf, code = visit.query.shelf, desk_of(visit.actor, visit.query.community)
    sought = visit.query.sought
    page = deliveries_sought(notify, visit.actor, code, shelf, sought, limit=ON_A_PAGE, after=visit.after)
    names = notify.people.names(each.member_id for each in page.items)
    here = f"{PATH}?{urlencode(_asked(visit, code))}"
    counts = counts_at(notify, code)
    return visit.show(
        "notify/deliveries.html",
        rows=[_row(notify, each, names, visit.language) for each in page.items],
        shelf=shelf.value,
        community=code,
        narrows=sought.narrows,
        topics=_choices(visit.language, Topic),
        channels=_choices(visit.language, Channel),
        shelves=[
            {
                "url": f"{here}&shelf={each.value}",
                "words": words.say(visit.language),
                "current": each is shelf,
                "count": counts[each],
            }
            for each, words in _SHELVES.items()
        ],
        may_send_again=can_send_again(visit.actor, code),
        is_first=visit.after is None,
        slips_url=f"{PATH}/slips?community={code}" if may_print(visit.actor, code) else None,
        here=f"{here}&shelf={shelf.value}",
        next=f"{here}&shelf={shelf.value}&after={page.next}" if page.next else None,
    )


def _asked(visit: Visit[ShelfQuery], code: str) -> dict[str, object]:
    """Return what the address of a shelf keeps: the community, and what is looked for."""
    kept = {name: value for name, value in visit.values.items() if value and name not in ("shelf", "after")}
    return {**kept, "community": code}


def _choices(language: str, kinds: type[Topic] | type[Channel]) -> list[tuple[str, str]]:
    everything = ("", Words("全部", "Everything").say(language))
    return [everything, *((each.value, each.words.say(language)) for each in kinds)]


def _row(notify: Notify, delivery: Delivery, names: dict[str, str], language: str) -> dict[str, object]:
    said = said_of(delivery.kind, delivery.subject, delivery.facts, notify.service_name)
    return {
        "id": delivery.id,
        "who": names.get(delivery.member_id, Words("工作群", "Work group").say(language)),
        "person_id": delivery.member_id,
        "says": said.says.say(language),
        "channel": delivery.channel.words.say(language),
        "said_at": delivery.said_at,
        "due_at": delivery.due_at,
        "sent_at": delivery.sent_at,
        "tries": delivery.tries,
        "reason": delivery.reason and reason_words(delivery.reason).say(language),
    }
