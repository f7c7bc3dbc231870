"""Nothing that is secret or personal is in what the platform prints, not even when things go wrong."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.test_single_machine import HOME, PASSWORD, sign_up
from tests.platform_process import PlatformProcess

PHONE = "13800005678"
ID_NUMBER = "11010519491231002X"
SETTINGS = {
    "LINLI_SMTP_HOST": "127.0.0.1",
    "LINLI_SMTP_PORT": "9",
    "LINLI_SMTP_SENDER": "linli@example.org",
    "LINLI_SMTP_LOGIN": "mail-account-of-linli",
    "LINLI_SMTP_PASSWORD": "mail-password-of-linli",
    "LINLI_GATEWAY_URL": "http://127.0.0.1:9/send",
    "LINLI_GATEWAY_SECRET": "gateway-secret-of-linli",
    "LINLI_ROBOTS": f"{HOME}=wecom:http://127.0.0.1:9/robot-key-of-linli",
    "LINLI_BACKUP_PASSPHRASE": "backup-passphrase-of-linli",
    "LINLI_LOG_LEVEL": "DEBUG",
}
SECRET_SETTINGS = ("mail-account", "mail-password", "gateway-secret", "robot-key", "backup-passphrase")


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlatformProcess]:
    """A platform that runs, with secrets in every setting that takes one."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    process = PlatformProcess(folder=tmp_path / "data")
    process.start()
    yield process
    process.stop()


def kept_secrets(folder: Path) -> list[str]:
    """Return the secrets the platform made for itself."""
    return [
        (folder / "documents" / "password").read_text().strip(),
        (folder / "keys" / "cookies").read_bytes().hex(),
    ]


@pytest.mark.timeout(240)
def test_no_secret_and_nothing_personal_is_printed(platform: PlatformProcess, tmp_path: Path) -> None:
    token = sign_up(platform.url, PHONE)
    api, mine = f"{platform.url}/api/identity/v1", {"Authorization": f"Bearer {token}"}
    wrong = {"phone": PHONE, "password": "wrong-river-stone-7"}
    assert httpx.post(f"{api}/sessions", json=wrong, timeout=30).status_code in (401, 403, 422)
    paper = {"type": "MAINLAND_ID", "number": ID_NUMBER}
    assert httpx.post(f"{api}/members/me/documents", json=paper, headers=mine, timeout=30).status_code == 201
    httpx.post(f"{api}/sessions", content=b'{"phone": "%s", broken' % PHONE.encode(), timeout=30)
    asked = [platform.linli("settings"), platform.linli("backup", "--with-keys", str(tmp_path / "b.tar.gz"))]
    assert [each.returncode for each in asked] == [0, 0]
    platform.end()
    platform.said.seek(0)
    printed = platform.said.read() + "".join(each.stdout + each.stderr for each in asked)
    printed += (platform.folder / "documents" / "store.log").read_text(errors="replace")
    personal = (PHONE, ID_NUMBER, "林晓", token, PASSWORD, wrong["password"])
    secrets = (*SECRET_SETTINGS, *personal, *kept_secrets(platform.folder))
    assert printed
    assert [each for each in secrets if each in printed] == []
