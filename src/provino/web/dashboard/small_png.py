"""A picture that a member uploads as the studio's own mark: decoded in a child with limits, kept as a small PNG."""

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from provino.lib.imaging.marks import make_mark

_DECODE_SECONDS = 20


def small_png(upload: "UploadedFile[bytes]", *, edge: int) -> bytes:
    """The upload (PNG, JPEG or WebP) as a PNG, no edge longer than `edge` pixels. Raises ImageRefused."""
    with tempfile.TemporaryDirectory(prefix="provino-mark-") as folder:
        source, out = Path(folder) / "source", Path(folder) / "mark.png"
        with source.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        make_mark(source, out, edge=edge, timeout=_DECODE_SECONDS)
        return out.read_bytes()
