"""What the page says in English, to be missed where it speaks another language."""

from __future__ import annotations

import re
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[2] / "frontend" / "src" / "text"

QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`')
PARAMETER = re.compile(r"\$\{[^}]*\}")
WORD = re.compile(r"[A-Za-z]{3,}")
HANGUL = re.compile("[가-힣]")

SPOKEN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    if (parent.checkVisibility() && !parent.closest("script, style")) found.push(data.trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      found.push((element.getAttribute(name) ?? "").trim());
    }
  }
  return found.filter((text) => text !== "");
}"""
"""Everything that a page says, to eyes and to ears."""


def quoted(language: str) -> set[str]:
    """Return every sentence of a language, with its parameters as `${...}`."""
    found: set[str] = set()
    for path in sorted((TEXTS / language).glob("*.ts")):
        lines = path.read_text(encoding="utf-8").splitlines()
        text = "\n".join(line for line in lines if not line.startswith("import"))
        found.update(plain or template for plain, template in QUOTED.findall(text))
    return found


def english() -> list[re.Pattern[str]]:
    """Return what matches any English sentence of the pages that is no Korean one as well."""
    only = quoted("en") - quoted("ko")
    return [_pattern(text) for text in sorted(only) if _is_telling(text)]


def _is_telling(text: str) -> bool:
    """Return whether a sentence is more than "... and ...", which anything may be."""
    words = WORD.findall(PARAMETER.sub(" ", text))
    return len(words) > (1 if PARAMETER.search(text) else 0)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, PARAMETER.split(text))))
