"""All settings, nested, with limits and defaults.

Order of precedence: arguments, then environment (`LIKENESS_DETECT__MIN_SCORE=0.8`), then
`config.toml` of the library, then `config.toml` of the user's configuration folder, then defaults.
Read once in `assembly.py` and passed down as plain values: nothing below reads the environment.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from likeness.errors import SettingsError

CONFIG_FILE = "config.toml"
PREFIX = "likeness_"  # of environment variables, in any case
UNKNOWN = "There is no setting of that name; `likeness config show` lists all"
Fraction = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """One table of the configuration file: unknown keys are mistakes, not extras."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class DetectSettings(Section):
    """Which faces count."""

    model: str = "mtcnn"
    long_side: int = Field(
        default=1280, ge=320, le=8192, description="photos are looked at in this size"
    )
    min_score: Fraction = Field(default=0.75, description="below it a face is low_confidence")
    min_face: Fraction = Field(default=0.015, description="smallest face, share of the long side")
    turned: bool = Field(default=True, description="turn photos that seem to show nobody")


class EmbedSettings(Section):
    """How faces are turned into vectors."""

    model: str = "dlib"


class AttributeSettings(Section):
    """Perceived attributes."""

    age_gender: bool = Field(default=True, description="estimate perceived age and gender")


class DecodeSettings(Section):
    """Limits for the processes that read files."""

    processes: int = Field(default=0, ge=0, le=64, description="0: one per two cores, at least one")
    max_bytes: int = Field(default=512 * 2**20, ge=1)
    max_pixels: int = Field(default=256_000_000, ge=1)
    max_seconds: float = Field(default=60, gt=0)
    max_memory: int = Field(default=1200 * 2**20, ge=256 * 2**20, description="per process, bytes")


class RuntimeSettings(Section):
    """How models run."""

    threads: int = Field(default=0, ge=0, le=256, description="0: all cores")
    batch: int = Field(default=8, ge=1, le=256, description="photos analysed together")


class CatalogSettings(Section):
    """Where the truth is kept."""

    url: str = Field(
        default="",
        repr=False,  # it may hold a password
        description="SQLAlchemy URL; empty: SQLite in the library folder",
    )
    wait_seconds: float = Field(default=3600, ge=0, description="how long a second writer waits")


class IndexSettings(Section):
    """Where the index of nearest faces is kept."""

    url: str = Field(
        default="",
        repr=False,
        description="empty: in the library folder; http(s)://host:6333: a Qdrant server; "
        "qdrant-edge: or qdrant-local:, Qdrant's engines inside this process",
    )
    api_key: SecretStr = Field(default=SecretStr(""), description="of the Qdrant server")
    timeout_seconds: float = Field(default=30, gt=0, description="for one request")
    retry_seconds: float = Field(default=60, ge=0, description="how long a request is repeated")


class BlobSettings(Section):
    """Where thumbnails and crops are kept."""

    url: str = Field(default="", description="s3://bucket/prefix; empty: in the library folder")


class S3Settings(Section):
    """How buckets are reached: what is empty is taken from the AWS_ environment variables."""

    endpoint: str = Field(default="", description="URL of the server; empty: Amazon")
    region: str = ""
    access_key: str = Field(default="", repr=False)
    secret_key: SecretStr = SecretStr("")
    session_token: SecretStr = SecretStr("")
    virtual_host: bool = Field(default=False, description="bucket in the host name, not the path")
    anonymous: bool = Field(default=False, description="do not sign requests: public buckets")
    timeout_seconds: float = Field(default=30, gt=0, description="for one request")
    retry_seconds: float = Field(default=60, ge=0, description="how long a request is repeated")
    parallel: int = Field(default=8, ge=1, le=64, description="objects read or written together")


class ServeSettings(Section):
    """How the library is put on the network."""

    host: str = Field(default="127.0.0.1", description="address to listen at")
    port: int = Field(default=8420, ge=0, le=65535, description="0: any free one")
    hosts: tuple[str, ...] = Field(
        default=(), description="names that browsers may use for this server, beside its own"
    )
    root_path: str = Field(
        default="",
        pattern=r"^(/[A-Za-z0-9._~-]+)*$",
        description="path below which a proxy shows the server",
    )
    proxies: tuple[str, ...] = Field(
        default=(), description="addresses of proxies whose forwarded headers are believed"
    )
    roots: tuple[str, ...] = Field(
        default=("~",), description="folders below which owners may choose sources in the browser"
    )
    tls: Literal["off", "self-signed"] = Field(
        default="off", description="self-signed: browsers give the camera to HTTPS only"
    )
    tls_certificate: str = Field(default="", description="PEM file of your own")
    tls_key: str = Field(default="", repr=False, description="PEM file of your own")
    session_days: int = Field(default=30, ge=1, le=365, description="without a visit, a login ends")
    max_upload: int = Field(default=512 * 2**20, ge=1, description="bytes of one file")
    max_body: int = Field(default=2 * 2**20, ge=2**16, description="bytes of any other request")
    max_sample: int = Field(default=32 * 2**20, ge=2**16, description="bytes of samples together")
    uploads: str = Field(
        default="", description="folder for uploaded photos; empty: in the library folder"
    )
    reports: str = Field(
        default="", description="folder of reports to show; empty: in the library folder"
    )
    uploads_bytes: int = Field(
        default=20 * 2**30, ge=1, description="unfinished uploads of everybody together"
    )
    listeners: int = Field(default=8, ge=1, le=256, description="event streams for each user")
    finds_per_minute: int = Field(default=60, ge=1, description="searches of one user")
    logins_per_minute: int = Field(
        default=5,
        ge=1,
        description="failed attempts from one address, and for a name from 20 addresses",
    )
    requests: int = Field(default=200, ge=8, le=10_000, description="served at the same time")
    wait_seconds: float = Field(
        default=10, ge=0, description="how long a change waits for another to be written"
    )
    body_seconds: float = Field(default=30, gt=0, description="longest pause within a request")
    metrics: bool = Field(default=True, description="show /metrics to keys with the scope admin")
    compreface: bool = Field(default=False, description="answer as CompreFace does, to its clients")


