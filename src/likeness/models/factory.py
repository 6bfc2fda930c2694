"""From the names in the settings to an analyser that runs."""

from __future__ import annotations

from collections.abc import Sequence

import cv2

from likeness.imaging.memory import keep_freed_memory
from likeness.models.analyser import Analyser
from likeness.models.artifacts import Artifacts
from likeness.models.attributes import AttributeEstimator
from likeness.models.clock import Clock
from likeness.models.contract import contract
from likeness.models.describer import Describer
from likeness.models.detectors import Detector
from likeness.models.detectors.lightening import LOOK, LighteningDetector
from likeness.models.detectors.mtcnn import MtcnnDetector
from likeness.models.detectors.spread import SpreadDetector
from likeness.models.detectors.turning import TurningDetector
from likeness.models.embedders import DlibEmbedder
from likeness.models.landmarks import Landmarker
from likeness.models.registry import Registry
from likeness.models.runtime import Runtime, Session
from likeness.models.spec import ModelSpec, Task
from likeness.models.views import USUAL
from likeness.models.zoo import AGE_GENDER, DLIB_ONE_VIEW, LANDMARKS
from likeness.settings import DetectSettings, LibrarySettings
from likeness.types import Contract

LARGEST_SHARE = 0.99  # of a photo's long side that can be asked of a face


def open_analyser(
    settings: LibrarySettings,
    registry: Registry,
    artifacts: Artifacts,
    *,
    decoding: Sequence[str] = (),
    clock: Clock | None = None,
) -> Analyser:
    """Load the models that the settings name.

    Args:
        settings: Of them detect, embed, attributes and runtime are read.
        registry: Knows the models.
        artifacts: Has their files.
        decoding: Versions of what makes pixels of files; part of the contracts.
        clock: Counts CPU seconds.

    Raises:
        UnknownModelError: A setting names a model that the registry does not know.
        ModelFileError: A model's file is missing or not the published one.
        ModelRunError: A model cannot be loaded.
    """
    # A picture per thread is cheaper than one picture on several threads.
    cv2.setNumThreads(1)
    keep_freed_memory()
    models = Loader(registry, artifacts, Runtime(settings.runtime.threads, clock=clock), decoding)
    detector, detector_contract = models.detector(settings.detect)
    return Analyser(
        detector=detector,
        describer=models.describer(settings),
        runtime=models.runtime,
        detector_contract=detector_contract,
        min_score=settings.detect.min_score,
        min_face=settings.detect.min_face,
    )


def embedding_contract(
    settings: LibrarySettings,
    registry: Registry,
    artifacts: Artifacts,
    *,
    decoding: Sequence[str] = (),
) -> Contract:
    """Return the contract of the embeddings that `open_analyser` would make, without loading it.

    Raises:
        UnknownModelError: The settings name a model that the registry does not know.
        ModelFileError: The model's file is missing or not the published one.
    """
    spec = registry.get(settings.embed.model, "embed")
    hashes = [artifact.sha256 for artifact in artifacts.get(spec).values()]
    return contract(spec.name, hashes, spec.preprocessing, *decoding)


class Loader:
    """Makes runners of specs: the one place that knows which class runs which model."""

    def __init__(
        self,
        registry: Registry,
        artifacts: Artifacts,
        runtime: Runtime,
        decoding: Sequence[str] = (),
    ) -> None:
        self.runtime = runtime
        self._registry = registry
        self._artifacts = artifacts
        self._decoding = tuple(decoding)

    def detector(self, settings: DetectSettings) -> tuple[Detector, Contract]:
        """Load a detector that uses all threads and looks again where it is not sure.

        At copies with more light always, at turned ones if asked to.
        """
        spec, sessions, hashes = self._load(settings.model, "detect")
        detector: Detector = MtcnnDetector(
            sessions["propose"],
            sessions["refine"],
            sessions["finish"],
            min_share=min(settings.min_face, LARGEST_SHARE),
        )
        spread = SpreadDetector(detector, self.runtime)
        # All that decides which faces a photo has, and so what a position in reading order means.
        choices = [f"long side {settings.long_side}", f"min face {settings.min_face:g}"]
        detector = spread
        if settings.turned:
            detector = TurningDetector(spread, settings.min_score)
            choices.append(f"turned below {settings.min_score:g}")
        detector = LighteningDetector(detector, spread, settings.min_score)
        choices.append(f"{LOOK} below {settings.min_score:g}")
        return detector, contract(spec.name, hashes, spec.preprocessing, *self._decoding, *choices)

    def describer(self, settings: LibrarySettings) -> Describer:
        """Load all that describes a face."""
        spec, sessions, hashes = self._load(settings.embed.model, "embed")
        attributes = None
        if settings.attributes.age_gender:
            loaded = self._load(AGE_GENDER.name, "attributes")[1]
            attributes = AttributeEstimator(loaded["attributes"])
        return Describer(
            embedder=DlibEmbedder(sessions["embed"], mirrored=spec.name != DLIB_ONE_VIEW.name),
            landmarker=self.landmarker(),
            attributes=attributes,
            contract=contract(spec.name, hashes, spec.preprocessing, *self._decoding),
            clock=self.runtime.clock,
        )

    def landmarker(self) -> Landmarker:
        """Load what places the 68 points."""
        spec, sessions, hashes = self._load(LANDMARKS.name, "landmarks")
        named = contract(spec.name, hashes, spec.preprocessing, USUAL.name, *self._decoding)
        return Landmarker(sessions["landmarks"], named)

    def _load(self, name: str, task: Task) -> tuple[ModelSpec, dict[str, Session], list[str]]:
        spec = self._registry.get(name, task)
        artifacts = self._artifacts.get(spec)
        sessions = {part: self.runtime.open(artifact.path) for part, artifact in artifacts.items()}
        return spec, sessions, [artifact.sha256 for artifact in artifacts.values()]
