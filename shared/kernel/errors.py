"""Five kinds of error, each with a stable code and a sentence for a person in both languages."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """What is wrong with one field, and what to do.

    Attributes:
        field: Path of the field as the sender wrote it, parts joined by dots.
        code: Stable, for programs.
        zh: The sentence in Chinese.
        en: The sentence in English.
    """

    field: str
    code: str
    zh: str
    en: str


class LinliError(Exception):
    """The root: retry, HTTP status and parking follow from the five kinds below.

    A subclass states ``code``, ``zh`` and ``en``; the sentences may name the keyword arguments given.
    """

    code: ClassVar[str] = "error"
    zh: ClassVar[str] = "出错了"
    en: ClassVar[str] = "Something went wrong"

    def __init__(self, *, faults: tuple[FieldFault, ...] = (), **facts: object) -> None:
        """Keep the facts the sentences name, and the faults of single fields if there are any."""
        self.facts = facts
        self.faults = faults
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """Return the sentence for a person in ``zh`` or ``en``."""
        template = self.zh if language.startswith("zh") else self.en
        return template.format_map(_Facts(self.facts))


class _Facts(dict[str, object]):
    """A sentence with a fact missing still reads."""

    def __missing__(self, key: str) -> str:
        return "–"


class RuleBroken(LinliError):
    """What was asked is against a rule; show the sentence. HTTP 422, or 409 for a conflict of state."""

    code = "rule-broken"
    zh = "不符合规则"
    en = "This is against a rule"


class Conflict(RuleBroken):
    """A rule broken by the present state of things: asking later, or differently, may succeed. HTTP 409."""

    code = "conflict"
    zh = "当前状态不允许这样做"
    en = "The present state does not allow this"


class BadInput(RuleBroken):
    """Fields are missing, unknown, or out of their limits. HTTP 422 with the faults of each field."""

    code = "bad-input"
    zh = "请检查填写的内容"
    en = "Please check what you entered"


class NotFound(LinliError):
    """There is no such thing, or the asker may not know of it. HTTP 404."""

    code = "not-found"
    zh = "没有找到"
    en = "Not found"


class Forbidden(LinliError):
    """The actor may not do this. HTTP 403."""

    code = "forbidden"
    zh = "您没有权限做这件事"
    en = "You may not do this"


class NotSignedIn(Forbidden):
    """Nobody is signed in, or the session ended. HTTP 401."""

    code = "not-signed-in"
    zh = "请先登录"
    en = "Please sign in first"


class TooMany(Forbidden):
    """Asked too often; wait ``retry_after_seconds``. HTTP 429."""

    code = "too-many"
    zh = "尝试次数过多，请在 {retry_after_seconds} 秒后再试"
    en = "Too many attempts; please try again in {retry_after_seconds} seconds"


class StaleWrite(LinliError):
    """Somebody else changed it in between; retry now. HTTP 409 once the retries are used up."""

    code = "stale-write"
    zh = "内容刚刚被别人更新，请刷新后再试"
    en = "This was changed by someone else a moment ago; please reload and try again"


class AlreadyThere(LinliError):
    """A thing of this id or key exists; who creates with a derived id takes it as done. HTTP 409."""

    code = "already-there"
    zh = "已经存在"
    en = "It exists already"


class Unavailable(LinliError):
    """A part of the platform does not answer; retry later. HTTP 503."""

    code = "unavailable"
    zh = "服务暂时不可用，请稍后再试"
    en = "The service is unavailable for the moment; please try again shortly"
