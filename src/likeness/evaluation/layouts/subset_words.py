"""Words that folders are called by what their photos have in common, not by who is on them."""

from __future__ import annotations

import re

WORDS = frozenset(
    re.findall(
        "[a-z]+",
        # What was changed about the face or the picture.
        "accessory accessories age aging aged background beard blur blurred bright brightness "
        "clean color colour compressed compression contrast cropped dark darkness disguise "
        "distance expression eyeglasses eyewear emotion face facial filter flipped glasses "
        "grayscale greyscale hair haircut hairstyle hat headwear illumination jpeg light lighting "
        "lit lowlight makeup mask masked mirror mirrored moustache mustache neutral noise noisy "
        "normal occluded occlusion original piercing pixelated plain pose quality reflection "
        "resolution rotated rotation scale scarf shadow small smile smiling style sunglasses "
        "tattoo tilt tilted turned unmasked weight wig angry happy sad surprised fear disgust "
        "laughing "
        # How it was taken.
        "back camera cam close closeup daylight day night far flash frontal front high indoor "
        "inside left low near outdoor outside profile right session shot side studio view visible "
        "infrared nir thermal webcam video still selfie scan "
        # Which part of the collection it is.
        "batch dev evaluation fold gallery group holdout part probe query set split subset test "
        "testing train training val valid validation enrol enroll enrolled reference "
        # Who they are taken together.
        "adult baby boy child children elderly female girl infant kid male man men old senior "
        "teen teenager toddler woman women young african asian black caucasian hispanic indian "
        "latino white",
    )
)
FILLERS = frozenset({"a", "and", "from", "in", "no", "non", "not", "of", "on", "the", "to", "up"})
FILLERS |= {"at", "by", "down", "off", "with", "without"}

SEPARATORS = re.compile(r"[\s_\-.,+&()\[\]0-9]+")
DATE = re.compile(r"(19|20)\d\d[-_. ](0?[1-9]|1[0-2])([-_. ][0-3]?\d)?")  # 2024-05-31, 2024_5


def is_subset_name(name: str) -> bool:
    """Return whether a folder of this name is no person's: "makeup", "No-Glasses", "session 2".

    Every word of it must be known, in the singular or plural; numbers do not count, but
    a date is known, too ("2024-05-31"; not a bare year, which may be the number of a person).
    """
    if DATE.fullmatch(name):
        return True
    words = [word for word in SEPARATORS.split(name.casefold()) if word]
    known = [word for word in words if word in WORDS or word.removesuffix("s") in WORDS]
    return bool(known) and all(word in FILLERS for word in words if word not in known)
