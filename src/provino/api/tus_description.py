"""The tus addresses in OpenAPI's words; tus itself is described at its own site."""

from typing import Any

_SECURITY: list[dict[str, list[str]]] = [{"Scope": []}]


def _header(name: str, description: str, *, required: bool = True) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string"},
    }


_VERSION = {**_header("Tus-Resumable", "Always 1.0.0."), "schema": {"type": "string", "enum": ["1.0.0"]}}
_UPLOAD = {"name": "upload_id", "in": "path", "required": True, "schema": {"type": "string"}}


def _answers(**statuses: str) -> dict[str, Any]:
    return {status.removeprefix("s"): {"description": words} for status, words in statuses.items()}


_REFUSED = _answers(
    s400="Malformed.",
    s401="No valid token.",
    s403="The token lacks photos:write.",
    s404="No such upload or gallery.",
    s410="Expired, or the gallery was deleted.",
    s412="Tus-Resumable is missing.",
)

TUS_PATHS: dict[str, Any] = {
    "/api/v1/uploads": {
        "post": {
            "operationId": "create_upload",
            "tags": ["uploads"],
            "summary": "Begin an upload",
            "description": (
                "Upload-Metadata holds `gallery`, `filename`, `relativePath` and `folder` (photos, full or web), each "
                "base64. The answer's Location is the address to PATCH."
            ),
            "parameters": [
                _VERSION,
                _header("Upload-Length", "Bytes of the whole file."),
                _header("Upload-Metadata", "Comma-separated pairs of a key and a base64 value."),
            ],
            "responses": {**_answers(s201="Begun.", s413="Larger than allowed.", s507="The disk is full."), **_REFUSED},
            "security": _SECURITY,
        },
        "get": {
            "operationId": "list_uploads",
            "tags": ["uploads"],
            "summary": "Uploads of a gallery that wait to be continued",
            "parameters": [{"name": "gallery", "in": "query", "required": True, "schema": {"type": "string"}}],
            "responses": {**_answers(s200="The list."), **_REFUSED},
            "security": _SECURITY,
        },
    },
    "/api/v1/uploads/{upload_id}": {
        "head": {
            "operationId": "upload_offset",
            "tags": ["uploads"],
            "summary": "How many bytes are safe",
            "parameters": [_UPLOAD, _VERSION],
            "responses": {**_answers(s200="Upload-Offset says it."), **_REFUSED},
            "security": _SECURITY,
        },
        "get": {
            "operationId": "read_upload",
            "tags": ["uploads"],
            "summary": "What became of an upload",
            "parameters": [_UPLOAD],
            "responses": {**_answers(s200="Its state, outcome and photo."), **_REFUSED},
            "security": _SECURITY,
        },
        "patch": {
            "operationId": "send_upload",
            "tags": ["uploads"],
            "summary": "Send bytes",
            "parameters": [
                _UPLOAD,
                _VERSION,
                _header("Upload-Offset", "Where these bytes begin; must be what HEAD says."),
                _header("Upload-Checksum", "Algorithm and base64 digest of this request's bytes.", required=False),
            ],
            "requestBody": {
                "content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}
            },
            "responses": {
                **_answers(s204="Safe on disk.", s409="Another offset.", s415="Another content type.", s423="Busy."),
                **_answers(s413="More than announced.", s460="The checksum differs.", s507="The disk is full."),
                **_REFUSED,
            },
            "security": _SECURITY,
        },
        "delete": {
            "operationId": "cancel_upload",
            "tags": ["uploads"],
            "summary": "Give an upload up",
            "parameters": [_UPLOAD, _VERSION],
            "responses": {**_answers(s204="Gone."), **_REFUSED},
            "security": _SECURITY,
        },
    },
}
