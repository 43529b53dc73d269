"""The client's addresses; `gid` is the gallery's public id."""

from django.urls import URLPattern, URLResolver, path

from provino.web.portal.views import (
    all_photos,
    comments,
    entering,
    favourites,
    gallery,
    handover,
    hiding,
    installing,
    lists,
    proving,
    selections,
)

app_name = "portal"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:gallery_id>/", gallery.gallery_page, name="gallery"),
    path("<str:gallery_id>/list.json", gallery.list_data, name="list"),
    path("<str:gallery_id>/list/<str:fingerprint>/<int:part>.json", gallery.list_part, name="list-part"),
    path("<str:gallery_id>/photos", gallery.plain_page, name="plain"),
    path("<str:gallery_id>/i/<str:secret>", entering.personal_link, name="personal-link"),
    path("<str:gallery_id>/enter", entering.enter, name="enter"),
    path("<str:gallery_id>/client", entering.client_page, name="client"),
    path("<str:gallery_id>/tell-me", entering.tell_me, name="tell-me"),
    path("<str:gallery_id>/code", proving.code_page, name="code"),
    path("<str:gallery_id>/code/<str:secret>", proving.code_link, name="code-link"),
    path("<str:gallery_id>/photos/<str:photo_id>/hidden", hiding.hidden, name="hidden"),
    path("<str:gallery_id>/viewed", entering.viewed, name="viewed"),
    path("<str:gallery_id>/identify", entering.who_page, name="identify"),
    path("<str:gallery_id>/forget", entering.forget, name="forget"),
    path("<str:gallery_id>/language", entering.language, name="language"),
    path("<str:gallery_id>/favourites", favourites.favourites_page, name="favourites"),
    path("<str:gallery_id>/favourites/<str:photo_id>/form", favourites.favourite_form, name="favourite-form"),
    path("<str:gallery_id>/lists", lists.lists, name="lists"),
    path("<str:gallery_id>/all", all_photos.all_photos, name="all"),
    path("<str:gallery_id>/lists/new", lists.new_list, name="list-new"),
    path("<str:gallery_id>/lists/shared/<str:share>", lists.shared_page, name="list-shared"),
    path("<str:gallery_id>/lists/<str:list_id>/form", lists.list_form, name="list-form"),
    path("<str:gallery_id>/lists/<str:list_id>/prices", lists.prices, name="list-prices"),
    path("<str:gallery_id>/lists/<str:list_id>/submit", selections.submit, name="list-submit"),
    path("<str:gallery_id>/lists/<str:list_id>/photos/<str:photo_id>", favourites.favourite, name="list-photo"),
    path("<str:gallery_id>/selections/<str:selection_id>", selections.selection_page, name="selection"),
    path("<str:gallery_id>/selections/<str:selection_id>/reopen", selections.reopen, name="selection-reopen"),
    path("<str:gallery_id>/photos/<str:photo_id>/comments", comments.comments, name="comments"),
    path("<str:gallery_id>/photos/<str:photo_id>/comments/<str:comment_id>", comments.comment, name="comment"),
    path("<str:gallery_id>/manifest.webmanifest", installing.manifest, name="manifest"),
    path("<str:gallery_id>/handover", handover.handover_page, name="handover"),
    path("<str:gallery_id>/handover/zip", handover.handover_zip, name="handover-zip"),
    path("<str:gallery_id>/handover/files/<str:file_id>", handover.handover_file, name="handover-file"),
]
