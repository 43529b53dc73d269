"""Log records as one JSON object a line, with addresses that open doors made unreadable."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

# A personal link, a signed picture address, a bearer token, a password in a query: whoever reads a log must not get in.
_SECRETS = [
    (re.compile(r"(/g/[^/\s]+/(?:i|code|lists/shared)/)[^/\s\"']+"), r"\1…"),
    (re.compile(r"(/(?:media|files|zip)/)[^/\s\"']+"), r"\1…"),
    (re.compile(r"(/(?:invite|reset/key|reset|key)/)[^/\s\"']+"), r"\1…"),
    (re.compile(r"(?i)(bearer\s+)\S+"), r"\1…"),
    (re.compile(r"(?i)((?:password|secret|token|code)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+"), r"\1…"),
]


def hide_secrets(text: str) -> str:
    """`text` with secret parts of addresses, tokens and passwords replaced by an ellipsis."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class HideSecrets(logging.Filter):
    """Rewrites the finished message of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hide_secrets(record.getMessage())
        record.args = None
        return True


class JsonFormatter(logging.Formatter):
    """time, level, logger, message, the request's reference, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        for extra in ("reference", "status_code", "job", "photo"):
            if hasattr(record, extra):
                line[extra] = getattr(record, extra)
        if record.exc_info:
            line["traceback"] = hide_secrets("".join(traceback.format_exception(*record.exc_info)))
        return json.dumps(line, ensure_ascii=False)
