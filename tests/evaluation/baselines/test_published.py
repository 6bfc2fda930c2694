from __future__ import annotations

from likeness.evaluation.baselines.base import BASELINES
from likeness.evaluation.baselines.published import PUBLISHED, published_for


def test_every_threshold_belongs_to_a_known_way_of_grouping_and_says_where_it_stands() -> None:
    for entry in PUBLISHED:
        assert entry.baseline in BASELINES
        assert entry.source
        assert entry.min_samples is None or entry.baseline == "dbscan"


def test_a_threshold_of_one_embedding_is_not_lent_to_another() -> None:
    assert {entry.threshold for entry in published_for("dlib")} == {0.4, 0.5, 0.6}
    assert published_for("sface") == ()
