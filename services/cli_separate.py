"""``linli serve`` and ``linli work``: the platform as processes of their own."""

import argparse

from services.separate import serve, services_named, work
from services.wiring import SERVICES
from shared.settings import Settings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``serve`` and ``work`` to the commands."""
    for name, command, says in (
        ("serve", _serve, "serve the pages and APIs of a service; notify holds the sockets"),
        ("work", _work, "run the relay, the worker and the sweeps of a service"),
    ):
        parser = commands.add_parser(name, help=says)
        parser.add_argument("service", choices=(*SERVICES, "all"))
        parser.set_defaults(command=command)


def _serve(settings: Settings, asked: argparse.Namespace) -> int:
    return serve(settings, services_named(asked.service))


def _work(settings: Settings, asked: argparse.Namespace) -> int:
    return work(settings, services_named(asked.service))
