"""The page of providers, for operators."""

from services.notify.application.context import Notify
from services.notify.application.health import health_shown, send_channel_again
from services.notify.domain.channels import Channel
from services.notify.domain.health import ChannelHealth
from services.notify.entrypoints.reasons import reason_words
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

PATH = "/operating/channels"


def health_pages(notify: Notify) -> Pages:
    """Return the page and what is sent from it."""
    made = Pages("notify")

    @made.get(PATH, may=Permission.SEE_PARKED)
    def shown(visit: Visit[object]) -> Shown:
        channels = [_row(each, visit.language) for each in health_shown(notify, visit.actor)]
        return visit.show("notify/channels.html", channels=channels)

    @made.post(f"{PATH}/<channel>/again", may=Permission.SEE_PARKED)
    def again(visit: Visit[object]) -> Shown:
        count = send_channel_again(notify, visit.actor, _named(visit.path["channel"]))
        return visit.go(PATH, Words(f"会再发 {count} 条", f"{count} will be sent once more"))

    return made


def _named(name: str) -> Channel:
    if name not in Channel.__members__:
        raise NotFound(kind="Channel", id=name)
    return Channel(name)


def _row(health: ChannelHealth, language: str) -> dict[str, object]:
    return {
        "code": health.channel.value,
        "name": health.channel.words.say(language),
        "rests": health.rests,
        "faults": health.faults,
        "free_at": health.free_at,
        "waiting": health.waiting,
        "sent": health.sent,
        "most_each_second": health.most_each_second,
        "oldest_at": health.oldest_at,
        "passing": [(reason_words(code).say(language), count) for code, count in health.passing],
        "final": [(reason_words(code).say(language), count) for code, count in health.final],
        "failed": sum(count for _, count in health.final) + sum(count for _, count in health.passing),
        "advice": [each.say(language) for each in health.advice],
    }
