"""Run one task on many cases, in processes behind the interface of `concurrent.futures`.

Workers are spawned, so they share nothing. They end with the process that started them, however that ends: each holds the
reading end of a pipe whose writing end closes then. A worker that is storing something finishes it first.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from reshore.solve import SolveOptions

Case = TypeVar("Case")
Result = TypeVar("Result")
PATIENCE: Final = 30.0
"""Seconds that a worker has to finish storing what it has begun to store."""
DIED: Final = "The process ended before the case was done: killed, or out of memory. Start again, with fewer workers."
_STORING = threading.RLock()


class WorkerDied(Exception):
    """The process of a case, or one beside it, ended before the case was done."""


@dataclass(frozen=True)
class CaseOptions:
    """How many cases are run: in how many processes, whether those that are finished are run again, and how each is solved.

    `solve` is how each case is solved; a comparison takes that of plan B where it is None. `tell` is called with how many of how
    many cases are done, and with the last of them. A script that asks for more than one worker must be guarded by
    `if __name__ == "__main__"`, since workers are spawned.
    """

    workers: int = 1
    fresh: bool = False
    solve: SolveOptions | None = None
    tell: Callable[[int, int, str], None] | None = None

    def told(self, done: int, count: int, name: str = "") -> None:
        """Tell progress, where somebody wants to hear."""
        if self.tell is not None:
            self.tell(done, count, name)


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """What came of a case, by its place in the list of cases: a value, or the error that it raised."""

    place: int
    value: Result | None = None
    error: Exception | None = None


def outcomes(
    task: Callable[[Case], Result], cases: Sequence[Case], workers: int = 1
) -> Generator[Outcome[Result], None, None]:
    """Yield what comes of each case, as they are done.

    With one worker they run here, one after the other. `task` is a function of a module; it, the cases and the results are
    pickled. An error of a case is its outcome and stops no other; KeyboardInterrupt stops all. Results depend on the case
    alone, never on the number of workers. Raises ValueError for less than one worker.
    """
    if workers < 1:
        raise ValueError(f"{workers} workers can do nothing. Give one or more.")
    if min(workers, len(cases)) <= 1:
        yield from (_here(task, place, case) for place, case in enumerate(cases))
        return
    with _processes(min(workers, len(cases))) as executor:
        with _unheard():
            places = {executor.submit(task, case): place for place, case in enumerate(cases)}
        yield from (_outcome(future, places[future]) for future in as_completed(places))


@contextmanager
def finishing() -> Iterator[None]:
    """Let what is stored inside be finished before a worker ends with its parent."""
    with _STORING:
        yield


def _here(task: Callable[[Case], Result], place: int, case: Case) -> Outcome[Result]:
    try:
        return Outcome(place, task(case))
    except Exception as error:
        return Outcome(place, error=error)


def _outcome(future: Future[Result], place: int) -> Outcome[Result]:
    error = future.exception()
    if isinstance(error, BrokenProcessPool):
        return Outcome(place, error=WorkerDied(DIED))
    if error is not None and not isinstance(error, Exception):
        raise error
    return Outcome(place, error=error) if error is not None else Outcome(place, future.result())


@contextmanager
def _processes(workers: int) -> Iterator[Executor]:
    """Give processes on this machine; they are ended at once where the block is left by an exception."""
    context = multiprocessing.get_context("spawn")
    held, lifeline = context.Pipe(duplex=False)
    ForkingPickler.register(MappingProxyType, _pickled)
    executor = ProcessPoolExecutor(workers, context, _begin, (held,))
    try:
        yield executor
    except BaseException:
        lifeline.close()
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()
    lifeline.close()
    held.close()


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep an interrupt from processes that are started inside, from their first moment; this one gets it at the end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(held: Connection) -> None:
    """Set up a worker: an interrupt from the keyboard is the parent's business, and the end of the parent is its own.

    The executor terminates all workers where one has ended, as the first does that hears of the end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=end_when_stored, daemon=True).start())
    ForkingPickler.register(MappingProxyType, _pickled)
    threading.Thread(target=_follow, args=(held,), daemon=True).start()


def _follow(held: Connection) -> None:
    """Wait for the parent to let go, and end."""
    try:
        held.recv_bytes()
    except (EOFError, OSError):
        end_when_stored()


def end_when_stored() -> None:
    """Let what is being stored be finished, and end this process at once."""
    _STORING.acquire(timeout=PATIENCE)
    os._exit(1)


def _pickled(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _proxy, (dict(mapping),)


def _proxy(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Return a mapping that cannot be changed; its own class has no name that pickling finds."""
    return MappingProxyType(items)
