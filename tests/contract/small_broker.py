"""A server of Kafka's protocol in one small program, for tests where no Kafka is; it ends with the test run."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from services.bench.own_kafka import await_broker
from tests.platform_process import free_port


@contextmanager
def small_broker(folder: Path) -> Iterator[str]:
    """Give the address of a broker that keeps what it is told in the folder."""
    program = Path(str(files("noida_db") / "noida-db"))
    port = free_port()
    with (folder / "broker.log").open("wb") as told:
        broker = subprocess.Popen(
            [program, "start", "--only", "kafka", "--kafka-port", str(port), "--data-dir", folder / "kept"],
            stdout=told,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
    address = f"127.0.0.1:{port}"
    try:
        await_broker(address)
        yield address
    finally:
        broker.terminate()
        try:
            broker.wait(10)
        except subprocess.TimeoutExpired:
            broker.kill()
            broker.wait(10)
