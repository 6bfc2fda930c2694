"""Sets of faces as plain values, as they are kept with an average."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from likeness.catalog.names import clean_name
from likeness.errors import UsageError
from likeness.types import AverageId, AverageOf

ID_DIGITS = 16


def to_recipe(of: AverageOf, *, side: int | None) -> dict[str, Any]:
    """Return a resolved set, and how it is drawn, as plain values."""
    return {
        "people": list(of.people),
        "faces": list(of.faces),
        "collection": of.collection,
        "gender": of.gender,
        "ages": None if of.ages is None else list(of.ages),
        "since": _text(of.since),
        "before": _text(of.before),
        "side": side,
    }


def from_recipe(recipe: Mapping[str, Any]) -> tuple[AverageOf, int | None]:
    """Return the set and the side that `to_recipe` was told."""
    ages = recipe.get("ages")
    return (
        AverageOf(
            people=tuple(recipe.get("people") or ()),
            faces=tuple(recipe.get("faces") or ()),
            collection=recipe.get("collection"),
            gender=recipe.get("gender"),
            ages=None if ages is None else (float(ages[0]), float(ages[1])),
            since=_time(recipe.get("since")),
            before=_time(recipe.get("before")),
        ),
        recipe.get("side"),
    )


def average_id(title: str, recipe: Mapping[str, Any]) -> AverageId:
    """Return the id of an average: the same for the same title and recipe."""
    told = json.dumps([title, recipe], sort_keys=True, ensure_ascii=True)
    return AverageId("a" + hashlib.sha256(told.encode()).hexdigest()[:ID_DIGITS])


def clean_title(title: str) -> str:
    """Return a title as it is kept. Raises `UsageError` if an average cannot have it."""
    try:
        return clean_name(title)
    except UsageError as exc:
        why = str(exc).removeprefix("The name of a person ")
        raise UsageError(f"The title of an average {why}") from exc


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
