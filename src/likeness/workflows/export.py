"""Export: a folder per person, a table of faces, copies of photos."""

from __future__ import annotations

from likeness.workflows.copies import copy_photos, zip_photos
from likeness.workflows.face_table import faces
from likeness.workflows.person_folders import people

__all__ = ["copy_photos", "faces", "people", "zip_photos"]
