"""``linli up`` under bad luck: refused with one sentence, killed, started again."""

import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.cli import run
from tests.platform_process import PlatformProcess

HOME = "511402001003"
PASSWORD = "calm-river-stone-9"


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[PlatformProcess]:
    process = PlatformProcess(folder=tmp_path / "data")
    yield process
    process.stop()


def sign_up(url: str, phone: str) -> str:
    consent = httpx.get(f"{url}/api/identity/v1/consent").json()["version"]
    body = {
        "community_code": HOME,
        "phone": phone,
        "name": "林晓",
        "password": PASSWORD,
        "consent_version": consent,
    }
    answer = httpx.post(f"{url}/api/identity/v1/members", json=body, timeout=30)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


def me(url: str, token: str) -> httpx.Response:
    return httpx.get(
        f"{url}/api/identity/v1/members/me", headers={"Authorization": f"Bearer {token}"}, timeout=30
    )


@pytest.mark.timeout(240)
def test_a_killed_platform_goes_on_where_it_was_and_ctrl_c_ends_it_in_order(
    platform: PlatformProcess,
) -> None:
    platform.start()
    token = sign_up(platform.url, "13900000001")
    assert platform.end(signal.SIGKILL) == -signal.SIGKILL
    platform.start()
    assert me(platform.url, token).json()["name"] == "林晓"
    assert platform.end(signal.SIGINT) == 0


@pytest.mark.timeout(240)
def test_a_second_platform_on_the_same_folder_is_refused_with_one_sentence_in_each_language(
    platform: PlatformProcess,
) -> None:
    platform.start()
    assert platform.child is not None
    second = PlatformProcess(folder=platform.folder).linli("up")
    assert second.returncode == 1
    assert str(platform.child.pid) in second.stderr
    assert "已有一个邻里平台在运行" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 2


@pytest.mark.timeout(240)
def test_commands_join_the_platform_that_runs(
    platform: PlatformProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.start()
    made = platform.linli(
        "member",
        "create",
        "--phone",
        "13900000002",
        "--name",
        "周宁",
        "--role",
        "COMMUNITY_STAFF",
        "--scope",
        HOME,
        "--password",
        PASSWORD,
    )
    assert made.returncode == 0, made.stderr
    answer = httpx.post(
        f"{platform.url}/api/identity/v1/sessions", json={"phone": "13900000002", "password": PASSWORD}
    )
    assert answer.status_code in (200, 201), answer.text
    whom = ("member", "create", "--phone", "13900000003", "--name", "新同事")
    role = ("--role", "COMMUNITY_STAFF", "--scope", "511402001003")
    first, again = (json.loads(platform.linli(*whom, *role).stdout) for _ in range(2))
    assert first.keys() - again.keys() == {"first_password"}
    assert again["id"] == first["id"]
    audit = platform.linli("audit", "--json")
    assert (audit.returncode, '"ok": true' in audit.stdout) == (0, True)
    assert platform.linli("parked", "list").stdout == ""

    file, asked = tmp_path / "members.csv", ("--by", "13900000002", "--from", "2000-01-01")
    assert run(["export", "members", str(file), *asked], platform.environment) == 0
    assert capsys.readouterr().out == f"已导出 2 行 · 2 rows exported\t{file}\n"
    assert run(["export", "members", str(file), *asked, "--mapping", "own"], platform.environment) == 1
    assert "named no columns" in capsys.readouterr().err
    header, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert header == "社区代码,姓名,电话,住址"
    assert sorted(rows) == [f"{HOME},周宁,+8613900000002,", f"{HOME},新同事,+8613900000003,"]


def test_a_taken_port_is_said_in_one_sentence(platform: PlatformProcess) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", platform.port))
        other.listen()
        refused = platform.linli("up")
    assert refused.returncode == 1
    assert f"端口 {platform.port} 已被占用" in refused.stderr
    assert "LINLI_PORT" in refused.stderr


def test_a_folder_that_is_a_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    refused = PlatformProcess(folder=tmp_path / "data").linli("up")
    assert refused.returncode == 1
    assert "LINLI_DATA_DIR" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_all_faulty_settings_are_said_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_WEB_THREADS", "many")
    monkeypatch.setenv("LINLI_COLOUR", "red")
    refused = PlatformProcess(folder=tmp_path, port=99999).linli("up")
    assert refused.returncode == 2
    for name in ("LINLI_WEB_THREADS", "LINLI_COLOUR", "LINLI_PORT"):
        assert name in refused.stderr
