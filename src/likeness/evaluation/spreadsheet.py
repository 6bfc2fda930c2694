"""Text that is safe in the cell of a spreadsheet."""

from __future__ import annotations

import re

# owasp.org/www-community/attacks/CSV_Injection: what a spreadsheet takes for a formula, full-width
# forms included, at the start of a cell or of what another separator would make a cell. No
# separator is among what may stand behind one: each run is looked at once, so time is linear.
FORMULA = re.compile(
    r"""((?:^|[,;|\t\r\n])(?:[^\S\t\r\n]|["'\u200b-\u200f\u2060\ufeff])*)"""
    r"(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
)
LEADING = ("\t", "\r", "\n")  # dropped by some programs, so that what follows comes first


def harmless(text: str) -> str:
    """Return *text* as a spreadsheet shows it and does not run it: "'" before a formula."""
    shown = FORMULA.sub(r"\1'", text)
    return f"'{shown}" if shown.startswith(LEADING) else shown