class JobSettings(Section):
    """Long work, done by workers."""

    worker: bool = Field(
        default=True, description="with SQLite: the server starts a worker of its own"
    )
    lease_seconds: float = Field(default=60, ge=5, description="a silent worker loses its job then")
    attempts: int = Field(default=3, ge=1, le=20, description="a job that kills workers fails then")
    poll_seconds: float = Field(default=1, gt=0, description="how often workers look for jobs")
    keep_days: int = Field(default=30, ge=1, description="finished jobs are forgotten then")


class WatchSettings(Section):
    """New photos appear by themselves."""

    enabled: bool = Field(default=True, description="watch the sources while the server runs")
    settle_seconds: float = Field(
        default=5, ge=0.1, description="a file must rest so long: it may still be copied"
    )
    poll_seconds: float = Field(
        default=300, ge=1, description="network drives and buckets are listed so often"
    )


class LibrarySettings(BaseSettings):
    """Everything that can be set about one library."""

    model_config = SettingsConfigDict(
        env_prefix="LIKENESS_",
        env_nested_delimiter="__",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it may be a password
    )

    detect: DetectSettings = DetectSettings()
    embed: EmbedSettings = EmbedSettings()
    attributes: AttributeSettings = AttributeSettings()
    decode: DecodeSettings = DecodeSettings()
    runtime: RuntimeSettings = RuntimeSettings()
    catalog: CatalogSettings = CatalogSettings()
    index: IndexSettings = IndexSettings()
    blobs: BlobSettings = BlobSettings()
    s3: S3Settings = S3Settings()
    serve: ServeSettings = ServeSettings()
    jobs: JobSettings = JobSettings()
    watch: WatchSettings = WatchSettings()
    log_level: Literal["debug", "info", "warning", "error"] = "warning"


def default_library() -> Path:
    """Return the folder that `LIKENESS_LIBRARY` names, else the platform's user data folder."""
    named = os.environ.get("LIKENESS_LIBRARY")
    if named:
        return Path(os.path.abspath(os.path.expanduser(named)))
    import platformdirs

    return Path(platformdirs.user_data_dir("likeness", appauthor=False))


def default_cache() -> Path:
    """Return the folder that `LIKENESS_CACHE` names, else the platform's user cache folder.

    Nothing that lies in it is needed: it can be computed again.
    """
    named = os.environ.get("LIKENESS_CACHE")
    if named:
        return Path(os.path.abspath(os.path.expanduser(named)))
    import platformdirs

    return Path(platformdirs.user_cache_dir("likeness", appauthor=False))


def user_config_file() -> Path:
    """Return where the user's own configuration file lies, whether it exists or not."""
    import platformdirs

    return Path(platformdirs.user_config_dir("likeness", appauthor=False)) / CONFIG_FILE


def load_settings(folder: Path, **overrides: Any) -> LibrarySettings:
    """Read the settings that hold for the library in *folder*.

    Args:
        folder: The library folder; its `config.toml` is read if there is one.
        overrides: Values that win over every file and variable.

    Raises:
        SettingsError: A value is malformed or a key is unknown, which the message names; or a
            file cannot be read.
    """
    files = [user_config_file(), folder / CONFIG_FILE]
    _refuse_unknown_variables()

    class Loaded(LibrarySettings, extra="forbid"):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic names them
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            toml = TomlConfigSettingsSource(settings_cls, toml_file=files, deep_merge=True)
            return (init_settings, env_settings, toml)

    try:
        return Loaded(**overrides)
    except ValidationError as exc:
        first = exc.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        wrong = UNKNOWN if first["type"] == "extra_forbidden" else first["msg"]
        raise SettingsError(
            f"Setting {key} is not usable: {wrong}. "
            f"Look in {files[1]}, {files[0]} and the LIKENESS_ environment variables."
        ) from exc
    except (ValueError, RecursionError) as exc:
        raise SettingsError(
            f"A configuration file is not valid TOML: {exc}. Look in {files[1]} and {files[0]}."
        ) from exc
    except OSError as exc:
        raise SettingsError(
            f"The configuration file {exc.filename} cannot be read: {exc.strerror}. "
            "Make it readable or remove it."
        ) from exc


def _refuse_unknown_variables() -> None:
    """Raise `SettingsError` for a variable such as LIKENESS_CATALOGUE__URL, which sets nothing."""
    for variable in sorted(os.environ):
        section, mark, _ = variable.lower().removeprefix(PREFIX).partition("__")
        ours = mark and variable.lower().startswith(PREFIX)
        if ours and section not in LibrarySettings.model_fields:
            raise SettingsError(f"The variable {variable} sets nothing. {UNKNOWN}.")
