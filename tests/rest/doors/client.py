"""What compreface-sdk, as published, does with a server. Run by its own Python, not by ours.

    python client.py URL PORT KEY DIRECTORY-OF-PHOTOS

Prints one JSON object: what each call returned.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from compreface import CompreFace

domain, port, key, folder = sys.argv[1:]
photos = Path(folder)
anna, again, other = (str(photos / name) for name in ("007_B.jpg", "008_B.jpg", "009_C.jpg"))

compreface = CompreFace(domain, port, {"limit": 0, "det_prob_threshold": 0.8})
recognition = compreface.init_face_recognition(key)
detection = compreface.init_face_detection(key)
verification = compreface.init_face_verification(key)
subjects, faces = recognition.get_subjects(), recognition.get_face_collection()

told = {}
told["announced"] = subjects.add("Anna")
told["example"] = faces.add(image_path=anna, subject="Anna")
told["bytes"] = faces.add(image_path=Path(other).read_bytes(), subject="Bob")
told["subjects"] = subjects.list()
told["faces"] = faces.list()
told["recognized"] = recognition.recognize(image_path=again)
told["detected"] = detection.detect(image_path=again, options={"face_plugins": "age,gender"})
told["nobody"] = detection.detect(image_path=str(photos / "017_0.jpg"))
told["verified"] = verification.verify(source_image_path=anna, target_image_path=again)
told["held"] = faces.verify(image_path=again, image_id=told["example"]["image_id"])
told["renamed"] = subjects.update(subject="Bob", new_name="Robert")
told["left out"] = faces.delete(image_id=told["bytes"]["image_id"])
told["examples gone"] = faces.delete_all(subject="Anna")
told["subject gone"] = subjects.delete(subject="Robert")
told["all gone"] = subjects.delete_all()
told["left"] = subjects.list()
print(json.dumps(told))
