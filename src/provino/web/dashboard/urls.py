"""The photographer's addresses; each noun has its block."""

from django.urls import URLPattern, URLResolver, path

from provino.web.dashboard.views import (
    account,
    activity,
    clocks,
    contacts,
    dev_mail,
    exports,
    galleries,
    gallery_settings,
    handover,
    look,
    members,
    operator,
    orders,
    package,
    photos,
    search,
    sections,
    selections,
    send,
    setup,
    studio,
    tokens,
    upload,
    watermarks,
)

app_name = "dashboard"

# Set-up, sign-in, studio
_studio = [
    path("", setup.home, name="home"),
    path("setup", setup.setup_page, name="setup"),
    path("studio/new", setup.new_studio, name="studio-new"),
    path("studio/<str:studio_id>/choose", setup.choose_studio, name="studio-choose"),
    path("account/no-studio", setup.no_studio, name="no-studio"),
    path("invite/<str:secret>", members.accept, name="invite"),
    path("settings/", studio.settings_page, name="settings"),
    path("settings/accent", studio.accent_preview, name="accent"),
    path("settings/logo", studio.change_logo, name="logo"),
    path("settings/logo/delete", studio.delete_logo, name="logo-delete"),
    path("settings/changes", studio.changes, name="changes"),
    path("settings/security", account.security, name="security"),
    path("settings/watermarks/", watermarks.watermark_list, name="watermarks"),
    path("settings/watermarks/new", watermarks.watermark_new, name="watermark-new"),
    path("settings/watermarks/new/preview", watermarks.watermark_preview, name="watermark-new-preview"),
    path("settings/watermarks/<str:watermark_id>/", watermarks.watermark_page, name="watermark"),
    path("settings/watermarks/<str:watermark_id>/preview", watermarks.watermark_preview, name="watermark-preview"),
    path("settings/watermarks/<str:watermark_id>/delete", watermarks.watermark_delete, name="watermark-delete"),
    path("settings/watermarks/<str:watermark_id>/restore", watermarks.watermark_restore, name="watermark-restore"),
    path("settings/members/", members.member_list, name="members"),
    path("settings/members/<str:member_id>/role", members.set_role, name="member-role"),
    path("settings/members/<str:member_id>/remove", members.remove, name="member-remove"),
    path("settings/invites/<str:invite_id>/withdraw", members.withdraw, name="invite-withdraw"),
    path("settings/tokens/", tokens.token_list, name="tokens"),
    path("settings/tokens/<str:token_id>/revoke", tokens.revoke, name="token-revoke"),
    path("operator/", operator.operator_page, name="operator"),
    path("operator/jobs/<int:job_id>/retry", operator.try_job_again, name="job-retry"),
    path("operator/mails/<str:message_id>/send", operator.send_mail_again, name="mail-again"),
    path("operator/galleries/<str:gallery_id>/retry", operator.try_pictures_again, name="pictures-retry"),
]

# Contacts, search
_contacts = [
    path("contacts/", contacts.contact_list, name="contacts"),
    path("contacts/new", contacts.new_contact, name="contact-new"),
    path("contacts/<str:contact_id>/", contacts.contact_record, name="contact"),
    path("search", search.search_page, name="search"),
]

