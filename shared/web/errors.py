"""The only place that knows HTTP status codes of our errors: problem details for programs (RFC 9457)."""

from flask import Response, g, json, request
from werkzeug.exceptions import HTTPException

from shared.kernel.errors import (
    AlreadyThere,
    BadInput,
    Conflict,
    Forbidden,
    LinliError,
    NotFound,
    NotSignedIn,
    RuleBroken,
    StaleWrite,
    TooMany,
    Unavailable,
)
from shared.kernel.words import Words

_STATUS: tuple[tuple[type[LinliError], int], ...] = (
    (NotSignedIn, 401),
    (TooMany, 429),
    (Forbidden, 403),
    (NotFound, 404),
    (StaleWrite, 409),
    (AlreadyThere, 409),
    (Conflict, 409),
    (BadInput, 422),
    (RuleBroken, 422),
    (Unavailable, 503),
)

_TITLES = {
    400: Words("请求无法读取", "The request cannot be read"),
    401: Words("请先登录", "Please sign in"),
    403: Words("没有权限", "Not allowed"),
    404: Words("没有找到", "Not found"),
    405: Words("不支持这种操作", "This method is not offered here"),
    409: Words("与当前状态冲突", "In conflict with the present state"),
    413: Words("内容太大", "Too large"),
    415: Words("内容类型不对", "Unsupported content type"),
    422: Words("请检查填写的内容", "Please check what was sent"),
    429: Words("尝试次数过多", "Too many attempts"),
    500: Words("服务器出错了", "Something went wrong on our side"),
    503: Words("服务暂时不可用", "Unavailable for the moment"),
}

_HTTP_CODES = {
    404: "no-such-page",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
}


class Unreadable(LinliError):
    """The body is not JSON, or not UTF-8. HTTP 400."""

    code = "unreadable-body"
    zh = "请求内容不是有效的 JSON，请检查括号、引号和编码(UTF-8)"
    en = "The body is not valid JSON; please check brackets, quotes and the encoding (UTF-8)"


class WrongType(LinliError):
    """A body of another content type. HTTP 415."""

    code = "unsupported-media-type"
    zh = "请以 application/json 发送"
    en = "Please send application/json"


class TooLarge(LinliError):
    """More than the platform takes at once. HTTP 413."""

    code = "too-large"
    zh = "内容不能超过 256 KB，请减少后重试"
    en = "At most 256 KB can be sent; please send less"


class Broken(LinliError):
    """A fault of ours; the log has it under the request's id. HTTP 500."""

    code = "internal-error"
    zh = "服务器出错了，请稍后再试；若一直如此，请把编号 {request_id} 告诉管理人员"
    en = "Something went wrong on our side; please try again, and give number {request_id} to the staff if it stays"


def status_of(error: LinliError) -> int:
    """Return the HTTP status of an error of ours."""
    own = {Unreadable: 400, WrongMethod: 405, WrongType: 415, TooLarge: 413, Broken: 500}
    if type(error) in own:
        return own[type(error)]
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def title_of(status: int) -> Words:
    """Return the heading for a status."""
    return _TITLES.get(status, _TITLES[500])


_SAID_IN_HEADERS = {"location": "Location", "ledger_sequence": "X-Ledger-Sequence"}
"""Facts of an error that a program finds in the answer's headers."""


def problem(error: LinliError, language: str) -> Response:
    """Return the problem document of an error, its sentences in both languages and the asker's first."""
    status = status_of(error)
    body: dict[str, object] = {
        "type": f"/api/problems/{error.code}",
        "title": title_of(status).say(language),
        "status": status,
        "detail": error.say(language),
        "code": error.code,
        "messages": {"zh": error.say("zh"), "en": error.say("en")},
    }
    if error.faults:
        body["errors"] = [
            {
                "field": each.field,
                "code": each.code,
                "zh": each.zh,
                "en": each.en,
                "message": each.zh if language.startswith("zh") else each.en,
            }
            for each in error.faults
        ]
    response = Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json")
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.facts.get("retry_after_seconds", 60))
    for name, header in _SAID_IN_HEADERS.items():
        if name in error.facts:
            response.headers[header] = str(error.facts[name])
    return response


class NoSuchPage(NotFound):
    """Nothing stands at this address. HTTP 404."""

    code = "no-such-page"
    zh = "没有这个地址，请检查链接"
    en = "There is nothing at this address; please check it"


class WrongMethod(LinliError):
    """The address is right, the method is not. HTTP 405."""

    code = "method-not-allowed"
    zh = "此地址不支持这种请求方法"
    en = "This address does not offer this method"


_OF_HTTP: dict[int, type[LinliError]] = {
    400: Unreadable,
    404: NoSuchPage,
    405: WrongMethod,
    413: TooLarge,
    415: WrongType,
}


def of_http(fault: HTTPException) -> LinliError:
    """Return our error for one that Flask raised: unknown address, wrong method, too large."""
    return _OF_HTTP.get(fault.code or 500, Unreadable if 400 <= (fault.code or 500) < 500 else Broken)()


def wants_json() -> bool:
    """Tell whether the present request is a program's."""
    return request.path.startswith("/api/")


def present_language() -> str:
    """Return the language the present request is answered in: ``zh`` or ``en``."""
    chosen = g.get("language")
    if chosen is None:
        chosen = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en"], default="zh") or "zh"
        chosen = "zh" if chosen.startswith("zh") else "en"
        g.language = chosen
    return str(chosen)
