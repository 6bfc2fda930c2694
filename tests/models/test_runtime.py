import gc
import subprocess
import sys
import threading
import weakref

import numpy as np
import pytest
from onnx import TensorProto, helper, save

from likeness.errors import ModelRunError
from likeness.models.clock import INSIDE_RUNTIME
from likeness.models.runtime import Runtime, usable_cores


@pytest.fixture
def doubling(tmp_path):
    """A model that doubles a float vector."""
    nodes = [helper.make_node("Add", ["x", "x"], ["y"])]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N"]) for name in "xy"]
    graph = helper.make_graph(nodes, "doubling", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    path = tmp_path / "doubling.onnx"
    save(model, path)
    return path


def test_a_model_runs(runtime, doubling):
    session = runtime.open(doubling)

    (answer,) = session.run({"x": np.array([1, 2.5], np.float32)})

    assert answer.tolist() == [2, 5]
    assert (session.name, session.inputs, session.outputs) == ("doubling", ("x",), ("y",))


def test_the_time_inside_the_model_is_counted(doubling):
    with Runtime(1) as runtime:
        runtime.open(doubling).run({"x": np.ones(10, np.float32)})

        assert INSIDE_RUNTIME in runtime.clock.seconds


@pytest.mark.parametrize(
    "feeds",
    [
        {"wrong": np.ones(2, np.float32)},
        {"x": np.ones(2, np.float64)},
        {"x": np.ones((2, 2), np.float32)},
        {"x": "no array"},
        {},
    ],
    ids=["name", "type", "shape", "no array", "nothing"],
)
def test_inputs_that_the_model_refuses_are_our_error(runtime, doubling, feeds):
    with pytest.raises(ModelRunError, match=r"Model doubling failed on inputs .*takes \['x'\]"):
        runtime.open(doubling).run(feeds)


def test_a_file_that_is_no_model_is_our_error(runtime, tmp_path):
    (tmp_path / "junk.onnx").write_bytes(b"junk")

    with pytest.raises(ModelRunError, match=r"Model junk cannot be loaded from .*junk\.onnx"):
        runtime.open(tmp_path / "junk.onnx")


def test_a_missing_file_is_our_error(runtime, tmp_path):
    with pytest.raises(ModelRunError, match="Model mine cannot be loaded"):
        runtime.open(tmp_path / "none.onnx", "mine")


def test_a_device_that_the_build_lacks_is_told_with_those_it_has(doubling):
    with (
        Runtime(1, providers=["NoSuchProvider"]) as runtime,
        pytest.raises(ModelRunError, match=r"NoSuchProvider is not part.*CPUExecutionProvider"),
    ):
        runtime.open(doubling)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_work_is_done_in_order_whatever_the_threads(threads):
    with Runtime(threads) as runtime:
        assert runtime.map(lambda item: item * item, range(20)) == [n * n for n in range(20)]


def test_work_is_spread_over_threads():
    meeting = threading.Barrier(2, timeout=20)
    with Runtime(2) as runtime:
        runtime.map(lambda _: meeting.wait(), range(2))


def test_work_inside_work_does_not_wait_for_itself():
    with Runtime(2) as runtime:
        table = runtime.map(lambda a: runtime.map(lambda b: a * b, range(3)), range(3))

    assert table == [[0, 0, 0], [0, 1, 2], [0, 2, 4]]


def test_the_first_failure_in_order_is_raised_after_all_work_has_ended():
    done = []

    def work(item):
        done.append(item)
        if item in {1, 3}:
            raise ValueError(item)

    with Runtime(2) as runtime, pytest.raises(ValueError, match="1"):
        runtime.map(work, range(6))
    assert sorted(done) == list(range(6))


def test_helpers_count_their_time_under_the_stage_of_the_caller():
    with Runtime(2) as runtime:
        with runtime.clock.stage("mine"):
            runtime.map(lambda _: sum(range(100_000)), range(8))
        by_helpers = runtime.clock.seconds["mine"]
        runtime.map(lambda _: sum(range(100_000)), range(8))

        assert by_helpers > 0.005
        assert runtime.clock.seconds == {"mine": by_helpers}


def test_a_closed_runtime_works_on_the_callers_thread(doubling):
    runtime = Runtime(2)
    session = runtime.open(doubling)
    runtime.close()

    assert (
        runtime.map(lambda _: threading.current_thread(), range(2))
        == [threading.current_thread()] * 2
    )
    assert session.run({"x": np.ones(1, np.float32)})[0].tolist() == [2]


def test_zero_threads_mean_all_cores_that_may_be_used():
    with Runtime(0) as runtime:
        assert runtime.threads == usable_cores() >= 1


def test_without_affinity_all_cores_count(monkeypatch):
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: None)

    assert usable_cores() == 1


def test_a_runtime_that_nobody_holds_ends_its_threads():
    runtime = Runtime(2)
    threads = runtime.map(lambda _: threading.current_thread(), range(4))
    gone = weakref.ref(runtime)
    del runtime
    gc.collect()
    for thread in threads:
        thread.join(20)

    assert gone() is None
    assert not any(thread.is_alive() for thread in threads)


def test_onnxruntime_is_imported_only_when_a_model_is_opened():
    code = (
        "import sys; from likeness.models.runtime import Runtime; Runtime(1); "
        "sys.exit('onnxruntime' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
