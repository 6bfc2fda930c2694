"""Finding somebody, and taking the photos away."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.library.door import Door
from likeness.types import (
    ExportReport,
    FaceId,
    FindAnswer,
    FoundPhoto,
    Photo,
    PhotoId,
    Progress,
    Sample,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.workflows.handout import Original


class Search(Door):
    """Finding somebody, and taking the photos away."""

    def look(self, sample: str | Path) -> Sample:
        """Return the faces of a sample: a file, `FILE#N` for its N-th face, or `face:ID`.

        Faces are sorted largest first and numbered from 1, as `FILE#N` counts them.

        Raises:
            PhotoError: The file cannot be used.
            UsageError: `#N` names a face that is not there.
            UnknownFaceError: No such face in the library.
        """
        from likeness.workflows import find

        return find.look(self._parts, str(sample))

    def look_at(self, file: str | Path, called: str) -> Sample:
        """Return the faces of a picture that somebody brought: as `look`, by a name of theirs.

        Args:
            file: Where it lies for now; no message says so.
            called: What messages and the sample call it.

        Raises:
            PhotoError: The file cannot be used.
        """
        from likeness.workflows import find

        return find.look_at(self._parts, Path(file), called)

    def sample_crops(self, sample: Sample) -> list[bytes]:
        """Return small pictures, WebP, of the faces of a sample that has pixels; else none."""
        from likeness.workflows.sample_crops import sample_crops

        return sample_crops(sample)

    @property
    def dimensions(self) -> int | None:
        """How many numbers an embedding of this library has; None: the model does not say."""
        parts = self._parts
        return parts.registry.get(parts.settings.embed.model, "embed").dimensions

    def alike(self, one: NDArray[np.float32], others: Sequence[NDArray[np.float32]]) -> list[float]:
        """Return how probably each of some faces is the same person as one, at even odds.

        Nothing but the embeddings counts: where a library knows more, `find` and `why` say more.

        Args:
            one: Embedding of the one face, (d,).
            others: Of the others.

        Raises:
            UsageError: They cannot be compared.
        """
        from likeness.workflows.pairs_of_faces import pair_probabilities

        return pair_probabilities(one, others)

    def photos_of_faces(self, faces: Iterable[FaceId]) -> dict[FaceId, PhotoId]:
        """Return the photo that each face is on; those that are not known are left out."""
        from likeness.catalog.base import FaceFilter

        wanted = FaceFilter(ids=tuple(faces), every=True)
        return {row.face: row.sha256 for row in self._parts.catalog.faces(wanted)}

    def scratch(self) -> AbstractContextManager[Path]:
        """Make a folder that nobody else may look into; it is gone with the block, or the process.

        Raises:
            StoreUnavailableError: It cannot be made.
        """
        from likeness.workflows.incoming import scratch

        return scratch(self._parts)

    def find(
        self,
        *samples: str | Path | Sample,
        everything: bool = False,
        collection: str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> FindAnswer:
        """Find the person of the samples, or say that they are not there.

        "found": a stranger would score as well with a probability (`p_value`) of at most `alpha`,
        and nobody else is as good; `twins` names candidates who are rather one person. "unsure":
        several are as good, or somebody is likely whom the p-value does not admit.
        "unrecognisable": the samples are too poor to tell. Where `method` is "extrapolated", the
        library has too few people to count how strangers score. The first search after a change
        computes that anew.

        Args:
            samples: What `look` takes or returns. Several samples show the same person; near copies
                of each other count as one. A face of the library itself speaks for nobody.
            everything: Also return photos that are probably wrong; without it they end where the
                next is likelier wrong than right.
            collection: Only look at the photos of this collection.
            progress: Told how far it is, where the library is large and how its strangers look has
                to be learned first.

        Raises:
            UnknownCollectionError: No such collection.
        """
        from likeness.workflows import find

        looked = [s if isinstance(s, Sample) else self.look(s) for s in samples]
        return find.find(
            self._parts, looked, everything=everything, collection=collection, progress=progress
        )

    def draw_samples(self, samples: Sequence[Sample]) -> NDArray[np.uint8]:
        """Return the samples as one picture, (h, w, 3) uint8 RGB, with their numbered faces."""
        from likeness.workflows import find

        return find.draw_samples(samples)

    def copy_photos(self, photos: Iterable[FoundPhoto | Photo], folder: str | Path) -> ExportReport:
        """Copy photos to *folder*; files that are there already are not copied again."""
        from likeness.workflows import export

        return export.copy_photos(self._parts, [photo.photo for photo in photos], Path(folder))

    def original(self, photo: str) -> AbstractContextManager[Original]:
        """Open the original of a photo, only if it still is what was indexed.

            with library.original(photo) as original:
                data = original.file.read()

        Args:
            photo: Its id.

        Raises:
            UnknownPhotoError: No such photo.
            PhotoError: No file of it is there, or holds the same.
            StoreUnavailableError: A bucket does not answer.
        """
        from likeness.workflows import handout

        return handout.original(self._parts, photo)

    def zipped(self, photos: Iterable[str]) -> Generator[bytes]:
        """Return the pieces of a zip file with photos, made as they are asked for.

        Photos that cannot be read now are left out, and named in its `MISSING.txt`.

        Args:
            photos: Ids.

        Raises:
            UnknownPhotoError: One is not in the library.
            ExportError: Later, from the pieces: a file changed while it was packed.
        """
        from likeness.workflows import zipped

        return zipped.zipped(self._parts, photos)

    def zip_photos(self, photos: Iterable[FoundPhoto | Photo], file: str | Path) -> ExportReport:
        """Write photos to a new zip *file*."""
        from likeness.workflows import export

        return export.zip_photos(self._parts, [photo.photo for photo in photos], Path(file))
