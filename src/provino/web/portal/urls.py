"""The client's addresses; `gid` is the gallery's public id."""

from django.urls import URLPattern, URLResolver, path

from provino.web.portal.views import comments, entering, favourites, gallery, handover

app_name = "portal"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:gallery_id>/", gallery.gallery_page, name="gallery"),
    path("<str:gallery_id>/photos", gallery.plain_page, name="plain"),
    path("<str:gallery_id>/i/<str:secret>", entering.personal_link, name="personal-link"),
    path("<str:gallery_id>/enter", entering.enter, name="enter"),
    path("<str:gallery_id>/viewed", entering.viewed, name="viewed"),
    path("<str:gallery_id>/identify", entering.who_page, name="identify"),
    path("<str:gallery_id>/forget", entering.forget, name="forget"),
    path("<str:gallery_id>/language", entering.language, name="language"),
    path("<str:gallery_id>/favourites", favourites.favourites_page, name="favourites"),
    path("<str:gallery_id>/favourites/<str:photo_id>", favourites.favourite, name="favourite"),
    path("<str:gallery_id>/favourites/<str:photo_id>/form", favourites.favourite_form, name="favourite-form"),
    path("<str:gallery_id>/photos/<str:photo_id>/comments", comments.comments, name="comments"),
    path("<str:gallery_id>/handover", handover.handover_page, name="handover"),
    path("<str:gallery_id>/handover/zip", handover.handover_zip, name="handover-zip"),
    path("<str:gallery_id>/handover/files/<str:file_id>", handover.handover_file, name="handover-file"),
]
