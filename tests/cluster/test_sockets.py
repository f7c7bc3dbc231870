"""A process of sockets alone on Apache Kafka: what is kept for a person is heard there, as in the web process beside it."""

from contextlib import closing
from pathlib import Path

import httpx
import pytest

from services.bench.own_platform import linli_process
from services.bench.saying import messages_of
from shared.events.notify import NoticeKept
from shared.events.topics import NOTIFY
from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_log import KafkaLog
from tests.application.socket_world import Listener
from tests.cluster.broker import Broker
from tests.separate_processes import separate_processes

PREFIX = "sockets."


def keep_notice(broker: Broker, member_id: str) -> None:
    """Append what the relay appends when a notice is kept."""
    clock = SystemClock()
    fact = NoticeKept(notice_id="one", member_id=member_id, kind="credited")
    with closing(KafkaLog(KafkaAccess(brokers=(broker.address,), prefix=PREFIX), clock)) as log:
        log.append(NOTIFY, messages_of([fact], clock, RandomIds(clock)))


def heard(broker: Broker, url: str, token: str, member_id: str) -> object:
    """Return what a page hears; put out when its process began to read, it connects again, as a browser does."""
    for _ in range(3):
        page = Listener(url.replace("http", "ws"), token=token)
        keep_notice(broker, member_id)
        if (signal := page.hears()) is not None:
            return signal
    return None


@pytest.mark.timeout(120)
def test_a_page_hears_at_the_process_of_sockets_and_at_the_web_process(
    broker: Broker, tmp_path: Path
) -> None:
    kafka = {"LINLI_KAFKA_BROKERS": broker.address, "LINLI_KAFKA_PREFIX": PREFIX}
    with separate_processes(tmp_path, kafka) as platform:
        assert platform.linli("settings", "--create-topics").returncode == 0
        platform.start_one("serve")
        platform.await_answer()
        token = platform.staff_token()
        me = httpx.get(
            f"{platform.url}/api/identity/v1/members/me", headers={"Authorization": f"Bearer {token}"}
        ).json()
        same = {
            "MONGODB_URI": platform.documents_uri,
            "KAFKA_BROKERS": broker.address,
            "KAFKA_PREFIX": PREFIX,
        }
        with linli_process(tmp_path / "data", "serve", "notify", **same) as sockets:
            for url in (sockets.url, platform.url):
                assert heard(broker, url, token, me["id"]) == {"kind": "notice", "id": "one"}
