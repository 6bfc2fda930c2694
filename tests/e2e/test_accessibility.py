"""WCAG 2.2 AA and good practice, as axe sees every page in light and dark, wide and narrow."""

import pytest

from tests.e2e.faults import NARROW, found, hard_to_use, too_bright, too_wide, unnamed

LOOKS = {
    "light": ({"color_scheme": "light"}, [hard_to_use, unnamed]),
    "dark": ({"color_scheme": "dark"}, [hard_to_use, too_bright]),
    "phone": (NARROW, [hard_to_use, too_wide]),
}


@pytest.mark.parametrize(("wishes", "faults"), LOOKS.values(), ids=LOOKS)
def test_no_page_is_hard_to_use(shared_server, shared_places, visitor, wishes, faults):
    page = visitor(shared_server, **wishes).page()

    assert found(shared_server, shared_places, page, faults) == {}
