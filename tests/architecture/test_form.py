"""A module says why it exists and stays short; so do functions and handlers."""

import ast
from pathlib import Path

from tests.architecture.sources import Function, files, functions_of, lines_of, modules, text_of, tree_of

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 15


def test_every_module_says_why_it_exists() -> None:
    silent = [str(path) for path in modules() if not ast.get_docstring(tree_of(path))]
    assert not silent, silent


def test_every_module_fits_on_a_few_screens() -> None:
    lines = {path: text_of(path).count("\n") for path in files(".py", ".js", ".mjs")}
    long = [f"{path}: {count} lines" for path, count in lines.items() if count > LONGEST_MODULE]
    assert not long, "\n".join(long)


def test_every_function_is_short() -> None:
    long = [
        f"{path}:{each.lineno} {each.name}: {lines_of(each)} lines"
        for path in modules()
        for each in functions_of(path)
        if lines_of(each) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_every_handler_is_a_short_straight_line() -> None:
    long = [
        f"{path}:{each.lineno} {each.name}: {lines_of(each)} lines"
        for path, each in _handlers()
        if lines_of(each) > LONGEST_HANDLER or any(isinstance(node, ast.Try) for node in ast.walk(each))
    ]
    assert not long, "\n".join(long)


def _handlers() -> list[tuple[Path, Function]]:
    return [
        (path, each)
        for path in modules()
        if "application" in path.parts
        for each in functions_of(path)
        if not each.name.startswith("_") and [arg.arg for arg in each.args.args][1:2] == ["actor"]
    ]


def test_no_page_takes_the_name_of_what_every_page_shows() -> None:
    shell = Path("shared/web/app.py")
    (context,) = (each for each in functions_of(shell) if each.name == "_context")
    of_all = {
        key.value
        for node in ast.walk(context)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    assert "places" in of_all
    taken = [
        f"{path}:{node.lineno} {word.arg}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "show"
        for word in node.keywords
        if word.arg in of_all
    ]
    assert not taken, taken
