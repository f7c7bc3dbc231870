"""The files of the repository, as the tests of the house rules read them."""

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NOT_OURS = {".venv", "node_modules", "build", "mutants", "__pycache__", ".git", ".hypothesis"}
OURS = ("services", "shared", "tests", "docs", "deploy", ".ci")


def files(*suffixes: str, under: tuple[str, ...] = OURS) -> list[Path]:
    """Return the files with these endings, those at the top included when ``under`` is not narrowed."""
    top = [path for path in Path().iterdir() if path.is_file() and path.name not in NOT_OURS]
    found = top if under == OURS else []
    for folder in under:
        found += [path for path in _walk(Path(folder)) if path.is_file()]
    return sorted(path for path in found if path.suffix in suffixes or not suffixes)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in NOT_OURS or path.name.endswith(".egg-info"):
            continue
        yield from _walk(path) if path.is_dir() else [path]


def modules() -> list[Path]:
    """Return the modules of the program."""
    return files(".py", under=("services", "shared"))


@cache
def text_of(path: Path) -> str:
    """Return what a file says."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax of a module."""
    return ast.parse(text_of(path), filename=str(path))


Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions_of(path: Path) -> list[Function]:
    """Return every function and method of a module."""
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, Function)]


def lines_of(function: Function) -> int:
    """Return how many lines the statements of a function take, its docstring and functions within left out."""
    first = function.body[1 if ast.get_docstring(function) else 0 :]
    if not first:
        return 0
    within = [node for node in ast.walk(function) if isinstance(node, Function) and node is not function]
    covered = {line for node in within for line in _lines(node)}
    return len({*range(first[0].lineno, (first[-1].end_lineno or 0) + 1)} - covered)


def _lines(function: Function) -> range:
    first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
    return range(first, (function.end_lineno or first) + 1)


def comments_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments of a module with their line numbers."""
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
