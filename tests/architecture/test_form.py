"""A module says why it exists and stays short; so do functions and handlers."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import files, functions_of, lines_of, modules, text_of, tree_of

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 15


@pytest.mark.parametrize("path", modules(), ids=str)
def test_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)), f"{path} has no docstring"


@pytest.mark.parametrize("path", files(".py", ".js", ".mjs", under=("services", "shared", "tests")), ids=str)
def test_module_fits_on_a_few_screens(path: Path) -> None:
    assert text_of(path).count("\n") <= LONGEST_MODULE


@pytest.mark.parametrize("path", modules(), ids=str)
def test_functions_are_short(path: Path) -> None:
    assert {
        function.name: lines_of(function)
        for function in functions_of(path)
        if lines_of(function) > LONGEST_FUNCTION
    } == {}


@pytest.mark.parametrize("path", [path for path in modules() if "application" in path.parts], ids=str)
def test_handlers_are_short_straight_lines(path: Path) -> None:
    handlers = [each for each in functions_of(path) if [arg.arg for arg in each.args.args][1:2] == ["actor"]]
    assert {each.name: lines_of(each) for each in handlers if lines_of(each) > LONGEST_HANDLER} == {}
    assert [each.name for each in handlers if any(isinstance(node, ast.Try) for node in ast.walk(each))] == []
