"""Why a picture is refused. The words for the reader are made above, from the code."""

from enum import StrEnum


class Reason(StrEnum):
    """Everything that can keep a file from becoming a picture."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not-an-image"
    UNSUPPORTED_FORMAT = "unsupported-format"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    DAMAGED = "damaged"
    NO_PREVIEW = "no-preview"
    OUT_OF_MEMORY = "out-of-memory"
    TIMED_OUT = "timed-out"
    DECODER_CRASHED = "decoder-crashed"


class ImageRefused(Exception):  # noqa: N818 - a verdict on the file, not a fault of ours
    """This file does not become a picture: `code` says why, `detail` is for logs only."""

    def __init__(self, code: Reason, *, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code = code
        self.detail = detail
