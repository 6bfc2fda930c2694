from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from likeness.catalog.calendar import years


def test_a_moment_is_a_number_of_years_on_its_own_clock() -> None:
    assert years(datetime(2019, 7, 2, 12, tzinfo=UTC)) == 2019.5
    assert np.isnan(years(None))
