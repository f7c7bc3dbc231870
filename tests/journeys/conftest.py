"""One platform and one Chromium for all journeys; each journey brings people of its own."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.application.sinks import MailSink, WebSink, mail_sink, web_sink
from tests.journeys.browser import chromium
from tests.journeys.world import World
from tests.platform_process import PlatformProcess

EXAMPLE_TRIES = 480


@pytest.fixture(scope="session")
def mail() -> Iterator[MailSink]:
    with mail_sink() as running:
        yield running


@pytest.fixture(scope="session")
def gateway() -> Iterator[WebSink]:
    with web_sink() as running:
        yield running


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, mail: MailSink, gateway: WebSink) -> Iterator[World]:
    settings = {
        "LINLI_SMTP_HOST": "127.0.0.1",
        "LINLI_SMTP_PORT": str(mail.port),
        "LINLI_SMTP_SENDER": "linli@example.org",
        "LINLI_SMTP_TLS": "false",
        "LINLI_GATEWAY_URL": gateway.url,
        "LINLI_GATEWAY_SECRET": "an invented secret",
    }
    process = PlatformProcess(folder=tmp_path_factory.mktemp("platform") / "data", settings=settings)
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
