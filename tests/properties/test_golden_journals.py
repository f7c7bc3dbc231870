"""Journals recorded once replay for ever to the same state, on whatever machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.ledger.domain.blocks import FORMAT
from services.ledger.domain.instructions import Verb
from services.ledger.domain.marks import EVERY
from services.ledger.domain.refusals import Reason
from tests.golden_journals.recording import SEED, every_verb
from tests.golden_journals.replaying import FOLDER, read, states_of

ROOT = Path(__file__).parents[2]
NEWEST = FOLDER / f"{FORMAT}-marks.ndjson"
"""Recorded when services carried marks and honour could be chosen; those before it replay as they always did."""

JOURNALS = sorted(FOLDER.glob("*.ndjson"))
ELSEWHERE = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"},
)


@pytest.mark.parametrize("journal", JOURNALS, ids=lambda file: file.stem)
def test_a_recorded_journal_replays_to_its_recorded_state(journal: Path) -> None:
    adds_up_to, kept = read(journal)
    states = states_of(kept)
    assert {str(shard): state.digest() for shard, state in states.items()} == adds_up_to
    assert all(minutes == 0 for state in states.values() for minutes in state.sums().values())


@pytest.mark.parametrize("environment", ELSEWHERE, ids=lambda each: each["TZ"])
@pytest.mark.parametrize("journal", JOURNALS, ids=lambda file: file.stem)
def test_in_another_zone_and_locale_and_with_another_hash_seed_it_is_the_same(
    journal: Path, environment: dict[str, str]
) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.golden_journals.replaying", str(journal)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=True,
    )
    assert json.loads(told.stdout) == read(journal)[0]


def test_the_format_of_today_is_recorded_with_every_verb_done_and_every_refusal() -> None:
    blocks = [json.loads(str(each["text"])) for each in read(NEWEST)[1]]
    acts = [act for block in blocks for act in block["acts"]]
    done = {step["verb"] for act in acts if not act["refused"] for step in act["instruction"]["steps"]}
    refused = {act["refused"] for act in acts} | {
        each["reason"] for block in blocks for each in block["refusals"]
    }
    assert {block["format"] for block in blocks} == {FORMAT}
    assert done == {verb.value for verb in Verb}
    assert {reason.value for reason in Reason} - refused == set()
    assert any(block["held"] for block in blocks)
    assert {mark for block in blocks for each in block["transfers"] for mark in each.get("marks", ())} == set(
        EVERY
    )


def test_the_ledger_of_today_writes_the_recorded_blocks_again() -> None:
    _, kept = read(NEWEST)
    assert [each.text for each in every_verb(SEED)] == [each["text"] for each in kept]
