"""Resumable uploads by the tus 1.0 protocol: everything but the bytes, which go through `upload_lane`.

Beyond the protocol: what a finished upload became stands in the headers `Provino-Outcome` (`added`, `skipped`, or
the code of why it is no picture) and `Provino-Photo` of its last answer, and in `GET /api/v1/uploads/<id>`;
`GET /api/v1/uploads?gallery=<id>` lists what waits to be continued. Whether a file is there already is known
only when its bytes have come: the protocol has no honest word for it before.
"""

import base64
import binascii
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from provino.api.authentication import authenticate
from provino.api.errors import NotSignedInError, ScopeMissingError
from provino.galleries.access import gallery_for_member
from provino.galleries.reasons import reason_words
from provino.ingest import errors as ingest_errors
from provino.ingest.errors import BadMetadataError
from provino.ingest.finishing import finish_upload
from provino.ingest.models import Upload, UploadState
from provino.ingest.uploads import cancel_upload, create_upload, safe_offset, unfinished_uploads, upload_for_member
from provino.ingest.writing import CHECKSUM_ALGORITHMS, begin_write
from provino.lib.errors import NotAllowedError, NotFoundError, ProvinoError

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
PATH = "/api/v1/uploads"
SCOPE = "photos:write"
# All that an upload asks of its member: photos come by the thousand, and a row of forty columns costs a millisecond.
MEMBER_COLUMNS = ("member__studio__public_id",)
MAX_LISTED = 500
_MAX_METADATA = 8192

_STATUS: dict[type[ProvinoError], int] = {
    NotSignedInError: 401,
    NotAllowedError: 403,
    ScopeMissingError: 403,
    NotFoundError: 404,
    ingest_errors.WrongOffsetError: 409,
    ingest_errors.UploadExpiredError: 410,
    ingest_errors.GalleryGoneError: 410,
    ingest_errors.UploadTooLargeError: 413,
    ingest_errors.TooManyBytesError: 413,
    ingest_errors.UploadBusyError: 423,
    ingest_errors.ChecksumMismatchError: 460,
    ingest_errors.DiskFullError: 507,
}

TusView = Callable[..., HttpResponse]


def status_of(error: ProvinoError) -> int:
    """The HTTP status of a refusal."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)


def tus_headers(upload: Upload | None = None) -> dict[str, str]:
    """The headers every answer carries, and those about one upload."""
    headers = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
    if upload is None:
        return headers
    headers["Upload-Offset"] = str(safe_offset(upload))
    if upload.state == UploadState.RECEIVING:
        headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    else:
        headers["Provino-Outcome"] = upload.outcome
        headers["Provino-Photo"] = upload.picture_id
    return headers


def refusal(error: ProvinoError) -> dict[str, str]:
    """A refusal as JSON, in the reader's language."""
    return {"code": error.code, "message": str(error.message)}


def tus_view(view: TusView) -> TusView:
    """Checks the protocol's version and says refusals in JSON."""

    @csrf_exempt
    def guarded(request: HttpRequest, **arguments: str) -> HttpResponse:
        # Reading the list and the outcome is plain HTTP, not tus.
        if request.method not in {"OPTIONS", "GET"} and request.headers.get("Tus-Resumable") != VERSION:
            return HttpResponse(status=412, headers={**tus_headers(), "Tus-Version": VERSION})
        try:
            return view(request, **arguments)
        except ProvinoError as error:
            return JsonResponse(refusal(error), status=status_of(error), headers=tus_headers())

    guarded.policy = "token"  # type: ignore[attr-defined]  # read by the matrix test over all addresses
    return guarded


@tus_view
def uploads(request: HttpRequest) -> HttpResponse:
    """What the server can do, a new upload, or those of a gallery that wait to be continued."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_abilities())
    if request.method == "POST":
        return _create(request)
    if request.method == "GET":
        return _list(request)
    return HttpResponse(status=405, headers={**tus_headers(), "Allow": "OPTIONS, POST, GET"})


@tus_view
def upload(request: HttpRequest, upload_id: str) -> HttpResponse:
    """How far one upload is, what became of it, or its end."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_abilities())
    if request.method not in {"HEAD", "GET", "DELETE"}:
        return HttpResponse(status=405, headers={**tus_headers(), "Allow": "OPTIONS, HEAD, GET, PATCH, DELETE"})
    found = upload_for_member(authenticate(request, scope=SCOPE), upload_id)
    if request.method == "DELETE":
        cancel_upload(found)
        return HttpResponse(status=204, headers=tus_headers())
    if request.method == "GET":
        return JsonResponse(_shown(found), headers=tus_headers())
    headers = {**tus_headers(found), "Upload-Length": str(found.size)}
    if found.metadata:
        headers["Upload-Metadata"] = found.metadata
    return HttpResponse(status=200, headers=headers)


def _create(request: HttpRequest) -> HttpResponse:
    member = authenticate(request, scope=SCOPE, columns=MEMBER_COLUMNS)
    header = request.headers.get("Upload-Metadata", "")
    metadata = parse_metadata(header)
    gallery = gallery_for_member(member, metadata.get("gallery", ""), joined=())
    created = create_upload(
        gallery,
        filename=metadata.get("filename") or metadata.get("name", ""),
        relative_path=metadata.get("relativePath", ""),
        folder=metadata.get("folder", ""),
        size=_length(request),
        metadata=header,
        by=member,
    )
    if created.size == 0:  # complete already, as something that is no picture
        writing = begin_write(created.public_id, offset=0, by=member)
        try:
            created = finish_upload(writing.upload, digests=writing.digests)
        finally:
            writing.close()
    location = {"Location": f"{PATH}/{created.public_id}"}
    return HttpResponse(status=201, headers={**tus_headers(created), **location})


def _list(request: HttpRequest) -> HttpResponse:
    member = authenticate(request, scope=SCOPE)
    found = unfinished_uploads(member, gallery=request.GET.get("gallery", ""))
    after = request.GET.get("cursor", "")
    if after:
        found = found.filter(pk__gt=upload_for_member(member, after).pk)
    rows = list(found[: MAX_LISTED + 1])
    more = rows[MAX_LISTED - 1].public_id if len(rows) > MAX_LISTED else None
    items = [_shown(row) for row in rows[:MAX_LISTED]]
    return JsonResponse({"items": items, "next": more}, headers=tus_headers())


def _shown(row: Upload) -> dict[str, Any]:
    refused = row.state == UploadState.REFUSED
    return {
        "id": row.public_id,
        "gallery": row.gallery.public_id,
        "filename": row.filename,
        "relative_path": row.relative_path,
        "folder": row.folder,
        "size": row.size,
        "offset": safe_offset(row),
        "state": row.state,
        "outcome": row.outcome or None,
        "message": reason_words(row.outcome) if refused else None,
        "photo": row.picture_id or None,
        "expires_at": row.expires_at,
    }


def _abilities() -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Checksum-Algorithm": ",".join(CHECKSUM_ALGORITHMS),
        "Tus-Max-Size": str(settings.PROVINO_MAX_PHOTO_MB * 1_000_000),
    }


def _length(request: HttpRequest) -> int:
    text = request.headers.get("Upload-Length", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadMetadataError
    return int(text)


def parse_metadata(header: str) -> dict[str, str]:
    """Read an Upload-Metadata header: `key base64,key base64,key`. Raises BadMetadataError."""
    found = {}
    if len(header) > _MAX_METADATA:
        raise BadMetadataError
    for pair in header.split(",") if header.strip() else []:
        key, _, encoded = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadMetadataError from error
    return found
