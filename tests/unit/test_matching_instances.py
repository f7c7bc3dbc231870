"""Instances as files state them: solved in their own ids, refused with every entry at fault."""

import io
import json
import re
from pathlib import Path

import pytest

from services.cli import run
from services.matching.application.instances import read_instance
from services.matching.application.solving import solved
from shared.kernel.errors import BadInput

SOUND: dict[str, list[dict[str, object]]] = {
    "needs": [{"id": "n1", "helpers": 1, "penalty": 900}],
    "offers": [{"id": "o1", "capacity": 1, "fatigue": [0]}],
    "pairs": [{"need": "n1", "offer": "o1", "slot": "mon", "cost": 30}],
}


def with_part(part: str, **fields: object) -> dict[str, object]:
    return {**SOUND, part: [{**SOUND[part][0], **fields}]}


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ([], "$"),
        ({"needs": []}, "$"),
        ({**SOUND, "more": 1}, "more"),
        ({**SOUND, "needs": [1]}, "needs[0]"),
        ({**SOUND, "needs": [{"id": "n1", "helpers": 1}]}, "needs[0].penalty"),
        ({**SOUND, "needs": [*SOUND["needs"], *SOUND["needs"]]}, "needs[1].id"),
        (with_part("needs", id=1), "needs[0].id"),
        (with_part("needs", id=""), "needs[0].id"),
        (with_part("needs", helpers=1.5), "needs[0].helpers"),
        (with_part("needs", helpers=True), "needs[0].helpers"),
        (with_part("needs", helpers=-1), "needs[0].helpers"),
        (with_part("needs", penalty=-1), "needs[0].penalty"),
        (with_part("needs", penalty=10**13), "needs[0].penalty"),
        (with_part("needs", name="x"), "needs[0].name"),
        ({**SOUND, "offers": ["o1"]}, "offers[0]"),
        (with_part("offers", capacity=2), "offers[0].fatigue"),
        (with_part("offers", capacity="1"), "offers[0].capacity"),
        (with_part("offers", fatigue=0), "offers[0].fatigue"),
        (with_part("offers", fatigue=["0"]), "offers[0].fatigue[0]"),
        (with_part("offers", capacity=2, fatigue=[5, 1]), "offers[0].fatigue"),
        ({**SOUND, "pairs": [None]}, "pairs[0]"),
        ({**SOUND, "pairs": [*SOUND["pairs"], *SOUND["pairs"]]}, "pairs[1]"),
        (with_part("pairs", need="n2"), "pairs[0].need"),
        (with_part("pairs", offer=["o1"]), "pairs[0].offer"),
        (with_part("pairs", slot=None), "pairs[0].slot"),
        (with_part("pairs", cost=float("nan")), "pairs[0].cost"),
    ],
)
def test_a_faulty_instance_is_refused_with_the_entry_at_fault(stated: object, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_instance(json.dumps(stated))
    assert place in [each.field for each in refused.value.faults]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_instance(text)


def test_no_more_than_twenty_faults_are_told() -> None:
    with pytest.raises(BadInput) as refused:
        read_instance(json.dumps({**SOUND, "pairs": [{}] * 1000}))
    assert len(refused.value.faults) == 20


def test_slots_of_different_offers_have_nothing_to_do_with_each_other() -> None:
    two = {
        "needs": [{"id": "a", "helpers": 2, "penalty": 100}],
        "offers": [{"id": name, "capacity": 1, "fatigue": [0]} for name in "xy"],
        "pairs": [{"need": "a", "offer": name, "slot": 1, "cost": 5} for name in "xy"],
    }
    found = solved(read_instance(json.dumps(two)))
    assert found["assigned"] == [["a", "x", 1], ["a", "y", 1]]
    assert (found["cost"], found["bound"], found["gap"]) == (10, 10, 0)


def test_the_examples_of_the_handbook_have_the_optima_it_tells() -> None:
    text = Path("docs/matching.md").read_text(encoding="utf-8")
    examples = re.findall(r"```json\n(\{.*?\})\n```\n+Its optimum is (-?\d+)", text, re.DOTALL)
    assert len(examples) == 3
    for instance, cost in examples:
        assert solved(read_instance(instance))["cost"] == int(cost)


def test_the_command_answers_in_json_or_in_lines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "instance.json"
    file.write_text(json.dumps(SOUND), encoding="utf-8")
    assert run(["match", "solve", "--input", str(file), "--json"], {}) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.keys() == {"assigned", "cost", "bound", "gap", "seconds"}
    assert (found["assigned"], found["cost"]) == ([["n1", "o1", "mon"]], 30)
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(SOUND)))
    assert run(["match", "solve", "--input", "-", "--gap", "0.1"], {}) == 0
    shown = capsys.readouterr()
    assert shown.out == "n1\to1\tmon\n"
    assert "cost\t30" in shown.err


def test_the_command_refuses_what_it_cannot_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["match", "solve", "--input", str(tmp_path / "none.json")], {}) == 1
    assert "--input" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(["match", "solve", "--input", "-", "--gap", "2"], {})
