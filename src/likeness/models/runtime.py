"""ONNX Runtime, behind two small classes: the only file that imports it, on first use.

Every session computes with one thread; `Runtime.map` spreads whole runs over threads instead.
Splitting one run over threads costs 5 to 80 % more CPU seconds on these small networks (measured
on two cores), and the order in which it adds numbers would depend on the number of threads.
So results are the same, bit for bit, for every number of threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from likeness.errors import ModelRunError
from likeness.models.clock import Clock

if TYPE_CHECKING:
    from numpy.typing import NDArray

CPU = "CPUExecutionProvider"
FATAL_ONLY = 4  # log severity: whatever goes wrong comes back as an exception

Item = TypeVar("Item")
Result = TypeVar("Result")


class Session:
    """One loaded model file. Safe to share between threads."""

    def __init__(self, name: str, session: Any, clock: Clock) -> None:
        self.name = name
        self.inputs: tuple[str, ...] = tuple(node.name for node in session.get_inputs())
        self.outputs: tuple[str, ...] = tuple(node.name for node in session.get_outputs())
        self._session = session
        self._clock = clock

    def run(self, feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Run the model once, on the calling thread.

        Args:
            feeds: Arrays by input name, of the types that the model takes.

        Returns:
            One array per output, in the model's order.

        Raises:
            ModelRunError: The model refused the arrays or ran out of memory.
        """
        try:
            with self._clock.inside_runtime():
                return list(self._session.run(None, dict(feeds)))
        except Exception as exc:
            shapes = {key: getattr(value, "shape", None) for key, value in feeds.items()}
            raise ModelRunError(
                f"Model {self.name} failed on inputs {shapes}, it takes {list(self.inputs)}: {exc}"
            ) from exc


class Runtime:
    """Loads models and owns the threads that they run on. Close it, or use it as a context.

    Args:
        threads: How many runs may go on at once; 0: one per core that this process may use.
        providers: ONNX Runtime's names for the devices to use, best first.
        clock: Counts CPU seconds; a fresh one by default.
    """

    def __init__(
        self,
        threads: int = 0,
        *,
        providers: Sequence[str] = (CPU,),
        clock: Clock | None = None,
    ) -> None:
        self.threads = threads or usable_cores()
        self.providers = tuple(providers)
        self.clock = clock or Clock()
        self._worker = threading.local()
        self._pool = ThreadPoolExecutor(
            self.threads, "likeness-model", initializer=_become_worker, initargs=(self._worker,)
        )

    def open(self, path: Path, name: str | None = None) -> Session:
        """Load one model file.

        Raises:
            ModelRunError: The file is not a model that this runtime can run, or a provider is
                not part of the installed build.
        """
        name = name or path.stem
        self._check_providers()
        try:
            with self.clock.inside_runtime():
                session = _load(path, self.providers)
        except Exception as exc:
            raise ModelRunError(f"Model {name} cannot be loaded from {path}: {exc}") from exc
        return Session(name, session, self.clock)

    def map(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return `work(item)` of every item, in order, spread over the threads.

        Called from inside such work it runs on the calling thread, so nesting cannot deadlock.
        The first exception, in the order of the items, is raised once all work has ended.
        """
        todo = list(items)
        if len(todo) < 2 or self.threads == 1 or getattr(self._worker, "is_one", False):
            return [work(item) for item in todo]

        stage = self.clock.current

        def in_stage(item: Item) -> Result:
            with self.clock.stage(stage) if stage else nullcontext():
                return work(item)

        futures = [self._pool.submit(in_stage, item) for item in todo]
        failures = [failure for future in futures if (failure := future.exception())]
        if failures:
            raise failures[0]
        return [future.result() for future in futures]

    def close(self) -> None:
        """End the threads; sessions stay usable on the caller's own thread."""
        self.threads = 1
        self._pool.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _check_providers(self) -> None:
        import onnxruntime

        available = onnxruntime.get_available_providers()
        missing = [provider for provider in self.providers if provider not in available]
        if missing:
            raise ModelRunError(
                f"{', '.join(missing)} is not part of the installed onnxruntime, which has "
                f"{', '.join(available)}. Install the onnxruntime build for that device."
            )


def usable_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux has it
        return os.cpu_count() or 1


def _become_worker(local: threading.local) -> None:
    local.is_one = True


def _load(path: Path, providers: Sequence[str]) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(FATAL_ONLY)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = FATAL_ONLY
    options.use_deterministic_compute = True
    return onnxruntime.InferenceSession(str(path), options, providers=list(providers))
