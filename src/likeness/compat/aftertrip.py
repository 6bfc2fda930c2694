"""The album job, in the shape of the program whose place it takes.

    from likeness.compat.aftertrip import run_face_recog

    groups, group_idx_list, images = run_face_recog([{"id": 1, "url": "https://..."}])

See docs/how-to/album-job.md for what the answers mean. `python -m likeness.compat.aftertrip
URLS.json` prints them as JSON.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from likeness.assembly import collector_paused, let_idle_threads_sleep, make_analyser, make_pool
from likeness.errors import StoreUnavailableError
from likeness.settings import AttributeSettings, LibrarySettings, load_settings, user_config_file
from likeness.types import Progress
from likeness.web.limits import WebLimits

if TYPE_CHECKING:
    from likeness.compat.album.faces import AlbumFace
    from likeness.compat.album.images import Image
    from likeness.compat.album.reader import Album

__all__ = ["WebLimits", "run_face_recog"]

Group = dict[str, list[Any]]


def run_face_recog(
    images: list[dict[str, Any]],
    *,
    crops: Path | str | None = None,
    allow_local: bool = False,
    allow_private: bool = False,
    settings: LibrarySettings | None = None,
    limits: WebLimits | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[list[Group], list[int], list[dict[str, Any]]]:
    """Find the faces on some pictures, and work out who is the same person.

    Nothing is kept but the crops. Two calls at once do not disturb each other.

    Args:
        images: Dictionaries with an "id", which may be anything, and a "url".
        crops: Folder for the pictures of faces; None: a private one, removed with this process.
        allow_local: Read files of this machine too: file URLs and paths.
        allow_private: Fetch from hosts of this machine and of its private networks too.
        settings: Of detection, decoding and models; None: those of the user's configuration.
        limits: Of downloads.
        progress: Told how far the job is after each batch of pictures, by the calling thread.

    Returns:
        The groups of faces, as dictionaries of parallel lists; the positions of those of two or
        more faces; and copies of *images* with "group_idx", and "error" where one was not read.

    Raises:
        UsageError: *images* is not such a list.
        ExportError: The crops cannot be written.
        SettingsError: The user's configuration is not usable.
        ModelError: A model is missing or failed.
        StoreUnavailableError: There is no place for temporary files.
    """
    let_idle_threads_sleep()
    with collector_paused():
        from likeness.compat.album.crops import CropFolder
        from likeness.compat.album.groups import grouped
        from likeness.compat.album.images import copied_images, mark

    answer = copied_images(images)
    folder = CropFolder(Path(crops) if crops is not None else None)
    limits = limits or WebLimits()
    album = _read(
        answer,
        settings=settings or load_settings(user_config_file().parent),
        limits=replace(limits, allow_private=limits.allow_private or allow_private),
        allow_local=allow_local,
        progress=progress or (lambda _: None),
    )
    members = grouped(album.faces)
    paths = folder.write(album.faces)
    mark(answer, [[album.faces[face].image for face in group] for group in members], album.errors)
    groups = [_told(group, album.faces, paths) for group in members]
    return groups, [at for at, group in enumerate(members) if len(group) > 1], answer


def _read(
    images: list[Image],
    *,
    settings: LibrarySettings,
    limits: WebLimits,
    allow_local: bool,
    progress: Callable[[Progress], None],
) -> Album:
    """Fetch, decode and analyse all pictures, each step ahead of the next."""
    with collector_paused():
        from likeness.compat.album.files import picture_files
        from likeness.compat.album.reader import AlbumReader
        from likeness.models.artifacts import Artifacts
        from likeness.models.registry import Registry
        from likeness.models.zoo import BUILTIN
        from likeness.web.download import Downloader

    # Nobody asks for age and gender here.
    settings = settings.model_copy(update={"attributes": AttributeSettings(age_gender=False)})
    try:
        folder = tempfile.TemporaryDirectory(prefix="likeness-album-", ignore_cleanup_errors=True)
    except OSError as exc:
        raise StoreUnavailableError(
            f"There is no place for temporary files: {exc.strerror}. Set TMPDIR to a folder."
        ) from exc
    with (
        folder,
        make_pool(settings) as pool,
        closing(
            picture_files(
                [image["url"] for image in images],
                Downloader(limits),
                Path(folder.name),
                allow_local=allow_local,
            )
        ) as files,
    ):
        reader = AlbumReader(
            pool=pool,
            open_analyser=lambda: make_analyser(settings, Registry(*BUILTIN), Artifacts()),
            batch=settings.runtime.batch,
            progress=lambda album: progress(_progress(album, len(images))),
        )
        return reader.read(files)


def _progress(album: Album, total: int) -> Progress:
    return Progress(
        stage="analyse",
        done=album.done,
        total=total,
        faces=len(album.faces),
        failed=len(album.errors),
    )


def _told(group: list[int], faces: list[AlbumFace], paths: list[str]) -> Group:
    """Return one group in the words of the original program."""
    from likeness.compat.album.groups import joinings

    joined = joinings(group, faces)
    return {
        "original_images_idx_list": [faces[one.face].image for one in joined],
        "crop_path_list": [paths[one.face] for one in joined],
        "face_list": [faces[one.face].square for one in joined],
        "face2_idx_list": [one.face for one in joined],
        "face1_idx_list": [[] if one.like is None else one.like for one in joined],
        "cosine_similarity_list": [one.similarity for one in joined],
    }


if __name__ == "__main__":
    from likeness.compat.album.command import main

    sys.exit(main(sys.argv[1:], run_face_recog))
