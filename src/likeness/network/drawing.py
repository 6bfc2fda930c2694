"""What a network looks like: where its nodes lie, and which communities they form."""

from __future__ import annotations

from likeness.network.communities import communities
from likeness.network.layout import Progress, Stop, lay_out

__all__ = ["Progress", "Stop", "communities", "lay_out"]