# Galleries: list, photos, settings
_galleries = [
    path("galleries/", galleries.gallery_list, name="galleries"),
    path("galleries/new", galleries.gallery_new, name="gallery-new"),
    path("galleries/<str:gallery_id>/", photos.gallery_photos, name="gallery-photos"),
    path("galleries/<str:gallery_id>/delete", galleries.gallery_delete, name="gallery-delete"),
    path("galleries/<str:gallery_id>/restore", galleries.gallery_restore, name="gallery-restore"),
    path("galleries/<str:gallery_id>/upload", upload.gallery_upload, name="gallery-upload"),
    path("galleries/<str:gallery_id>/order", photos.gallery_order, name="gallery-order"),
    path("galleries/<str:gallery_id>/retry", photos.retry_failed, name="gallery-retry"),
    path("galleries/<str:gallery_id>/photos", photos.photos_action, name="gallery-photos-actions"),
    path("galleries/<str:gallery_id>/photos/<str:photo_id>", photos.gallery_photo, name="gallery-photo"),
    path("galleries/<str:gallery_id>/photos/<str:photo_id>/act", photos.photo_action, name="gallery-photo-action"),
    path(
        "galleries/<str:gallery_id>/photos/<str:photo_id>/restore", photos.photo_restore, name="gallery-photo-restore"
    ),
    path("galleries/<str:gallery_id>/clocks", clocks.gallery_clocks, name="gallery-clocks"),
    path("galleries/<str:gallery_id>/sections", sections.gallery_sections, name="gallery-sections"),
    path("galleries/<str:gallery_id>/sections/restore", sections.section_restore, name="gallery-section-restore"),
    path(
        "galleries/<str:gallery_id>/sections/<str:section_id>", sections.section_action, name="gallery-section-action"
    ),
    path("galleries/<str:gallery_id>/look", look.gallery_look, name="gallery-look"),
    path("galleries/<str:gallery_id>/presets/<str:preset_id>", look.preset_action, name="gallery-preset"),
    path("galleries/<str:gallery_id>/settings", gallery_settings.gallery_settings, name="gallery-settings"),
    path("galleries/<str:gallery_id>/settings/password", gallery_settings.gallery_password, name="gallery-password"),
    path(
        "galleries/<str:gallery_id>/settings/client-password",
        gallery_settings.gallery_client_password,
        name="gallery-client-password",
    ),
    path(
        "galleries/<str:gallery_id>/settings/copy", gallery_settings.gallery_copy_settings, name="gallery-copy-settings"
    ),
    path("galleries/<str:gallery_id>/package", package.gallery_package, name="gallery-package"),
    path("galleries/<str:gallery_id>/package/example", package.package_example, name="package-example"),
    path("galleries/<str:gallery_id>/package/copy", package.package_copy, name="package-copy"),
    path("galleries/<str:gallery_id>/settings/watermark", watermarks.gallery_watermark, name="gallery-watermark"),
    path("galleries/<str:gallery_id>/settings/cover", gallery_settings.gallery_cover, name="gallery-cover"),
]

# Hand-over
_handover = [
    path("galleries/<str:gallery_id>/handover", handover.handover_page, name="gallery-handover"),
    path("galleries/<str:gallery_id>/handover/publish", handover.publish, name="handover-publish"),
    path("galleries/<str:gallery_id>/handover/add/<str:folder>", handover.upload_page, name="handover-upload"),
    path("galleries/<str:gallery_id>/handover/files/<str:file_id>", handover.change_file, name="handover-file"),
]

# Send to client
_sending = [
    path("galleries/<str:gallery_id>/send", send.send_page, name="gallery-send"),
    path("galleries/<str:gallery_id>/send/preview", send.send_preview, name="gallery-send-preview"),
    path("galleries/<str:gallery_id>/send/qr.svg", send.send_qr, name="gallery-send-qr"),
    path("galleries/<str:gallery_id>/send/<str:contact_id>/revoke", send.send_revoke, name="gallery-send-revoke"),
]

# Client orders, activity, export
_orders = [
    path("galleries/<str:gallery_id>/orders", orders.orders_page, name="gallery-orders"),
    path(
        "galleries/<str:gallery_id>/orders/comments/<str:comment_id>/reply",
        orders.orders_reply,
        name="gallery-orders-reply",
    ),
    path(
        "galleries/<str:gallery_id>/orders/comments/<str:comment_id>/resolve",
        orders.orders_resolve,
        name="gallery-orders-resolve",
    ),
    path(
        "galleries/<str:gallery_id>/selections/<str:selection_id>",
        selections.selection_page,
        name="gallery-selection",
    ),
    path(
        "galleries/<str:gallery_id>/selections/<str:selection_id>/reopen",
        selections.selection_reopen,
        name="selection-reopen",
    ),
    path("galleries/<str:gallery_id>/activity", activity.activity_page, name="gallery-activity"),
    path("galleries/<str:gallery_id>/export", exports.export_page, name="gallery-export"),
    path("galleries/<str:gallery_id>/export.txt", exports.export_file, name="gallery-export-file"),
]

# The demo's mailbox
_dev_mail = [
    path("dev/mail", dev_mail.mailbox, name="dev-mail"),
    path("dev/mail/<str:message_id>", dev_mail.message_page, name="dev-mail-message"),
    path("dev/mail/<str:message_id>/html", dev_mail.message_html, name="dev-mail-html"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_studio,
    *_contacts,
    *_handover,
    *_galleries,
    *_sending,
    *_orders,
    *_dev_mail,
]
