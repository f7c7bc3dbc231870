"""What each code of a refusal means: the page that the ``type`` of a problem document leads to (RFC 9457)."""

from collections.abc import Iterator

from flask import render_template

from shared.kernel.errors import LinliError, NotFound
from shared.web.errors import status_of, title_of


class NoSuchProblem(NotFound):
    """No refusal has this code. HTTP 404."""

    code = "no-such-problem"
    zh = "没有这个错误代码"
    en = "No refusal has this code"


def refusals(kind: type[LinliError] = LinliError) -> Iterator[type[LinliError]]:
    """Give every kind of refusal that is loaded."""
    for each in kind.__subclasses__():
        yield each
        yield from refusals(each)


def problem_page(code: str) -> str:
    """Return the page of a code.

    Raises:
        NoSuchProblem: If nothing is refused with it.
    """
    found = next((each for each in refusals() if each.code == code), None)
    if found is None:
        raise NoSuchProblem
    status = status_of(found())
    return render_template(
        "shell/problem.html",
        code=code,
        status=status,
        title=title_of(status),
        words=(found.zh, found.en),
        why=(found.__doc__ or "").splitlines()[0],
    )
