"""What the documents point to is there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.sources import files, text_of

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"```.*?```", re.DOTALL)
DECISIONS = sorted(Path("docs/decisions").glob("[0-9]*.md"))
PARTS = ["Situation", "Options", "Decision", "What it costs us", "When to look again"]


def test_links_lead_somewhere() -> None:
    lost = [
        f"{path}: {target}" for path in files(".md") for target in _targets(path) if not _there(path, target)
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_has_all_its_parts_on_one_page(path: Path) -> None:
    text = text_of(path)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert text.count("\n") <= 60


def test_decisions_are_numbered_one_after_another() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def _targets(path: Path) -> list[str]:
    links = LINK.findall(FENCED.sub("", text_of(path)))
    return [link for link in links if "://" not in link and not link.startswith(("#", "mailto:"))]


def _there(path: Path, target: str) -> bool:
    return (path.parent / unquote(target.partition("#")[0])).exists()
