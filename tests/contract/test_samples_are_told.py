"""What is told of the parts of a need holds only ids that the event holds."""

from pathlib import Path

import pytest

from services.notify.domain.routing import routes
from services.notify.domain.signals import signals
from shared.events.contract import parse
from tests.contract.test_golden_samples import SAMPLES, read

OF_PARTS = [path for path in SAMPLES if ".part-" in path.stem]


@pytest.mark.parametrize("path", OF_PARTS, ids=lambda path: path.stem)
def test_nobody_is_told_of_whom_the_event_does_not_speak(path: Path) -> None:
    headers, body = read(path)
    fact, said = parse(headers, body).data, body.decode()
    for telling in routes(fact):
        assert telling.member_id in said
        assert telling.subject.id in said
    for signal in signals(fact):
        assert signal.payload["id"] in said
