"""/network."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from likeness import Library
from likeness.network.export.export import FORMATS
from likeness.types import NodeKind

API = "/api/v1/network"

NOBODY = "p" + "0" * 16


@pytest.fixture
def anna(library: Library) -> str:
    """Somebody with a name, among people of whom everybody has one face at least."""
    for number, face in enumerate(face for face in library.faces() if face.person is None):
        library.assign(face.face, new=f"Number {number}")
    person = library.people()[0].person
    library.name(person, "Anna")
    return person


def make(library: Library, of: NodeKind = "people", **arguments: Any) -> str:
    """Let a job make a network; return the job."""
    job = library.jobs.ask("network", {"of": of, **arguments})
    library.work(once=True)
    assert library.jobs.get(job.job).state == "done", library.jobs.get(job.job).error
    return job.job


def columns(answer: Any, name: str) -> list[dict[str, Any]]:
    """The rows of what comes as columns."""
    table = answer.json()[name]
    assert len({len(column) for column in table.values()}) == 1
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


@pytest.mark.parametrize("path", ["", "/export"])
@pytest.mark.parametrize("of", ["people", "faces"])
def test_without_a_network_it_says_what_to_do(reader: TestClient, path: str, of: str) -> None:
    answer = reader.get(API + path, params={"of": of})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert f"No network of {of}" in answer.json()["detail"]
    assert "job of the kind `network`" in answer.json()["detail"]


def test_the_newest_network_comes_as_columns_with_names_and_without_the_forgotten(
    reader: TestClient, library: Library, anna: str
) -> None:
    job = make(library)

    answer = reader.get(API)

    found = answer.json()
    kept = library.kept_network("people")
    assert kept is not None
    assert (found["of"], found["job"], found["made"]) == ("people", job, kept.made)
    assert (found["nearest"], found["seed"], found["left_out"]) == (8, 0, 0)
    assert found["minimum"] == found["scale"]["minimum"]
    nodes, edges = columns(answer, "nodes"), columns(answer, "edges")
    assert [node["id"] for node in nodes] == sorted(row.person for row in library.people())
    assert {node["id"]: node["name"] for node in nodes}[anna] == "Anna"
    assert all(-1 <= node[axis] <= 1 for node in nodes for axis in "xy")
    assert {
        (nodes[edge["one"]]["id"], nodes[edge["other"]]["id"], edge["similarity"], edge["photos"])
        for edge in edges
    } == {(edge.one, edge.other, edge.similarity, edge.photos) for edge in kept.edges}
    assert edges

    library.forget_person(anna)

    left = reader.get(API)
    assert anna not in left.text
    assert "Anna" not in left.text
    assert len(columns(left, "nodes")) == len(nodes) - 1


def test_each_kind_of_network_is_kept_for_itself(
    reader: TestClient, library: Library, anna: str
) -> None:
    make(library)
    assert reader.get(API, params={"of": "faces"}).status_code == 404

    make(library, "faces")

    nodes = columns(reader.get(API, params={"of": "faces"}), "nodes")
    assert [node["id"] for node in nodes] == sorted(face.face for face in library.faces())
    assert {node["name"] for node in nodes if node["person"] == anna} == {"Anna"}
    assert reader.get(API).json()["of"] == "people"


def test_who_has_it_as_it_is_gets_it_only_once(
    reader: TestClient, library: Library, anna: str
) -> None:
    make(library)
    first = reader.get(API)

    again = reader.get(API, headers={"If-None-Match": first.headers["etag"]})
    library.hide(anna)
    changed = reader.get(API, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, no-cache"
    assert changed.status_code == 200
    assert anna not in changed.text


def test_a_path_leads_from_one_to_another(reader: TestClient, library: Library, anna: str) -> None:
    other = library.people()[-1].person

    found = reader.get(f"{API}/path", params={"from": anna, "to": other}).json()

    assert (found["nodes"][0], found["nodes"][-1]) == (anna, other)
    assert len(found["similarities"]) == len(found["nodes"]) - 1
    assert found["weakest"] == min(found["similarities"])


def test_a_path_between_faces_is_one_of_faces(reader: TestClient, library: Library) -> None:
    one, *_, other = sorted(face.face for face in library.faces())

    found = reader.get(f"{API}/path", params={"of": "faces", "from": one, "to": other}).json()

    assert (found["nodes"][0], found["nodes"][-1]) == (one, other)


def test_where_no_path_leads_that_is_the_answer(
    reader: TestClient, library: Library, anna: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = library.people()[-1].person
    monkeypatch.setattr(Library, "resemblance_path", lambda *_, **__: None)

    answer = reader.get(f"{API}/path", params={"from": anna, "to": other})

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:likeness:problem:no-path"


@pytest.mark.parametrize(
    ("params", "status", "kind"),
    [
        ({"from": NOBODY}, 404, "unknown-person"),
        ({"from": "Anna"}, 422, "invalid-request"),
        ({"from": "p" + "0" * 10_000}, 422, "invalid-request"),
        ({"from": "'; MATCH (n) DETACH DELETE n"}, 422, "invalid-request"),
        ({"of": "photos"}, 422, "invalid-request"),
        ({"of": "faces", "from": "f" + "0" * 16}, 404, "unknown-face"),
        ({"from": None}, 422, "invalid-request"),
    ],
)
def test_ends_of_a_path_that_make_no_sense_are_refused(
    reader: TestClient, anna: str, params: dict[str, Any], status: int, kind: str
) -> None:
    answer = reader.get(f"{API}/path", params={"from": anna, "to": anna, **params})

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:likeness:problem:{kind}")


def test_a_path_to_oneself_or_to_somebody_hidden_is_refused(
    reader: TestClient, library: Library, anna: str
) -> None:
    other = library.people()[-1].person
    library.hide(other)

    for end in (anna, other):
        answer = reader.get(f"{API}/path", params={"from": anna, "to": end})
        assert answer.status_code == 422, answer.text


def test_relatives_look_alike_and_were_never_together(
    reader: TestClient, library: Library, anna: str
) -> None:
    """Two halves of one person are as alike as anybody can be."""
    face, *rest = library.faces(person=anna)
    assert rest
    edit = library.assign(face.face, new="Long lost sister")

    items = reader.get(f"{API}/relatives", params={"limit": 100}).json()["items"]

    sister = library.person("Long lost sister").person
    assert {items[0]["one"], items[0]["other"]} == {anna, sister}
    assert {item["photos"] for item in items} == {0}

    library.undo(edit.edit)

    assert sister not in reader.get(f"{API}/relatives", params={"limit": 100}).text


def test_look_alikes_may_have_been_together(
    reader: TestClient, library: Library, anna: str
) -> None:
    items = reader.get(f"{API}/alike", params={"limit": 100}).json()["items"]

    together = {
        tuple(sorted((row.person, other.person))): other.photos
        for row in library.people()
        for other in library.together(row.person)
    }
    assert {(item["one"], item["other"]): item["photos"] for item in items if item["photos"]} == {
        pair: photos
        for pair, photos in together.items()
        if pair in {(item["one"], item["other"]) for item in items}
    }
    assert any(item["photos"] for item in items)
    assert len(reader.get(f"{API}/alike", params={"limit": 1}).json()["items"]) == 1


def test_bridges_join_groups(reader: TestClient, anna: str) -> None:
    items = reader.get(f"{API}/bridges").json()["items"]

    assert all(0 <= item["betweenness"] <= 1 for item in items)
    assert [item["betweenness"] for item in items] == sorted(
        (item["betweenness"] for item in items), reverse=True
    )


@pytest.mark.parametrize("path", ["relatives", "alike", "bridges"])
@pytest.mark.parametrize("limit", ["0", "101", "-1", "all", "1e9"])
def test_a_limit_that_makes_no_sense_is_refused(reader: TestClient, path: str, limit: str) -> None:
    answer = reader.get(f"{API}/{path}", params={"limit": limit})

    assert answer.status_code == 422
    assert answer.json()["faults"][0]["where"] == "query.limit"


@pytest.mark.parametrize("path", ["relatives", "alike", "bridges"])
def test_who_is_hidden_or_opted_out_is_in_no_answer(
    reader: TestClient, library: Library, anna: str, path: str
) -> None:
    other = library.people()[-1].person
    assert reader.get(f"{API}/{path}").status_code == 200

    library.hide(anna)
    library.opt_out(other)

    answer = reader.get(f"{API}/{path}")
    assert answer.status_code == 200
    assert anna not in answer.text
    assert other not in answer.text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_network_is_saved_as_a_file_that_no_browser_opens_here(
    reader: TestClient, library: Library, anna: str, name: str
) -> None:
    library.name(anna, "<script>alert('1')</script>")
    make(library)

    answer = reader.get(f"{API}/export", params={"of": "people", "format": name})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[name].media
    assert answer.headers["content-disposition"].startswith(
        f'attachment; filename="likeness-people.{name}"'
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"] or (
        "default-src 'none'" in answer.headers["content-security-policy"]
    )
    kept = library.kept_network("people")
    assert kept is not None
    assert answer.content == library.network_file(kept, f".{name}")
    if name == "json":
        assert len(json.loads(answer.content)["nodes"]) == len(kept.nodes)


def test_another_format_is_refused(reader: TestClient) -> None:
    for given in ("docx", "../../etc/passwd", ""):
        answer = reader.get(f"{API}/export", params={"format": given})
        assert answer.status_code == 422
        assert answer.json()["faults"][0]["where"] == "query.format"


def test_who_may_only_read_cannot_have_a_network_made(
    reader: TestClient, editor: TestClient
) -> None:
    order = {"kind": "network", "arguments": {"of": "people"}}

    assert reader.post("/api/v1/jobs", json=order).status_code == 403
    assert editor.post("/api/v1/jobs", json=order).status_code == 202


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"of": "photos"}, 422),
        ({"minimum": 1.01}, 422),
        ({"minimum": "NaN"}, 422),
        ({"nearest": 17}, 422),
        ({"nearest": -1}, 422),
        ({"seed": -1}, 422),
        ({"seed": 2**32}, 422),
        ({"collection": "No such one"}, 404),
        ({"collection": ""}, 422),
        ({"people": ["Nobody"]}, 404),
        ({"most": 10**9}, 422),
    ],
)
def test_orders_that_make_no_sense_are_refused_at_once(
    editor: TestClient, arguments: dict[str, Any], status: int
) -> None:
    answer = editor.post("/api/v1/jobs", json={"kind": "network", "arguments": arguments})

    assert answer.status_code == status, answer.text


def test_a_network_of_a_collection_has_only_who_is_on_its_photos(
    reader: TestClient, library: Library, anna: str
) -> None:
    make(library, collection="Trip")

    nodes = columns(reader.get(API), "nodes")

    trip = {photo.sha256 for photo in library.photos(collection="Trip")}
    assert {node["id"] for node in nodes} == {
        face.person for face in library.faces() if face.sha256 in trip
    }
    assert len(nodes) < len(library.people())
