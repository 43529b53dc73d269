"""The Content-Disposition header: the file's own name, whatever it is written in, to be saved and never shown."""

import re
from urllib.parse import quote

_NOT_PLAIN = re.compile(r"[^ !#$&\'()+,\-.0-9;=@A-Z\[\]^_`a-z{}~]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ATTR_CHARS = "!#$&+-.^_`|~"


def attachment(filename: str) -> bytes:
    """The header's value (RFC 6266): an ASCII name for old programs and the full one (RFC 8187).

    Control characters, slashes and marks that turn the writing direction become `_`.
    """
    name = _CONTROL.sub("_", filename) or "file"
    plain = _NOT_PLAIN.sub("_", name)
    if plain == name:
        return f'attachment; filename="{plain}"'.encode("ascii")
    full = quote(name.encode("utf-8", "replace"), safe=_ATTR_CHARS)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}".encode("ascii")
