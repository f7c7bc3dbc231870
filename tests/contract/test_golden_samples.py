"""Samples of every event, kept for ever: what was once written down can always be read."""

import json
from pathlib import Path

import pytest

from shared.events import catalogue
from shared.events.contract import CONTRACTS, body_of, headers_of, parse

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = sorted(GOLDEN.glob("*.json"))


def canonical(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(path: Path) -> tuple[dict[str, str], bytes]:
    sample = json.loads(path.read_text(encoding="utf-8"))
    return sample["headers"], canonical(sample["data"])


def of_the_same_fields(written: object, sample: object) -> object:
    """Return of what was written the fields that a sample has, those within fields among them."""
    if isinstance(written, dict) and isinstance(sample, dict):
        return {name: of_the_same_fields(written[name], sample[name]) for name in sample}
    if isinstance(written, list) and isinstance(sample, list) and len(written) == len(sample):
        return [of_the_same_fields(*both) for both in zip(written, sample, strict=True)]
    return written


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_can_be_read_and_loses_nothing(path: Path) -> None:
    headers, body = read(path)
    event = parse(headers, body)
    written = json.loads(body_of(event))
    assert headers_of(event) == headers
    assert of_the_same_fields(written, json.loads(body)) == json.loads(body)


@pytest.mark.parametrize("type_", CONTRACTS)
def test_newest_sample_of_an_event_comes_back_byte_for_byte(type_: str) -> None:
    assert catalogue
    again = [body_of(parse(*read(path))) == read(path)[1] for path in SAMPLES if _is_of(path, type_)]
    assert any(again), f"make docs writes a sample of {type_}; one that stands is never changed"


def _is_of(path: Path, type_: str) -> bool:
    return path.stem == type_ or path.stem.startswith(f"{type_}.")
