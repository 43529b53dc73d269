"""One message to the mail server, and what its answer means."""

import smtplib
from dataclasses import dataclass
from email.headerregistry import Address
from email.mime.image import MIMEImage

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from provino.lib.storage import Storage
from provino.mail.models import Message, Trouble

_WORDS_LENGTH = 500


class _Letter(EmailMultiAlternatives):
    """A mail whose attachments are the pictures in it, not files beside it."""

    mixed_subtype = "related"


@dataclass(frozen=True)
class Refusal:
    """Why a message was not taken. `words` is the server's own answer; `permanent`: trying again is no use."""

    trouble: Trouble
    words: str
    permanent: bool = False


def deliver(message: Message) -> Refusal | None:
    """Hand the message to the mail server of the settings; None when it was accepted."""
    try:
        build_email(message).send()
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        return _answered(code, answer, trouble=Trouble.ADDRESS_REFUSED)
    except smtplib.SMTPAuthenticationError as error:
        return Refusal(Trouble.SIGN_IN, _words(error.smtp_code, error.smtp_error))  # the operator can mend it
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        return _answered(error.smtp_code, error.smtp_error, trouble=Trouble.REFUSED)
    except (smtplib.SMTPException, OSError) as error:
        return Refusal(Trouble.UNREACHABLE, str(error)[:_WORDS_LENGTH])
    return None


def message_id(message: Message) -> str:
    """Return the Message-ID: the same at every attempt."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "localhost"
    return f"<{message.public_id}@{domain}>"


def build_email(message: Message) -> EmailMultiAlternatives:
    """Return the mail as Django sends it: text, HTML with its pictures, plain headers."""
    sender = Address(message.sender_name, addr_spec=settings.DEFAULT_FROM_EMAIL)
    email = _Letter(
        subject=message.subject,
        body=message.text,
        from_email=str(sender),
        to=[str(Address(message.to_name, addr_spec=message.to))],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": message_id(message), "Content-Language": message.language},
        connection=get_connection(),
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for image in message.inline_images:
        picture = _picture(*image)
        if picture:
            email.attach(picture)
    return email


def _picture(content_id: str, key: str, media_type: str) -> MIMEImage | None:
    """A picture that is gone meanwhile is left out: its description stands in its place."""
    path = Storage(settings.PROVINO_FILES).path(key)
    if not path.is_file():
        return None
    picture = MIMEImage(path.read_bytes(), _subtype=media_type.partition("/")[2])
    picture.add_header("Content-ID", f"<{content_id}>")
    picture.add_header("Content-Disposition", "inline")
    return picture


def _answered(code: int, answer: bytes | str, *, trouble: Trouble) -> Refusal:
    permanent = 500 <= code < 600
    return Refusal(trouble if permanent else Trouble.POSTPONED, _words(code, answer), permanent=permanent)


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"[:_WORDS_LENGTH]
