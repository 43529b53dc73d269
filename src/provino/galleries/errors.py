"""What can be wrong with galleries, sections and photos; each message is ready for the photographer."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import ProvinoError


class GalleriesError(ProvinoError):
    """The base of this package's refusals."""


class TitleMissingError(GalleriesError):
    """A gallery without a name."""

    code = "title-missing"
    message = _("Give the gallery a title.")


class UnknownValueError(GalleriesError):
    """A setting got a value that does not exist, such as a visibility nobody knows."""

    code = "unknown-value"
    message = _("This value cannot be chosen.")


class PasswordTooShortError(GalleriesError):
    """Fewer than four characters can be guessed by trying."""

    code = "password-too-short"
    message = _("Use at least 4 characters.")


class SamePasswordError(GalleriesError):
    """The client's password and everybody's would be the same, and so keep nothing from anybody."""

    code = "same-password"
    message = _("The client’s password and the gallery’s must differ.")


class OpensTooLateError(GalleriesError):
    """The day a gallery opens lies after its last one."""

    code = "opens-too-late"
    message = _("The gallery would end before it opens. Change one of the two days.")


class SectionNameMissingError(GalleriesError):
    """A section without a name."""

    code = "section-name-missing"
    message = _("Give the section a name.")


class ClientOnlySectionError(GalleriesError):
    """Without their section, photos that only the client sees would be everybody's."""

    code = "client-only-section"
    message = _("This section is for the client only. Show it to guests first, or move its photos; then remove it.")


class SectionNameTakenError(GalleriesError):
    """Two sections of one gallery would be called the same."""

    code = "section-name-taken"
    message = _("This gallery already has a section of that name.")


class PresetNameMissingError(GalleriesError):
    """A preset without a name."""

    code = "preset-name-missing"
    message = _("Give the preset a name.")


class PresetNameTakenError(GalleriesError):
    """Two presets of one studio would be called the same."""

    code = "preset-name-taken"
    message = _("There is already a preset of that name.")


class WatermarkNameMissingError(GalleriesError):
    """A watermark without a name."""

    code = "watermark-name-missing"
    message = _("Give the watermark a name.")


class WatermarkNameTakenError(GalleriesError):
    """Two watermarks of one studio would be called the same."""

    code = "watermark-name-taken"
    message = _("There is already a watermark of that name.")


class WatermarkEmptyError(GalleriesError):
    """A watermark with neither words nor a picture."""

    code = "watermark-empty"
    message = _("Write what the watermark says, or choose its picture.")


class WatermarkLettersError(GalleriesError):
    """Letters that the font we draw watermarks with does not have."""

    code = "watermark-letters"

    def __init__(self, letters: str) -> None:
        words = _(
            "A watermark cannot be written with these characters: %(letters)s. Use a picture of your words instead."
        )
        super().__init__(words % {"letters": letters})


class BadWatermarkPictureError(GalleriesError):
    """A file that is no PNG we can draw."""

    code = "watermark-picture"
    message = _("This is not a PNG we can read. Save your mark as a PNG, best with a transparent background.")


class NothingChosenError(GalleriesError):
    """An action for many photos came without a single one."""

    code = "nothing-chosen"
    message = _("Choose at least one photo first.")


class PhotoNotReadyError(GalleriesError):
    """What needs a picture was asked of a photo that has none, or was deleted."""

    code = "photo-not-ready"
    message = _("This photo cannot be the cover: it is not ready or was deleted.")


class RestoreTwinError(GalleriesError):
    """The deleted photo was uploaded again meanwhile."""

    code = "restore-twin"
    message = _("It cannot come back: the same file was uploaded again meanwhile.")


class ShiftTooLargeError(GalleriesError):
    """A clock shift beyond any camera that was merely set wrong."""

    code = "shift-too-large"
    message = _("A clock can be moved by at most 10 years.")


class UnknownCameraError(GalleriesError):
    """No photo of this gallery was taken by that camera."""

    code = "unknown-camera"
    message = _("No photo in this gallery comes from that camera.")


class NobodyToSendToError(GalleriesError):
    """Sending without a single address."""

    code = "nobody-to-send-to"
    message = _("Give at least one e-mail address.")


class TooManyRecipientsError(GalleriesError):
    """More people at once than a studio invites to one job."""

    code = "too-many-recipients"
    message = _("Send to at most 100 people at once.")
