"""A real Apache Kafka of one broker on free loopback ports, in a folder of its own; it may be killed and started again."""

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.contract.small_broker import await_broker
from tests.platform_process import ROOT, free_port

JARS = ROOT / "build" / "kafka"
HEAP = "-Xmx320m"
CLUSTER_ID = "bGlubGktdGVzdC1jbHVzdA"

SETTINGS = """
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},SIGNED://127.0.0.1:{signed}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},SIGNED://127.0.0.1:{signed}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SIGNED:SASL_PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.signed.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
  user_linli="{password}";
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
"""


@dataclass(kw_only=True)
class Broker:
    """One broker that is its own controller."""

    folder: Path
    port: int = field(default_factory=free_port)
    controller: int = field(default_factory=free_port)
    signed: int = field(default_factory=free_port)
    password: str = "sesame-of-a-test"
    child: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens for anybody."""
        return f"127.0.0.1:{self.port}"

    @property
    def signed_address(self) -> str:
        """Where it asks for a name and a password."""
        return f"127.0.0.1:{self.signed}"

    def format(self) -> None:
        """Prepare the folder."""
        (self.folder / "server.properties").write_text(
            SETTINGS.format(
                port=self.port,
                controller=self.controller,
                signed=self.signed,
                password=self.password,
                folder=self.folder,
            )
        )
        formatting = self._java("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", self._settings)
        assert formatting.wait(60) == 0, self.told

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.child = self._java("kafka.Kafka", self._settings)
        try:
            await_broker(self.address)
        except AssertionError as cause:
            raise AssertionError(self.told) from cause

    def kill(self) -> None:
        """End it without warning."""
        assert self.child is not None
        self.child.kill()
        assert self.child.wait(30) == -signal.SIGKILL

    def stop(self) -> None:
        """End it, if it runs."""
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def told(self) -> str:
        """What it has printed lately."""
        return (self.folder / "broker.log").read_text(errors="replace")[-3000:]

    @property
    def _settings(self) -> str:
        return str(self.folder / "server.properties")

    def _java(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "broker.log").open("ab") as told:
            return subprocess.Popen(
                ["java", HEAP, "-cp", f"{JARS}/*", *arguments],
                env={**os.environ, "KAFKA_HEAP_OPTS": HEAP},
                stdout=told,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
            )
