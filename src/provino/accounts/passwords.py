"""What makes a password too easy, in our words; Django's validators decide."""

from django.contrib.auth import password_validation as validation
from django.utils.translation import gettext as _


class UnlikeThePersonValidator(validation.UserAttributeSimilarityValidator):
    """Refuses a password made of the person's own name or address."""

    def get_error_message(self) -> str:
        return _("This password is too much like your name or your address.")


class LongEnoughValidator(validation.MinimumLengthValidator):
    """Refuses fewer than `min_length` characters."""

    def get_error_message(self) -> str:
        return _("This password is too short: it needs at least %(length)d characters.") % {"length": self.min_length}


class NotCommonValidator(validation.CommonPasswordValidator):
    """Refuses what everybody tries first."""

    def get_error_message(self) -> str:
        return _("This password is among the first that anybody would try.")
