"""Words that docs/words.md never uses do not come in by a name."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import files, text_of, tree_of

SAY_NOTHING = {"utils", "util", "helpers", "manager", "misc", "common"}
SAY_NOTHING_ALONE = {"data", "process", "processing"}
NEVER = {
    "user", "users", "customer", "customers", "wallet", "wallets", "coin", "coins", "points", "dlq",
    "stakeholder", "stakeholders", "manager", "managers", "utils",
}  # fmt: skip
ALLOWED = {"honour_points"}
PYTHON = files(".py", under=("services", "shared", "tests"))


def test_every_module_is_named_for_what_it_holds() -> None:
    vague = [
        str(path)
        for path in PYTHON
        if SAY_NOTHING & {*path.stem.split("_")} or path.stem in SAY_NOTHING_ALONE
    ]
    assert not vague, vague


def test_names_use_our_words() -> None:
    foreign = sorted(
        {
            f"{path}: {name}"
            for path in PYTHON
            if any(word in text_of(path).lower() for word in NEVER)
            for name in _named(tree_of(path))
            if NEVER & _words(name) and not _allowed(name)
        }
    )
    assert not foreign, "\n".join(foreign)


def _named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case _:
                continue


def _words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def _allowed(name: str) -> bool:
    return any(word in name.lower() for word in ALLOWED)
