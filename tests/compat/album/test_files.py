from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.compat.album.files import NoFile, PictureFile, is_web, local_path, picture_files
from likeness.web.download import Downloader
from likeness.web.limits import WebLimits
from tests.web.servers import WebServer, plain, serving


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving({"/a": plain(b"a"), "/b": plain(b"b")}) as server:
        yield server


def test_files_come_in_the_order_of_the_urls(server: WebServer, tmp_path: Path) -> None:
    urls = [server.url("/a"), "/x.jpg", server.url("/none"), "nope://x", server.url("/b")]
    downloader = Downloader(WebLimits(allow_private=True))

    found = list(picture_files(urls, downloader, tmp_path, allow_local=True))

    assert [one.image for one in found] == [0, 1, 2, 3, 4]
    assert [type(one) for one in found] == [PictureFile, PictureFile, NoFile, NoFile, PictureFile]
    assert (tmp_path / "4").read_bytes() == b"b"
    assert found[1] == PictureFile(1, Path("/x.jpg"), ours=False)


@pytest.mark.parametrize("url", ["http://x", "HTTPS://x", "Http://x"])
def test_the_web_is_known_by_its_schemes(url: str) -> None:
    assert is_web(url)


@pytest.mark.parametrize("url", ["http:x", "file:///x", "x/http://y", "", "httpx://a", " http://x"])
def test_other_text_is_not_of_the_web(url: str) -> None:
    assert not is_web(url)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///a%20b/%C3%A9.jpg", "/a b/\N{LATIN SMALL LETTER E WITH ACUTE}.jpg"),
        ("file://localhost/a", "/a"),
        ("FILE:///a", "/a"),
        ("file:///%ff", "/\udcff"),
        ("a%20b.jpg", "a%20b.jpg"),
        ("photo:1.jpg", "photo:1.jpg"),
    ],
)
def test_file_urls_and_paths_name_files(url: str, path: str) -> None:
    assert local_path(url) == Path(path)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_any_absolute_path_is_found_again_by_its_url(text: str) -> None:
    path = Path("/" + text)

    assert local_path(path.as_uri()) == path


@pytest.mark.parametrize("url", ["file://other/a", "file://", "s3://bucket/a", "a\0b", ""])
def test_what_names_no_file_is_said_in_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        local_path(url)
