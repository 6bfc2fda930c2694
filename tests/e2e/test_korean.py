"""Every page in Korean, on a phone in the dark."""

import pytest

from tests.e2e.faults import NARROW, found, too_bright, too_wide
from tests.e2e.wording import HANGUL, SPOKEN, english


@pytest.fixture(scope="module")
def english_sentences():
    sentences = english()
    assert any(sentence.fullmatch("Who is this?") for sentence in sentences)
    assert any(sentence.fullmatch("Your answer settles 6 faces.") for sentence in sentences)
    return sentences


def test_in_korean_no_page_speaks_english(shared_server, shared_places, visitor, english_sentences):
    page = visitor(shared_server, locale="ko-KR", color_scheme="dark", **NARROW).page()

    def foreign(page):
        said = set(page.evaluate(SPOKEN))
        assert any(HANGUL.search(text) for text in said)
        return sorted(
            text
            for text in said
            if not HANGUL.search(text)
            and any(sentence.fullmatch(text) for sentence in english_sentences)
        )

    assert found(shared_server, shared_places, page, [foreign, too_wide, too_bright]) == {}
    assert page.evaluate("document.documentElement.lang") == "ko"
