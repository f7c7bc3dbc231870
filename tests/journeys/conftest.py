"""One platform and one Chromium for all journeys; each journey brings people of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import chromium
from tests.journeys.world import World
from tests.platform_process import PlatformProcess


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    process = PlatformProcess(folder=tmp_path_factory.mktemp("platform") / "data")
    process.start()
    made = World(process=process)
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
