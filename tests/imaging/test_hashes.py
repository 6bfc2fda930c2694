from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from likeness.imaging.decode import decode
from likeness.imaging.hashes import hamming_distance, perceptual_hash
from likeness.imaging.limits import Limits
from tests.imaging.samples import file_of, scene

SAME = 6  # bits that a copy may differ in; strangers differ in about 32


def test_the_hash_of_a_known_picture_stays_what_it_is() -> None:
    y, x = np.mgrid[:96, :128]
    picture = np.stack([x * x // 65, (x + 3 * y) // 2, x * y // 50], axis=-1).astype(np.uint8)
    assert f"{perceptual_hash(picture):016x}" == "aa55c05dc54f785c"


def test_the_hash_has_64_bits_and_about_half_are_set() -> None:
    for seed in range(10):
        value = perceptual_hash(scene(seed=seed))
        assert 0 <= value < 2**64
        assert 28 <= value.bit_count() <= 32


@pytest.mark.parametrize(
    "change",
    [
        lambda p: cv2.resize(p, (200, 150), interpolation=cv2.INTER_AREA),
        lambda p: cv2.resize(p, (900, 675), interpolation=cv2.INTER_CUBIC),
        lambda p: cv2.convertScaleAbs(p, alpha=0.9, beta=8),
        lambda p: cv2.GaussianBlur(p, (5, 5), 0),
        lambda p: decode(file_of(p, quality=30), long_side=1280, limits=Limits()).pixels,
    ],
    ids=["smaller", "larger", "paler", "blurred", "recompressed"],
)
def test_copies_have_nearly_the_same_hash(change: object) -> None:
    for seed in range(5):
        picture = scene(seed=seed)
        changed = change(picture)  # type: ignore[operator]
        distance = hamming_distance(perceptual_hash(picture), perceptual_hash(changed))
        assert distance <= SAME


def test_different_pictures_have_different_hashes(photos: Path) -> None:
    hashes = [
        perceptual_hash(decode(path.read_bytes(), long_side=512, limits=Limits()).pixels)
        for path in sorted((photos / "scenes").glob("*.jpg"))[:12]
    ]
    apart = [hamming_distance(a, b) for i, a in enumerate(hashes) for b in hashes[i + 1 :]]
    assert min(apart) > SAME


def test_tiny_and_plain_pictures_have_a_hash_too() -> None:
    for shape in ((1, 1, 3), (1, 500, 3), (500, 1, 3)):
        assert 0 <= perceptual_hash(np.full(shape, 200, np.uint8)) < 2**64


def test_the_distance_counts_differing_bits() -> None:
    assert hamming_distance(0, 0) == 0
    assert hamming_distance(0b1011, 0b0010) == 2
    assert hamming_distance(0, 2**64 - 1) == 64
