"""The locks hold what pyproject.toml asks for, by hash, from nowhere in particular."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ASKED = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
TO_RUN = ASKED["project"]["dependencies"] + ASKED["project"]["optional-dependencies"]["embedded"]
GROUPS = ASKED["dependency-groups"]
LOCKS = {
    "requirements.lock": TO_RUN,
    "requirements-dev.lock": TO_RUN + GROUPS["dev"],
    "requirements-mutants.lock": GROUPS["mutants"],
    "requirements-node.lock": GROUPS["node"],
}
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;]+)(?: ; [^\\]+)? \\$", re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_what_is_asked_for(name: str) -> None:
    pinned = {
        canonicalize_name(found[1]): found[2] for found in PINNED.finditer(Path(name).read_text("utf-8"))
    }
    asked = [Requirement(each) for each in LOCKS[name]]
    assert [
        str(each) for each in asked if pinned.get(canonicalize_name(each.name), "0") not in each.specifier
    ] == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_hash_for_everything(name: str) -> None:
    text = Path(name).read_text("utf-8")
    assert len(re.findall(r"\\\n    --hash=sha256:[0-9a-f]{64}", text)) >= text.count("==") > 0
    assert [line for line in text.splitlines() if "://" in line or line.startswith("-")] == []


def test_what_runs_and_what_tests_are_the_same_versions() -> None:
    run, dev = (set(PINNED.findall(Path(name).read_text("utf-8"))) for name in list(LOCKS)[:2])
    assert run <= dev
