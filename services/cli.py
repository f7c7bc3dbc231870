"""``linli``: the command line. Each command is a function that prints its answer and returns its exit code."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from services.single import up
from shared.kernel.errors import LinliError
from shared.logs import start_logs
from shared.settings import Settings, SettingsFaulty, read_settings

if TYPE_CHECKING:
    from services.wiring import Platform

Command = Callable[[Settings, argparse.Namespace], int]


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command and return its exit code: 0 well, 1 refused or broken, 2 wrongly asked."""
    asked = _parser(arguments).parse_args(list(arguments))
    try:
        settings = read_settings(environment)
    except SettingsFaulty as faulty:
        print("设置有误 · These settings cannot be used:", *faulty.faults, sep="\n  ", file=sys.stderr)
        return 2
    start_logs(as_json=settings.log_as_json, level=settings.log_level)
    command: Command = asked.command
    try:
        return command(settings, asked)
    except LinliError as error:
        _complain(error)
        return 1
    except KeyboardInterrupt:
        return 130


def _complain(error: LinliError) -> None:
    print(error.say("zh"), error.say("en"), sep="\n", file=sys.stderr)
    for fault in error.faults:
        print(f"  {fault.field}: {fault.zh} · {fault.en}", file=sys.stderr)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linli", description="邻里 Linli: community volunteering and a time bank, on events."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    start = commands.add_parser("up", help="run the whole platform on this machine")
    start.add_argument("--example", action="store_true", help="with example people and an example day, once")
    start.set_defaults(command=_up)
    if arguments[:1] != ["up"]:
        _add_others(commands)
    return parser


def _add_others(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what a platform that starts does not wait for."""
    from services import (  # noqa: PLC0415 -- see above
        cli_certificates,
        cli_exporting,
        cli_importing,
        cli_ledger,
        cli_matching,
        cli_operating,
        cli_packs,
        cli_separate,
    )
    from services.backup import command as backup  # noqa: PLC0415 -- see above
    from services.bench import command as bench  # noqa: PLC0415 -- see above
    from services.demo import command as demo  # noqa: PLC0415 -- see above

    for each in (
        cli_separate,
        cli_operating,
        cli_importing,
        cli_exporting,
        cli_matching,
        cli_ledger,
        cli_packs,
        cli_certificates,
        demo,
        bench,
        backup,
    ):
        each.register(commands)


def _up(settings: Settings, asked: argparse.Namespace) -> int:
    def when_ready(url: str, platform: "Platform") -> None:
        print(f"\n  邻里 Linli  {url}\n", flush=True)
        if asked.example:
            from services.demo.making import make_example  # noqa: PLC0415 -- no start without it waits for it

            make_example(url, platform)

    return up(settings, when_ready=when_ready)
