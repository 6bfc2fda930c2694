"""The models that come with the package.

The files are built from the named packages when the wheel is built (`weights/`); their hashes
stand in the manifest beside them. MIT covers the files; what is known of the training data is
told here and in THIRD_PARTY.md.
"""

from __future__ import annotations

from dataclasses import replace

from likeness.models.spec import ModelFile, ModelSpec

FACE_API = "npm @vladmandic/face-api 1.7.15"

MTCNN = ModelSpec(
    name="mtcnn",
    task="detect",
    summary="Three small networks; boxes with five points.",
    files=(
        ModelFile(part="propose", name="mtcnn_pnet.onnx"),
        ModelFile(part="refine", name="mtcnn_rnet.onnx"),
        ModelFile(part="finish", name="mtcnn_onet.onnx"),
    ),
    input_hw=None,
    channels="RGB",
    preprocessing="pyramid-1",
    source="PyPI mtcnn 1.0.0",
    weights_licence="MIT",
    data_licence=(
        "WIDER FACE and CelebA according to the paper; both are offered for "
        "non-commercial research."
    ),
)

DLIB = ModelSpec(
    name="dlib",
    task="embed",
    summary="dlib's 29-layer ResNet; weak on children, East Asian faces and profiles.",
    files=(ModelFile(part="embed", name="dlib_resnet.onnx"),),
    input_hw=(150, 150),
    channels="RGB",
    preprocessing="similarity5-mirror-1",
    source=FACE_API,
    weights_licence="MIT",
    data_licence=(
        "About 3 million pictures: FaceScrub, VGG-Face and others from the web, the first two "
        "offered for non-commercial research. dlib's author published the same weights as CC0."
    ),
    dimensions=128,
)

DLIB_ONE_VIEW = replace(
    DLIB,
    name="dlib-one-view",
    summary="The same without the mirror image, as dlib itself and face_recognition use it.",
    preprocessing="similarity5-1",
)

LANDMARKS = ModelSpec(
    name="landmarks68",
    task="landmarks",
    summary="68 points of the face.",
    files=(ModelFile(part="landmarks", name="landmarks68.onnx"),),
    input_hw=(112, 112),
    channels="RGB",
    preprocessing="upright-views-1",
    source=FACE_API,
    weights_licence="MIT",
    data_licence="About 35,000 labelled pictures; their sources were not published.",
)

AGE_GENDER = ModelSpec(
    name="age_gender",
    task="attributes",
    summary="Perceived age and gender.",
    files=(ModelFile(part="attributes", name="age_gender.onnx"),),
    input_hw=(112, 112),
    channels="RGB",
    preprocessing="box-square-1",
    source=FACE_API,
    weights_licence="MIT",
    data_licence=(
        "UTKFace, FG-NET, ChaLearn, Wiki, IMDB, CACD, MegaAge and MegaAge-Asian according to "
        "the author; most are offered for non-commercial research."
    ),
)

BUILTIN: tuple[ModelSpec, ...] = (MTCNN, DLIB, DLIB_ONE_VIEW, LANDMARKS, AGE_GENDER)
