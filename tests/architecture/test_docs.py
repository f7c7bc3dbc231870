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


@pytest.mark.parametrize("path", files(".md"), ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [link.split("#")[0] for link in LINK.findall(FENCED.sub("", text_of(path)))]
    here = [
        target for target in targets if target and "://" not in target and not target.startswith("mailto:")
    ]
    assert [target for target in here if not (path.parent / unquote(target)).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_has_all_its_parts_on_one_page(path: Path) -> None:
    text = text_of(path)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert text.count("\n") <= 60


def test_decisions_are_numbered_one_after_another() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
