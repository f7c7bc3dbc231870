"""Nothing unfinished, nothing of one machine, no rule set aside without a reason."""

import ast
import re
from pathlib import Path

from tests.architecture.sources import comments_of, files, text_of, tree_of

# Written in pieces, so that this module does not find itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|NotImplemented" r"Error")
HOSTS = re.compile(
    r"pypi" r"\.org|python" r"hosted\.|npm" r"js\.(org|com)|npm" r"mirror|maven" r"\.(org|apache)|crates" r"\.io"
    r"|debian" r"\.org|golang" r"\.org|aliyun" r"\.com|tsinghua" r"\.edu"
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.~-])/(wo" r"rk|fa" r"rm)/|\.\./sha" r"red\b")

REASON = r" -- \S"
SUPPRESSIONS = re.compile(r"noqa|type: ignore|pragma: no cover|fmt: (off|skip)")
GOOD_SUPPRESSION = re.compile(
    r"noqa: [A-Z]+\d+(, [A-Z]+\d+)*" + REASON
    + r"|type: ignore\[[a-z-]+(, [a-z-]+)*\]  #" + REASON
    + r"|pragma: no cover" + REASON + r"|fmt: skip"
)  # fmt: skip
SAYS_WHAT_WOULD_RUN_IT = re.compile(r"\b(needs|runs?)\b")
PYTHON = files(".py")
TEXT = [path for path in files() if path.suffix not in {".png", ".ico", ".woff2", ".jpg", ".gz"}]


def test_nothing_is_left_for_later() -> None:
    left = _found(UNFINISHED, files(".py", ".html", ".js", ".mjs", ".css", ".txt", ".yaml"))
    assert not left, "\n".join(left)


def test_nothing_names_a_registry_or_one_machine() -> None:
    named = _found(HOSTS, TEXT) + _found(MACHINE, TEXT)
    assert not named, "\n".join(named)


def test_a_rule_set_aside_carries_its_reason() -> None:
    silent = [
        f"{path}:{line} {comment}"
        for path in PYTHON
        if SUPPRESSIONS.search(text_of(path))
        for line, comment in comments_of(path)
        if SUPPRESSIONS.search(comment) and not GOOD_SUPPRESSION.search(comment)
    ]
    assert not silent, "\n".join(silent)


def test_a_rule_of_the_front_end_set_aside_carries_its_reason() -> None:
    silent = _found(re.compile(r"(?:eslint|stylelint)-disable(?!.* -- \S).*"), files(".js", ".mjs", ".css"))
    assert not silent, "\n".join(silent)


def test_a_skipped_test_says_what_would_run_it() -> None:
    silent = [
        f"{path}:{node.lineno}"
        for path in files(".py", under=("tests",))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and _skips(node) and not SAYS_WHAT_WOULD_RUN_IT.search(_said(node))
    ]
    assert not silent, "\n".join(silent)


def _found(what: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [f"{path}: {found.group()}" for path in paths for found in what.finditer(text_of(path))]


def _skips(call: ast.Call) -> bool:
    return ast.unparse(call.func).split(".")[-1] in {"skip", "skipif", "xfail", "importorskip", "skipTest"}


def _said(call: ast.Call) -> str:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return " ".join(
        node.value
        for each in given
        for node in ast.walk(each)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
