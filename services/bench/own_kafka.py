"""An Apache Kafka of one broker on free loopback ports, started from the jars that `make test-kafka` fetches."""

import signal
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from services.bench.own_platform import free_port
from shared.kernel.clock import SystemClock
from shared.kernel.errors import Unavailable
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_log import KafkaLog

JARS: Final = Path("build/kafka").absolute()
_HEAP = "-Xmx320m"
_CLUSTER_ID = "bGlubGktdGVzdC1jbHVzdA"
_START_TRIES = 150
_STOP_SECONDS = 20

_SETTINGS = """
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={folder}/kept
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
num.network.threads=2
num.io.threads=4
log.cleaner.enable=false
{more}
"""


class NoOwnKafka(Unavailable):
    """The broker did not start."""

    code = "no-own-kafka"
    zh = "Kafka 没有启动：{why}"
    en = "Kafka did not start: {why}"


def await_broker(address: str) -> None:
    """Return when a broker answers.

    Raises:
        NoOwnKafka: If none does in half a minute.
    """
    pause = threading.Event()
    for _ in range(_START_TRIES):
        log = KafkaLog(KafkaAccess(brokers=(address,)), SystemClock())
        try:
            log.ensure_topics({"linli.first": 1})
        except Unavailable:
            pause.wait(0.2)
        else:
            return
        finally:
            log.close()
    raise NoOwnKafka(why=f"no broker answers at {address}")


@dataclass(kw_only=True)
class OwnKafka:
    """One broker that is its own controller; it may be killed and started again.

    Attributes:
        folder: Where it keeps everything; empty at first.
        more: Further lines of its settings; one of a name given before takes its place.
        more_format: Further options when its folder is prepared.
    """

    folder: Path
    more: str = ""
    more_format: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    controller: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens for anybody."""
        return f"127.0.0.1:{self.port}"

    @property
    def told(self) -> str:
        """What it has printed lately."""
        return (self.folder / "broker.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def format(self) -> None:
        """Prepare the folder."""
        settings = _SETTINGS.format(
            port=self.port,
            controller=self.controller,
            folder=self.folder,
            more=self.more,
        )
        (self.folder / "server.properties").write_text(settings, encoding="utf-8")
        asked = ("-t", _CLUSTER_ID, "-c", self._settings, *self.more_format)
        formatting = self._java("kafka.tools.StorageTool", "format", *asked)
        if formatting.wait(60) != 0:
            raise NoOwnKafka(why=self.told)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.child = self._java("kafka.Kafka", self._settings)
        try:
            await_broker(self.address)
        except NoOwnKafka as cause:
            raise NoOwnKafka(why=self.told) from cause

    def kill(self) -> None:
        """End it without warning."""
        assert self.child is not None
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(_STOP_SECONDS)

    def stop(self) -> None:
        """End it, if it runs."""
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def _settings(self) -> str:
        return str(self.folder / "server.properties")

    def _java(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = ["java", _HEAP, "-cp", f"{JARS}/*", *arguments]
        with (self.folder / "broker.log").open("ab") as told:
            return subprocess.Popen(  # noqa: S603 -- our own arguments
                command, stdout=told, stderr=subprocess.STDOUT, cwd=self.folder
            )
