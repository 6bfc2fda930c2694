"""What a model is, as data. Nothing in this file downloads or loads anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Task = Literal["detect", "embed", "landmarks", "attributes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One file of a model."""

    part: str  # what it is within the model
    name: str  # of the file, in the folder of the model files
    sha256: str | None = None  # lower-case hex; None: it stands in the manifest of the build


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """One published model: its files, its input contract and its terms of use."""

    name: str
    task: Task
    summary: str  # one sentence for people
    files: tuple[ModelFile, ...]
    input_hw: tuple[int, int] | None  # height and width in pixels; None: any
    channels: Literal["RGB", "BGR"]
    preprocessing: str  # version of our way from photo to input; part of the contract
    source: str  # where the weights were published
    weights_licence: str  # SPDX identifier
    data_licence: str  # what is known of the training data and its terms
    dimensions: int | None = None  # length of an embedding
