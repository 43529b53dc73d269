"""The hand-over page: the finished photos, in two folders, to take one by one or all at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from provino.downloads.downloads import archive_download_url, single_download_url
from provino.downloads.errors import DownloadNotAllowedError
from provino.downloads.rights import handover_right
from provino.handover.files import published_contents, published_file, published_files
from provino.handover.models import Folder
from provino.lib.errors import NotFoundError
from provino.lib.filenames import clean_entry_name
from provino.visitors.models import Visitor
from provino.web.portal.door import Visit, acting_visitor, visitor_page
from provino.web.portal.gallery_data import as_script, handover_data


@require_GET
@visitor_page
def handover_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was handed over, with sizes; a friendly word where nothing was yet."""
    right = handover_right(visit.gallery, visitor_class=visit.entry.visitor_class)
    if right.why == "not-the-client":
        raise DownloadNotAllowedError
    contents = published_contents(visit.gallery) if right.allowed else {}
    files = [file for content in contents.values() for file in content.files]
    shown = contents.get(Folder.FULL) or contents.get(Folder.WEB)
    context = {
        "visit": visit,
        "gallery": visit.gallery,
        "contents": contents,
        "count": len(files),
        "size": sum(file.size for file in files),
        "shown": shown,
        "data": as_script(handover_data(visit, files=shown.files)) if shown else "",
    }
    return render(request, "portal/handover.html", context)


@require_GET
@visitor_page
def handover_file(request: HttpRequest, visit: Visit, file_id: str) -> HttpResponse:
    """Lead to the signed address of one file."""
    _require_right(visit)
    file = published_file(visit.gallery, file_id)
    file.gallery = visit.gallery
    visitor = _visitor(request, visit)
    return _to(single_download_url(file, visitor=visitor, visitor_class=visit.entry.visitor_class))


@require_GET
@visitor_page
def handover_zip(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead to the signed address of a ZIP: of one folder, or of everything."""
    _require_right(visit)
    folder = request.GET.get("folder", "")
    if folder not in ("", *Folder.values):
        raise NotFoundError
    files = published_files(visit.gallery)
    chosen = list(files.filter(folder=folder) if folder else files)
    title = clean_entry_name(visit.gallery.title).replace("/", "_")
    url = archive_download_url(
        visit.gallery,
        chosen,
        name=f"{title} {folder}".strip(),
        visitor=_visitor(request, visit),
        visitor_class=visit.entry.visitor_class,
    )
    return _to(url)


def _require_right(visit: Visit) -> None:
    if not handover_right(visit.gallery, visitor_class=visit.entry.visitor_class).allowed:
        raise DownloadNotAllowedError


def _visitor(request: HttpRequest, visit: Visit) -> Visitor | None:
    """Who takes it; nobody for a member's preview, which counts nowhere."""
    return None if visit.entry.is_preview else acting_visitor(request, visit)


def _to(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, headers={"Cache-Control": "no-store"})
