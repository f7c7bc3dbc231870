"""What stands in the folder for deployment can be run: its commands and settings exist."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from services.cli import _parser
from shared.kernel.ids import nonce
from shared.settings import PREFIX, read_settings
from shared.storage.folder import DataFolder

COMPOSE = Path("deploy/compose.yaml")
UNITS = sorted(Path("deploy/systemd").glob("*.service"))


def composed() -> dict[str, dict[str, object]]:
    """Return the services of the compose file that are ours."""
    services: dict[str, dict[str, object]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return {name: each for name, each in services.items() if each["image"] == "linli"}


def commands() -> Iterator[list[str]]:
    """Give every command line of ours that is started somewhere."""
    for service in composed().values():
        assert isinstance(service["command"], list)
        yield service["command"]
    for unit in UNITS:
        for line in unit.read_text(encoding="utf-8").splitlines():
            if line.startswith("ExecStart="):
                yield line.partition(" -m services ")[2].replace("%i", "ledger").split()


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_every_command_that_is_started_exists(command: list[str]) -> None:
    assert callable(_parser(command).parse_args(command).command)


def test_every_service_is_served_and_has_a_worker() -> None:
    started = {tuple(command) for command in commands()}
    assert {("serve", "all"), ("work", "matching"), ("work", "ledger"), ("work", "notify")} <= started


def test_every_setting_of_the_composed_processes_is_known() -> None:
    for service in composed().values():
        environment = service["environment"]
        assert isinstance(environment, dict)
        assert all(name.startswith(PREFIX) for name in environment)
        read_settings(environment)


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: folder.secret_once("keys/one", lambda: nonce(16)), range(64)))
    assert found == {(tmp_path / "data" / "keys" / "one").read_bytes()}
    assert [each.name for each in (tmp_path / "data" / "keys").iterdir()] == ["one"]
