"""The service of notices ends without warning while messages are on their way: each arrives once at the gateway."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.bench.killing import killing_figures
from services.bench.notice_sizes import NoticeSizes
from shared.storage.connection import disconnect
from tests.faults.test_separate_processes import ROUNDS

SHORT = NoticeSizes(flowing=30, kills=1)


@pytest.fixture(autouse=True)
def _no_connections() -> Iterator[None]:
    yield
    disconnect()


@pytest.mark.timeout(300 + 60 * ROUNDS)
def test_no_message_is_lost_and_none_comes_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = replace(SHORT, flowing=30 * ROUNDS, kills=ROUNDS)
    figures = killing_figures(sizes, tmp_path)
    with capsys.disabled():
        sys.stdout.write(f"\nnotices: {figures}\n")
    assert (figures["flowed"], figures["lost"], figures["doubled"]) == (sizes.flowing, 0, 0)
