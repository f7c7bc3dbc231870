"""What a figure was measured on."""

import os
import platform
from pathlib import Path

from shared.kernel.clock import monotonic_seconds

MIB = 1024 * 1024


def machine() -> dict[str, object]:
    """Return processor, cores, memory, Python, kernel, how busy the machine was just now, and how fast one core is."""
    return {
        "cpu": _line_of("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count() or 1,
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MIB,
        "python": platform.python_version(),
        "kernel": platform.release(),
        "load_average": round(os.getloadavg()[0], 2),
        "million_additions_ms": _million_additions_ms(),
    }


def _million_additions_ms() -> float:
    """Return how long a fixed piece of work takes: rented machines differ in speed from hour to hour."""
    began, total = monotonic_seconds(), 0
    for number in range(1_000_000):
        total += number
    return round((monotonic_seconds() - began) * 1000, 1)


def _line_of(file: str, name: str) -> str:
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    found = (line.partition(":")[2].strip() for line in lines if line.startswith(name))
    return next(found, "")


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process and all it started, in MiB, memory that they share counted for each."""
    total = 0
    for each in _family(pid):
        resident = _line_of(f"/proc/{each}/status", "VmRSS").removesuffix(" kB")
        total += int(resident) if resident else 0
    return round(total / 1024, 1)


def _family(pid: int) -> list[int]:
    family = [pid]
    for each in family:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            family += [int(child) for child in children.read_text(encoding="ascii").split()]
    return family
