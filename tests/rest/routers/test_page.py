"""The web page as the server hands it out."""

import gzip
import re

import pytest

from frontend.sources import FOLDER as FRONTEND
from likeness.rest.routers.page import PLACES
from likeness.rest.static_files import SERVED, StaticFiles


@pytest.fixture
def page(server, tmp_path):
    """A page of two files, in place of the one that was built."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(f"<!doctype html><head>{SERVED}</head>")
    (folder / "assets" / "index-1.js").write_text("const a = 1;")
    (folder / "assets" / "index-1.js.gz").write_bytes(gzip.compress(b"const a = 1;"))
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "worker.js").write_text("self.addEventListener('fetch', () => {});")
    server.static = StaticFiles(folder)


@pytest.mark.parametrize("address", ["/", "/people", "/people/p0123456789abcdef"])
def test_every_address_of_the_page_is_the_page(page, anybody, address):
    answer = anybody.get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"


def test_an_address_that_leads_nowhere_is_not_found_and_the_page_says_so(page, anybody):
    answer = anybody.get("/no/such/page")

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_every_place_that_the_page_knows_is_found():
    router = (FRONTEND / "src" / "app" / "router.tsx").read_text(encoding="utf-8")

    assert {place.split("/")[0] for place in re.findall(r'at\("/([^"]*)"\)', router)} == PLACES


def test_the_page_allows_styles_of_its_own_and_no_script_within_it(page, anybody):
    answer = anybody.get("/")

    nonce = re.search(r'name="likeness-nonce" content="([^"]+)"', answer.text)
    policy = answer.headers["content-security-policy"]
    assert nonce is not None
    assert f"style-src 'self' 'nonce-{nonce[1]}'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_the_number_that_allows_styles_is_another_one_each_time(page, anybody):
    first, second = anybody.get("/"), anybody.get("/")

    assert first.text != second.text


def test_the_page_says_where_its_addresses_begin_and_how_one_comes_in(page, anybody, reader):
    assert '<base href="/">' in anybody.get("/").text
    assert 'name="likeness-entrance" content="link"' in anybody.get("/").text


def test_a_server_with_accounts_asks_for_a_password(page, server, anybody):
    server.local = False

    assert 'name="likeness-entrance" content="password"' in anybody.get("/").text


def test_files_with_a_fingerprint_are_kept_for_ever(page, anybody):
    answer = anybody.get("/assets/index-1.js")

    assert answer.text == "const a = 1;"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_browser_that_unpacks_nothing_gets_the_file_as_it_is(page, anybody):
    answer = anybody.get("/assets/index-1.js", headers={"Accept-Encoding": "identity"})

    assert answer.text == "const a = 1;"
    assert "content-encoding" not in answer.headers


def test_a_file_that_the_browser_has_is_not_sent_again(page, anybody):
    tag = anybody.get("/icon.svg").headers["etag"]

    assert anybody.get("/icon.svg", headers={"If-None-Match": tag}).status_code == 304


def test_the_service_worker_may_fetch_what_the_page_consists_of_and_no_more(page, anybody):
    policy = anybody.get("/worker.js").headers["content-security-policy"]

    assert policy == "default-src 'none'; connect-src 'self'"


@pytest.mark.parametrize(
    "address",
    ["/assets/other.js", "/assets/..%2f..%2fapp.py", "/%2e%2e/app.py", "/.built", "/index.html"],
)
def test_no_other_file_is_handed_out(page, anybody, address):
    answer = anybody.get(address)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_package_without_the_page_leads_to_the_api(server, anybody, tmp_path):
    server.static = StaticFiles(tmp_path / "absent")

    answer = anybody.get("/")

    assert answer.status_code == 200
    assert 'href="/docs"' in answer.text


def test_what_is_missing_below_the_api_is_never_a_page(page, anybody):
    answer = anybody.get("/api/v1/nope", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_file_that_is_replaced_at_this_moment_is_missing_not_broken(page, server, anybody):
    server.static.files["icon.svg"].path.unlink()

    assert anybody.get("/icon.svg").status_code == 404
