"""Why an upload is not taken."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provino.lib.errors import ProvinoError


class IngestError(ProvinoError):
    """The base of this package's refusals."""


class BadMetadataError(IngestError):
    """The upload does not say where it belongs, or says it in a way nobody understands."""

    code = "bad-metadata"
    message = _("The upload must name its gallery and file name.")


class BadNameError(IngestError):
    """A file name or path that cannot be kept; `code` says why."""

    message = _("This file name cannot be used.")
    _messages: dict[str, Promise] = {
        "empty": _("The file has no name."),
        "absolute": _("The path must be relative."),
        "dot-segments": _("The path must not leave its folder."),
        "control-characters": _("The file name contains characters that cannot be shown."),
        "too-long": _("The file name or path is too long."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(self._messages.get(code))
        self.code = f"name-{code}"


class UploadTooLargeError(IngestError):
    """Larger than the operator allows."""

    code = "too-large"
    message = _("The file is too large.")


class TooManyBytesError(IngestError):
    """More bytes came than the upload was said to have."""

    code = "too-many-bytes"
    message = _("More data came than the file was said to have.")


class DiskFullError(IngestError):
    """No room for it; nothing that was acknowledged is lost."""

    code = "disk-full"
    message = _("The server's disk is full. What has arrived is safe; try again later.")


class WrongOffsetError(IngestError):
    """The part does not begin where the last one ended."""

    code = "wrong-offset"
    message = _("The upload continues at another place. Ask for its offset first.")


class ChecksumMismatchError(IngestError):
    """The bytes were altered on their way; none of them is kept."""

    code = "checksum-mismatch"
    message = _("The data was damaged on its way. Send this part again.")


class UnknownChecksumError(IngestError):
    """A checksum in an unknown algorithm or not in Base64."""

    code = "unknown-checksum"
    message = _("This checksum is not understood.")


class UploadBusyError(IngestError):
    """Another request is writing this upload."""

    code = "busy"
    message = _("Another request is sending this file just now.")


class UploadExpiredError(IngestError):
    """Nobody continued it in time."""

    code = "expired"
    message = _("This upload has expired. Start it again.")


class GalleryGoneError(IngestError):
    """The gallery was deleted while the upload was under way."""

    code = "gallery-gone"
    message = _("The gallery was deleted.")
