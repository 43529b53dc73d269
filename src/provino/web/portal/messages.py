"""What the portal's scripts say, in the page's language. Keys are those of frontend/messages.json, which has the English."""

from typing import Any

from django.utils.translation import get_language, gettext, ngettext

# One number of each plural category of a language, as Intl.PluralRules names them in the browser.
_EXAMPLES = {"en": {"one": 1, "other": 2}, "pl": {"one": 1, "few": 2, "many": 5, "other": 2}}


def script_messages() -> dict[str, Any]:
    """Return `{"language", "messages"}` for the page's JSON script; English needs no words, the scripts bring them."""
    language = (get_language() or "en")[:2]
    if language not in _EXAMPLES or language == "en":
        return {"language": "en", "messages": {}}
    return {"language": language, "messages": {**_words(), **_choosing(), **_full_screen(), **_counted(language)}}


def _words() -> dict[str, str]:
    return {
        "close": gettext("Close"),
        "undo": gettext("Undo"),
        "retry": gettext("Retry"),
        "copied": gettext("Copied"),
        "copy_failed": gettext("Your browser did not let us copy. Select the text and copy it by hand."),
        "not_reached": gettext("We could not reach the server. Check the connection and try again."),
        "place_of": gettext("{n} of {total}"),
        "photo_place": gettext("Photo {n} of {total}"),
    }


def _choosing() -> dict[str, str]:
    return {
        "show": gettext("Show"),
        "show_all": gettext("All"),
        "show_mine": gettext("Mine"),
        "show_not_yet": gettext("Not yet"),
        "heart": gettext("Favourite: {photo}"),
        "favourite": gettext("Favourite"),
        "favourite_failed": gettext("This choice could not be saved."),
        "empty_gallery": gettext("The photos will be here soon."),
        "empty_mine": gettext("Nothing chosen yet. Tap the heart on the photos you love."),
        "empty_not_yet": gettext("You have chosen every photo."),
    }


def _full_screen() -> dict[str, str]:
    return {
        "full_screen": gettext("Photo in full screen"),
        "previous": gettext("Previous"),
        "next": gettext("Next"),
        "download": gettext("Download"),
        "photo_not_loaded": gettext("The photo could not be loaded."),
        "comments": gettext("Comments"),
        "hide_comments": gettext("Hide comments"),
        "your_comment": gettext("Your comment"),
        "comment_placeholder": gettext("Write about this photo"),
        "send": gettext("Send"),
        "no_comments": gettext("No comments yet."),
        "comments_not_loaded": gettext("The comments could not be loaded."),
        "comment_failed": gettext("The comment could not be saved."),
    }


def _counted(language: str) -> dict[str, dict[str, str]]:
    examples = _EXAMPLES[language].items()
    return {
        "photos_count": {name: ngettext("{n} photo", "{n} photos", n) for name, n in examples},
        "comments_count": {name: ngettext("{n} comment", "{n} comments", n) for name, n in examples},
        "chosen": {name: ngettext("{n} chosen", "{n} chosen", n) for name, n in examples},
        "left": {name: ngettext("{n} left", "{n} left", n) for name, n in examples},
        "beyond": {name: ngettext("{n} more than the package", "{n} more than the package", n) for name, n in examples},
    }
