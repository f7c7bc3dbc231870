"""What goes out through a channel: the sentence, where to go, why one gets it and how to stop it; nothing of others."""

from dataclasses import dataclass
from datetime import datetime

from services.notify.domain.channels import LIFE, Channel
from services.notify.domain.deliveries import Delivery
from services.notify.domain.sentences import Said, ServiceName, said_of
from shared.kernel.words import Words

SENDER = Words("邻里", "Linli")
_MORE = Words("详情", "More")
_HOW_TO_STOP = Words("不想再收这类通知，在“我 → 怎么通知我”里改", "To stop these, see Me → How I am told")
_ASK_TO_STOP = Words("不想再收，告诉社区就行", "To stop these, tell your community")
_ONE_CLICK = Words("不再收这类邮件", "Stop e-mails of this kind")
_SPOKEN = Words("您好，这里是邻里社区服务。", "Hello, this is Linli, your community's service.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a provider is handed.

    Attributes:
        id: Of the delivery; the provider drops what it has seen.
        channel: By what.
        to: Phone in E.164, e-mail address, or address of a work group's robot.
        language: ``zh`` or ``en``.
        subject: One line.
        text: The whole.
        kind: Code of what it says, for providers with templates of their own.
        expires_at: From when on it is pointless.
        stop_url: Where one click ends notices of this kind; empty where there is none.
        link: Path of the page that says more.
    """

    id: str
    channel: Channel
    to: str
    language: str
    subject: str
    text: str
    kind: str
    expires_at: datetime
    stop_url: str = ""
    link: str = ""


def message_of(
    delivery: Delivery,
    *,
    to: str,
    language: str,
    service_name: ServiceName,
    site: str,
    stop_url: str = "",
    is_brief: bool = False,
) -> Message:
    """Return what is handed to the provider.

    Args:
        delivery: What goes out.
        to: Where to.
        language: ``zh`` or ``en``.
        service_name: Gives the name of a kind of service.
        site: Address of the platform's pages, without a slash at its end.
        stop_url: Where one click ends notices of this kind.
        is_brief: Whether a text message says only what it must, for who has large and simple pages.
    """
    said = said_of(delivery.kind, delivery.subject, delivery.facts, service_name)
    return Message(
        id=delivery.id,
        channel=delivery.channel,
        to=to,
        language=language,
        subject=said.says.say(language),
        text=_brief(delivery, said, language)
        if is_brief and delivery.channel is Channel.SMS
        else _text(delivery, said, language, site, stop_url),
        kind=delivery.kind.value,
        expires_at=delivery.expires_at,
        stop_url=stop_url,
        link=said.link,
    )


def _text(delivery: Delivery, said: Said, language: str, site: str, stop_url: str) -> str:
    channel, may_stop = delivery.channel, delivery.kind not in LIFE
    says, why = said.says.say(language), said.why.say(language)
    more = f"{_MORE.say(language)}: {site}{said.link}"
    if channel is Channel.VOICE:
        return f"{_SPOKEN.say(language)}{' ' if language == 'en' else ''}{says}"
    if channel is Channel.EMAIL:
        stop = f"{_ONE_CLICK.say(language)}: {stop_url}" if stop_url else _HOW_TO_STOP.say(language)
        return "\n\n".join((says, more, f"{why}\n{stop}" if may_stop else why))
    if channel is Channel.ROBOT:
        return f"{says}\n{more}"
    head, dot = _opening(says, language)
    return f"{head}{more} {why}{dot}{_HOW_TO_STOP.say(language) if may_stop else ''}".strip()


def _brief(delivery: Delivery, said: Said, language: str) -> str:
    """Return who writes, what there is to say and why, and how to stop it by asking: no address to type or tap."""
    head, dot = _opening(said.says.say(language), language)
    stop = f"{_ASK_TO_STOP.say(language)}{dot}" if delivery.kind not in LIFE else ""
    return f"{head}{said.why.say(language)}{dot}{stop}".strip()


def _opening(says: str, language: str) -> tuple[str, str]:
    """Return the sender with the sentence, and how sentences end."""
    mark = f"【{SENDER.zh}】" if language == "zh" else f"{SENDER.en}: "
    dot = "。" if language == "zh" else ". "
    return f"{mark}{says}{'' if says[-1] in '。？！.?!' else dot}", dot
