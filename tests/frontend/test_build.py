import pytest

from frontend import __main__ as command
from frontend import build
from frontend.errors import FrontendError
from frontend.node import NODE, node
from frontend.sources import STAMP, fingerprint


@pytest.fixture
def output(tmp_path, monkeypatch):
    """A place for the page; Node only pretends to build it."""
    for name in (build.SKIP, build.FORCE):
        monkeypatch.delenv(name, raising=False)

    def pretend(arguments):
        folder = arguments[arguments.index("--outDir") + 1]
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text("<!doctype html>" + "x" * 2000)
        (tmp_path / folder / "index.js").write_text("const a = 1;\n" * 200)

    monkeypatch.setattr(build, "node", pretend)
    monkeypatch.setattr(build, "generate", lambda: None)
    return tmp_path / "static"


def test_a_page_is_built_with_packed_copies_and_what_it_is_made_of(output):
    assert build.build_page(output)

    names = {path.name for path in output.iterdir()}
    assert names == {"index.html", "index.js", "index.js.gz", STAMP}
    assert (output / STAMP).read_text() == fingerprint()


def test_a_page_that_is_there_is_not_built_again(output):
    build.build_page(output)

    assert not build.build_page(output)


def test_an_older_page_is_replaced_whole(output):
    output.mkdir()
    (output / "old.js").write_text("old")

    build.build_page(output)

    assert not (output / "old.js").exists()


def test_a_page_that_does_not_build_leaves_the_older_one(output, monkeypatch):
    def fail(arguments):
        raise FrontendError("vite failed with 1.")

    output.mkdir()
    (output / "index.html").write_text("old")
    monkeypatch.setattr(build, "node", fail)

    with pytest.raises(FrontendError):
        build.build_page(output)

    assert (output / "index.html").read_text() == "old"
    assert [path.name for path in output.parent.iterdir()] == ["static"]


def test_whoever_wants_no_page_gets_none(output, monkeypatch):
    monkeypatch.setenv(build.SKIP, "1")

    assert not build.build_page(output)
    assert build.requirements() == []
    assert not output.exists()


def test_a_page_can_be_built_anew_by_will(output, monkeypatch):
    build.build_page(output)
    monkeypatch.setenv(build.FORCE, "1")

    assert build.build_page(output)
    assert build.requirements() == [NODE]


def test_a_script_that_fails_says_what_it_said(tmp_path):
    (tmp_path / "wrong.js").write_text("console.error('No such thing.'); process.exit(3)")

    with pytest.raises(FrontendError, match=r"wrong failed with 3\.\nNo such thing\."):
        node(["wrong.js"], tmp_path)


def test_unknown_commands_are_told_what_there_is(capsys):
    assert command.main(["bulid"]) == 2

    assert "build | check | test" in capsys.readouterr().err
