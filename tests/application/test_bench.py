"""Each figure can be measured, on a platform of its own; how high it is, no test says."""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.bench.command import MEASURES, register, run
from services.bench.figures import TARGETS, quantile
from services.bench.machine import machine, memory_mb
from services.bench.sizes import FULL, QUICK, Sizes
from services.bench.telling import tell
from shared.settings import Settings
from shared.storage.connection import disconnect
from tests.contract.small_broker import small_broker

TINY = Sizes(
    log_events=700,
    log_events_singly=3,
    outbox_events=12,
    helpers=20,
    listeners=10,
    needs_each_second=5,
    posting_seconds=1,
    needs_stored=150,
    pages=12,
    volunteers=12,
    contenders=6,
    import_rows=24,
)

pytestmark = pytest.mark.usefixtures("unmeasured")


@pytest.fixture(autouse=True)
def _no_connections() -> Iterator[None]:
    yield
    disconnect()


def measured(part: str, folder: Path) -> dict[str, float]:
    return MEASURES[part][1](TINY, folder)


def test_the_log_is_measured_from_append_to_consumer(tmp_path: Path) -> None:
    figures = measured("log", tmp_path)
    assert set(figures) == {"log_events_per_s", "log_singly_events_per_s"}
    assert min(figures.values()) > 0


@pytest.mark.timeout(120)
def test_outboxes_are_measured_from_document_to_consumer(tmp_path: Path) -> None:
    figures = measured("outbox", tmp_path)
    assert set(figures) == {"outbox_events_per_s", "documents_written_per_s"}
    assert min(figures.values()) > 0


@pytest.mark.timeout(240)
def test_each_need_is_seen_by_the_five_who_are_nearest(tmp_path: Path) -> None:
    figures = measured("proposals", tmp_path)
    assert figures["proposals_seen"] == 5 * TINY.needs_each_second * TINY.posting_seconds
    assert figures["proposal_visible_p99_ms"] >= figures["proposal_visible_p50_ms"] > 0


def test_every_row_of_the_sheets_that_are_imported_is_new_and_good(tmp_path: Path) -> None:
    figures = measured("import", tmp_path)
    kinds = {f"import_{each}_rows_per_s" for each in ("members", "needs", "hours")}
    assert set(figures) == {"import_rows_per_s", *kinds}
    assert figures["import_rows_per_s"] == min(figures.values()) > 0


@pytest.mark.timeout(240)
def test_list_pages_are_measured_beside_a_question_for_one_document(tmp_path: Path) -> None:
    figures = measured("lists", tmp_path)
    assert figures["list_page_most_ms"] >= figures["list_page_p95_ms"] >= figures["list_page_p50_ms"] > 0
    assert figures["one_document_p95_ms"] > 0


@pytest.mark.timeout(240)
def test_one_gets_the_last_place_and_memory_and_start_are_measured(tmp_path: Path) -> None:
    figures = measured("standing", tmp_path)
    for thing in ("place", "item"):
        came = tuple(figures[f"last_{thing}_{how}"] for how in ("wins", "refused", "otherwise"))
        assert came == (1, TINY.contenders - 1, 0)
    assert figures["rss_mb"] > 0
    assert figures["cold_start_s"] > 0


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([7], 0.99, 7), (range(1, 101), 0.95, 95), (range(1, 101), 0.99, 99), ([3, 1, 2], 1, 3)],
)
def test_a_quantile_is_a_value_that_so_many_do_not_exceed(
    values: list[float], share: float, expected: float
) -> None:
    assert quantile(list(values), share) == expected


def test_the_memory_of_a_process_counts_what_it_started() -> None:
    assert memory_mb(os.getpid()) > 10


def asked(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(["bench", "pipeline", *arguments])


def test_figures_and_machine_are_one_json_object(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.bench.command.QUICK", TINY)
    assert run(Settings(), asked("--quick", "--json", "--only", "log")) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"log_events_per_s", "log_singly_events_per_s", "machine"}
    assert set(told["machine"]) == set(machine())


def test_without_kafka_its_figure_is_null_with_a_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("services.bench.kafka_figures.JARS", tmp_path / "none")
    assert run(Settings(), asked("--quick", "--json", "--only", "kafka")) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kafka_events_per_s"] is None
    assert "LINLI_KAFKA_BROKERS" in told["kafka_events_why"]


def test_kafka_is_measured_where_its_brokers_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("services.bench.command.QUICK", TINY)
    with small_broker(tmp_path) as address:
        assert run(Settings(kafka_brokers=address), asked("--quick", "--json", "--only", "kafka")) == 0
    assert json.loads(capsys.readouterr().out)["kafka_events_per_s"] > 0


def test_a_person_reads_figures_beside_what_is_wished_for(capsys: pytest.CaptureFixture[str]) -> None:
    tell({"outbox_events_per_s": 299, "rss_mb": 300, "machine": {"cores": 2}}, TARGETS, as_json=False)
    shown = capsys.readouterr().out
    assert [
        line.count("✗") - line.count("✓") for line in shown.splitlines() if "≥" in line or "≤" in line
    ] == [
        1,
        -1,
    ]


def test_every_target_belongs_to_a_figure_of_a_full_run() -> None:
    assert len(TARGETS) == 14
    assert (FULL.needs_stored, FULL.helpers, FULL.volunteers, FULL.contenders) == (
        100_000,
        2_000,
        10_000,
        1_000,
    )
    assert QUICK.needs_stored < FULL.needs_stored
