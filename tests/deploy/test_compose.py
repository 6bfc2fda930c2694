"""deploy/compose.yaml: what its schema allows, and what we promise beyond that."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from likeness.rest.doors.brought import MOST_BODY
from likeness.rest.routers import play
from likeness.settings import LibrarySettings, ServeSettings, load_settings
from tests.deploy.composed import COMPOSE, composed, service, services
from tests.deploy.needs import DEPLOY

VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<fallback>:[-?][^}]*)?\}")
PUBLIC = {"likeness", "nginx"}  # publish ports
ONE_SHOT = {"setup", "certificate", "folders"}
LISTENS_NOT = ONE_SHOT | {"worker-1", "worker-2"}
SECRET = re.compile(r"PASSWORD|SECRET|ACCESS_KEY|API_KEY")

each_service = pytest.mark.parametrize("name", sorted(services()))


def variables() -> dict[str, str]:
    """Return which variables the file wants, with what it does without them."""
    text = re.sub(r"^\s*#.*$", "", COMPOSE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {found["name"]: found["fallback"] or "" for found in VARIABLE.finditer(text)}


def example() -> dict[str, str]:
    lines = (DEPLOY / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def new_env() -> dict[str, str]:
    done = subprocess.run(
        ["sh", str(DEPLOY / "new-env.sh")], check=True, capture_output=True, text=True, cwd="/"
    )
    lines = done.stdout.splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled(value: Any, values: dict[str, str]) -> str:
    return VARIABLE.sub(lambda found: values[found["name"]], str(value))


def in_profile(profile: str) -> set[str]:
    return {name for name, each in services().items() if profile in each["profiles"]}


def networks(name: str) -> set[str]:
    return set(service(name).get("networks", ()))


# ---------------------------------------------------------------- the file


def test_it_follows_the_compose_specification() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.compose-spec", str(COMPOSE)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_there_is_one_container_and_the_full_set() -> None:
    assert in_profile("single") == {"likeness"}
    assert in_profile("full") == set(services()) - {"likeness"}


def test_every_variable_is_in_the_example_and_no_other() -> None:
    assert set(variables()) - {"LIKENESS_TAG"} == set(example())


def test_without_a_secret_nothing_starts() -> None:
    secrets = {name for name, value in example().items() if value in {"", "GK"}} - {"HTTPS_SUFFIX"}

    assert secrets == {name for name in variables() if SECRET.search(name)}
    assert all(variables()[name].startswith(":?") for name in secrets)


@each_service
def test_no_secret_stands_in_it(name: str) -> None:
    for key, value in service(name).get("environment", {}).items():
        if SECRET.search(key):
            assert VARIABLE.fullmatch(value), f"{key} is written out"
        assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), f"{key} has a password"


def test_a_new_env_has_every_secret_and_never_the_same() -> None:
    first, second = new_env(), new_env()

    assert set(first) == set(example())
    for name in (name for name in first if SECRET.search(name)):
        assert first[name] != second[name]
        assert re.fullmatch("GK[0-9a-f]{24}|[0-9a-f]{64}", first[name])


# ---------------------------------------------------------------- each service


@each_service
def test_a_service_is_hardened(name: str) -> None:
    each = service(name)

    assert each["read_only"] is True
    assert each["cap_drop"] == ["ALL"]
    assert "cap_add" not in each
    assert each["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "devices", "pid", "ipc"} & set(each)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", each["user"])
    assert "docker.sock" not in json.dumps(each)


@each_service
def test_a_service_has_limits(name: str) -> None:
    assert {"mem_limit", "cpus", "pids_limit", "restart", "logging"} <= set(service(name))


@each_service
def test_an_image_is_pinned(name: str) -> None:
    image, _, tag = filled(service(name)["image"], {"LIKENESS_TAG": "0.1"}).rpartition(":")

    assert image
    assert re.search(r"\d+\.\d+|^\d\d", tag), f"{tag} is no version"


@each_service
def test_a_service_says_whether_it_is_well(name: str) -> None:
    each = service(name)
    if name in LISTENS_NOT:
        assert each["healthcheck"] == {"disable": True}
    elif each["image"].startswith("likeness:"):
        assert "healthcheck" not in each  # that of the Dockerfile
    else:
        assert each["healthcheck"]["test"][0] == "CMD"  # without a shell


@each_service
def test_a_service_waits_for_those_of_its_own_set(name: str) -> None:
    each = service(name)
    for other, how in each.get("depends_on", {}).items():
        assert set(each["profiles"]) <= set(service(other)["profiles"])
        expected = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
        assert how == {"condition": expected}


@each_service
def test_originals_are_never_written_to(name: str) -> None:
    for volume in service(name).get("volumes", ()):
        if ":/photos" in volume:
            assert volume.endswith(":/photos:ro")


def test_volumes_are_declared_and_used() -> None:
    lines = [line for each in services().values() for line in each.get("volumes", ())]
    values = {**example(), "PHOTOS": "./photos"}
    sources = {filled(line, values).split(":")[0] for line in lines}
    ours = {source for source in sources if source.startswith("./")} - {"./photos"}

    assert {source for source in sources if not source.startswith((".", "/"))} == set(
        composed()["volumes"]
    )
    assert all((DEPLOY / source).exists() for source in ours)


# ---------------------------------------------------------------- networks


def test_only_the_doors_are_on_a_network_with_an_outside() -> None:
    outside = {name for name, each in composed()["networks"].items() if not each.get("internal")}

    assert outside == {"outside"}
    assert {name for name in services() if networks(name) & outside} == PUBLIC
    assert {name for name, each in services().items() if "ports" in each} == PUBLIC
    alone = {name for name, each in services().items() if not each.get("networks")}
    assert all(service(name)["network_mode"] == "none" for name in alone)


def test_the_door_does_not_reach_the_stores() -> None:
    stores = {"postgres", "qdrant", "objects"}

    assert all(networks(name) == {"stores"} for name in stores)
    assert "stores" not in networks("nginx")


def test_one_container_is_for_this_machine_unless_told_otherwise() -> None:
    assert service("likeness")["ports"] == ["${BIND:-127.0.0.1}:${PORT:-8420}:8420"]


def test_addresses_fit_each_other() -> None:
    front = ipaddress.ip_network(composed()["networks"]["front"]["ipam"]["config"][0]["subnet"])
    address = {
        name: service(name)["networks"]["front"]["ipv4_address"]
        for name in ("nginx", "server-1", "server-2")
    }
    edge = service("nginx")["environment"]

    assert all(ipaddress.ip_address(each) in front for each in address.values())
    assert edge["EDGE_SERVER_1"] == f"{address['server-1']}:8420"
    assert edge["EDGE_SERVER_2"] == f"{address['server-2']}:8420"
    for name in ("server-1", "server-2"):
        believed = service(name)["environment"]["LIKENESS_SERVE__PROXIES"]
        assert json.loads(believed) == [address["nginx"]]


# ---------------------------------------------------------------- what Likeness is told


def settings(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LibrarySettings:
    values = {**new_env(), "SERVER_NAME": "photos.example.org"}
    for key, value in service(name)["environment"].items():
        monkeypatch.setenv(key, filled(value, values))
    return load_settings(tmp_path)


@pytest.mark.parametrize("name", ["likeness", "server-1", "server-2", "worker-1", "setup"])
def test_the_settings_exist(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(name, tmp_path, monkeypatch)

    if name != "likeness":
        assert read.catalog.url == "postgresql+psycopg://likeness@postgres/likeness"
        assert read.index.api_key.get_secret_value()
        assert read.s3.secret_key.get_secret_value()
    if name in {"likeness", "server-1", "server-2"}:
        assert read.serve.hosts == ("photos.example.org",)


def test_servers_and_workers_share_what_has_to_be_shared() -> None:
    shared = {"server-1", "server-2", "worker-1", "worker-2"}

    assert len({json.dumps(service(name)["volumes"]) for name in shared}) == 1
    assert any(volume.startswith("uploads:") for volume in service("server-1")["volumes"])


@pytest.mark.parametrize(
    ("certificate", "made"), [("self-signed.pem", True), ("certificate.pem", False)]
)
def test_a_certificate_is_made_unless_there_is_one_of_your_own(
    tmp_path: Path, certificate: str, made: bool
) -> None:
    python, option, text = service("certificate")["entrypoint"]
    assert (python, option) == ("python", "-c")

    subprocess.run(
        [sys.executable, "-c", text.replace("/certificates", str(tmp_path / "tls"))],
        env={**os.environ, "CERTIFICATE": certificate, "SERVER_NAME": "photos.example.org"},
        check=True,
    )

    assert (tmp_path / "tls" / "self-signed.pem").exists() == made
    assert (tmp_path / "tls" / "self-signed.key").exists() == made


def test_the_store_of_objects_is_reached_as_it_listens() -> None:
    garage = tomllib.loads((DEPLOY / "garage.toml").read_text(encoding="utf-8"))
    told = service("server-1")["environment"]

    assert told["LIKENESS_S3__ENDPOINT"].endswith(garage["s3_api"]["api_bind_addr"][-5:])
    assert told["LIKENESS_S3__REGION"] == garage["s3_api"]["s3_region"]
    bucket = service("objects")["environment"]["GARAGE_DEFAULT_BUCKET"]
    assert told["LIKENESS_BLOBS__URL"].startswith(f"s3://{bucket}/")
    assert not any("secret" in key or "token" in key for key in garage)


def test_nginx_lets_through_what_the_servers_take() -> None:
    serve = ServeSettings()
    config = "".join(
        file.read_text(encoding="utf-8")
        for file in (DEPLOY / "nginx").rglob("*")
        if file.suffix in {".conf", ".template"}
    )
    sizes = re.findall(r"client_max_body_size (\d+)m;", config)
    room = 2**20  # what frames a form

    assert sorted(int(size) * 2**20 for size in sizes) == sorted(
        [
            serve.max_body + room,
            MOST_BODY + room,
            play.MOST_BODY + room,
            serve.max_sample + 2 * room,
            serve.max_upload + 8 * room,
        ]
    )
