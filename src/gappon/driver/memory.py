"""How much memory a process has had, and may have, where the system tells and keeps it."""

from __future__ import annotations

import contextlib
import sys


def peak_megabytes() -> float:
    """Return the peak memory of this process, 0 on Windows."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def limit_memory(size: int) -> None:
    """Limit the address space of this process to so many bytes, 0 for no limit.

    Only Linux keeps such a limit; elsewhere there is none.
    """
    if size and sys.platform == "linux":
        import resource

        with contextlib.suppress(ValueError):  # there is a lower limit already
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
