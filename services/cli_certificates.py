"""``linli certificate``: a certificate's file checked without the platform."""

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from services.matching.application.certificates.verifying import verify_file
from services.matching.domain.certificates.seal import FileState
from shared.settings import Settings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``certificate`` to the commands."""
    certificate = commands.add_parser("certificate", help="certificates of service").add_subparsers(
        required=True
    )
    verify = certificate.add_parser("verify", help="check a certificate's file, offline")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument(
        "--key",
        action="append",
        required=True,
        metavar="KEY",
        help="public key in hexadecimal, or a file with keys as /api/matching/v1/certificates/keys gives them",
    )
    verify.add_argument(
        "--revoked",
        type=Path,
        metavar="FILE",
        help="revoked certificates as /api/matching/v1/certificates/revoked gives them, or numbers, one a line",
    )
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    verify.set_defaults(command=_verify)


def _verify(_: Settings, asked: argparse.Namespace) -> int:
    verdict = verify_file(asked.file, asked.key, asked.revoked)
    if asked.json:
        told = asdict(verdict.told) if verdict.told else {}
        whole = {"state": verdict.state.value, "why": verdict.why.en, **told}
        print(json.dumps(whole, ensure_ascii=False, default=date.isoformat))
    else:
        print(f"{verdict.state.value}\t{verdict.why.zh} · {verdict.why.en}")
    return 0 if verdict.state is FileState.VALID else 1
