"""One platform and one Chromium for all journeys; each journey brings people of its own."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import chromium
from tests.journeys.world import World
from tests.platform_process import PlatformProcess

EXAMPLE_TRIES = 480


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    process = PlatformProcess(folder=tmp_path_factory.mktemp("platform") / "data")
    process.start()
    made = World(process=process)
    yield made
    made.line.close()
    process.stop()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a platform with the example people and their day."""
    process = PlatformProcess(folder=tmp_path_factory.mktemp("example") / "data")
    process.start("--example")
    made = World(process=process)
    pause = threading.Event()
    there = any((process.folder / "example-made").exists() or pause.wait(0.5) for _ in range(EXAMPLE_TRIES))
    assert there, "the example was not made in time"
    yield made
    made.line.close()
    process.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def staff_phone(world: World) -> str:
    return world.given_role("COMMUNITY_STAFF", "周宁")
