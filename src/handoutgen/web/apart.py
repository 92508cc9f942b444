"""What every process beside the server has in common: silent, bounded, deaf to Ctrl-C."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


def hush() -> None:
    """Whatever libraries print may be a client's words: none of it reaches the terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)


def bound(memory: int) -> None:
    """Take no more memory than that, in bytes of addresses, and leave no trace of it on the disk
    when the process ends badly; Windows has no such limit."""
    bound_core()
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def bound_core() -> None:
    """Leave no picture of this process's memory on the disk when it ends badly."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def sheltered() -> Iterator[None]:
    """Processes that this thread starts inside don't see Ctrl-C, from their first moment.

    `crew.without_interrupts` can do that only in the main thread.
    """
    usual: set[Any] | None = None
    with suppress(AttributeError, ImportError):  # Windows
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # which, when it starts with a process, lets them through
        usual = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if usual is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, usual)
