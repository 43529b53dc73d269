"""A studio's watermarks and which galleries have them; what is drawn is tested in tests/ingest/test_watermarks.py."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from provino.galleries.access import watermark_for_member
from provino.galleries.errors import (
    UnknownValueError,
    WatermarkEmptyError,
    WatermarkLettersError,
    WatermarkNameMissingError,
    WatermarkNameTakenError,
)
from provino.galleries.files import storage
from provino.galleries.galleries import create_gallery
from provino.galleries.models import Gallery, Photo, Watermark
from provino.galleries.watermarks import (
    change_watermark,
    choose_watermark,
    delete_watermark,
    make_watermark,
    restore_watermark,
    shown_watermark,
    watermarks_of,
)
from provino.housekeeping.deleted import remove_deleted
from provino.lib.errors import NotFoundError
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_member, make_photo
from tests.factories import make_watermark as watermark_row

pytestmark = pytest.mark.django_db


def audit() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_watermark_of_words_is_made_with_its_words_tidied(member: Member) -> None:
    made = make_watermark(member.studio, by=member, name=" Proof ", text="  ©   Zo\u0301sia ")
    assert (made.name, made.text, made.kind) == ("Proof", "© Zósia", "text")
    assert audit() == ["watermark.created"]


def test_watermark_of_a_picture_keeps_it_under_its_hash(member: Member) -> None:
    made = make_watermark(member.studio, by=member, name="Logo", kind="image", png=b"PNG bytes")
    assert storage().read(made.image_key) == b"PNG bytes"
    assert made.image_key.startswith(f"studios/{member.studio.public_id}/watermarks/")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": "  "}, WatermarkNameMissingError),
        ({"text": " "}, WatermarkEmptyError),
        ({"kind": "image"}, WatermarkEmptyError),
        ({"kind": "svg"}, UnknownValueError),
        ({"placement": "everywhere"}, UnknownValueError),
        ({"opacity": 4}, UnknownValueError),
        ({"opacity": 101}, UnknownValueError),
        ({"size": 0}, UnknownValueError),
        ({"text": "Фото"}, WatermarkLettersError),
        ({"text": "♥ 🎉"}, WatermarkLettersError),
        ({"text": "a\u202eb"}, WatermarkLettersError),
    ],
)
def test_what_makes_no_watermark_is_refused(member: Member, values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        make_watermark(member.studio, by=member, **{"name": "Proof", "text": "© Studio", **values})
    assert not Watermark.objects.exists()
    kept = watermark_row(studio=member.studio)
    with pytest.raises(error):
        change_watermark(kept, by=member, **values)
    assert audit() == []


def test_letters_that_cannot_be_drawn_are_named(member: Member) -> None:
    with pytest.raises(WatermarkLettersError, match="Ж漢"):
        make_watermark(member.studio, by=member, name="Proof", text="aЖb漢Ж")


def test_name_is_taken_once_and_free_again_after_deleting(member: Member) -> None:
    one = make_watermark(member.studio, by=member, name="Proof", text="a")
    with pytest.raises(WatermarkNameTakenError):
        make_watermark(member.studio, by=member, name="Proof", text="b")
    make_watermark(make_member().studio, by=member, name="Proof", text="of another studio")
    delete_watermark(one, by=member)
    two = make_watermark(member.studio, by=member, name="Proof", text="c")
    with pytest.raises(WatermarkNameTakenError):
        restore_watermark(one, by=member)
    delete_watermark(two, by=member)
    restore_watermark(one, by=member)
    assert [one.text for one in watermarks_of(member.studio)] == ["a"]


def test_gallery_takes_only_a_living_watermark_of_its_studio(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    deleted = watermark_row(studio=member.studio, deleted_at=timezone.now())
    for wrong in (watermark_row(), deleted):
        with pytest.raises(UnknownValueError):
            choose_watermark(gallery, watermark=wrong, by=member)
    assert Gallery.objects.get().watermark is None
    assert audit() == []


def test_choosing_raises_the_series_and_marks_the_photos_once(member: Member) -> None:
    gallery, other = make_gallery(studio=member.studio), make_gallery(studio=member.studio)
    make_photo(gallery=gallery, leased_by="me/1", leased_until=timezone.now())
    make_photo(gallery=other)
    mark = watermark_row(studio=member.studio)
    choose_watermark(gallery, watermark=mark, by=member)
    choose_watermark(gallery, watermark=mark, by=member)
    assert (gallery.watermark, gallery.watermark_series) == (mark, 1)
    assert list(Photo.objects.order_by("id").values_list("outdated", "leased_by")) == [(True, ""), (False, "")]
    assert audit() == ["gallery.watermark-chosen"]
    choose_watermark(gallery, watermark=None, by=member)
    assert (gallery.watermark, gallery.watermark_series) == (None, 2)


def test_changing_only_the_name_renders_nothing(member: Member) -> None:
    mark = watermark_row(studio=member.studio)
    gallery = make_gallery(studio=member.studio, watermark=mark, watermark_series=1)
    change_watermark(mark, by=member, name="Another")
    change_watermark(mark, by=member, opacity=mark.opacity)
    assert audit() == ["watermark.changed"]
    gallery.refresh_from_db()
    assert gallery.watermark_series == 1
    change_watermark(mark, by=member, size=30)
    gallery.refresh_from_db()
    assert gallery.watermark_series == 2


def test_deleted_watermark_is_shown_nowhere_and_comes_back_where_it_was(member: Member) -> None:
    mark, other = watermark_row(studio=member.studio), watermark_row(studio=member.studio)
    keeps, changes = (make_gallery(studio=member.studio, watermark=mark, watermark_series=1) for _one in range(2))
    delete_watermark(mark, by=member)
    delete_watermark(mark, by=member)
    keeps, changes = Gallery.objects.get(pk=keeps.pk), Gallery.objects.get(pk=changes.pk)
    assert (shown_watermark(keeps), keeps.watermark_series) == (None, 2)
    choose_watermark(changes, watermark=other, by=member)
    restore_watermark(Watermark.objects.get(pk=mark.pk), by=member)
    keeps, changes = Gallery.objects.get(pk=keeps.pk), Gallery.objects.get(pk=changes.pk)
    assert (shown_watermark(keeps), shown_watermark(changes)) == (mark, other)
    assert (keeps.watermark_series, changes.watermark_series) == (3, 3)


def test_deleted_watermark_goes_for_good_after_thirty_days(member: Member) -> None:
    old = watermark_row(studio=member.studio, deleted_at=timezone.now() - timedelta(days=31))
    young = watermark_row(studio=member.studio, deleted_at=timezone.now() - timedelta(days=29))
    make_gallery(studio=member.studio, watermark=old, watermark_series=4)
    remove_deleted()
    assert list(Watermark.objects.all()) == [young]
    assert Gallery.objects.get().watermark_series == 4


def test_watermark_is_found_only_by_its_own_studio(member: Member) -> None:
    mark = watermark_row(studio=member.studio)
    assert watermark_for_member(member, mark.public_id) == mark
    for who, public_id in ((make_member(), mark.public_id), (member, "no\0t"), (member, "x" * 22)):
        with pytest.raises(NotFoundError):
            watermark_for_member(who, public_id)
    with pytest.raises(NotFoundError):
        watermark_for_member(member, mark.public_id, deleted=True)


def test_counts_of_galleries_leave_deleted_ones_out(member: Member) -> None:
    mark = watermark_row(studio=member.studio)
    make_gallery(studio=member.studio, watermark=mark)
    make_gallery(studio=member.studio, watermark=mark, deleted_at=timezone.now())
    watermark_row(studio=member.studio)
    assert [one.gallery_count for one in watermarks_of(member.studio)] == [1, 0]  # type: ignore[attr-defined]


def test_gallery_like_another_has_its_watermark(member: Member) -> None:
    mark = watermark_row(studio=member.studio)
    source = make_gallery(studio=member.studio, watermark=mark, watermark_series=1)
    made = create_gallery(member.studio, by=member, like=source, title="Like it")
    assert (made.watermark, made.watermark_series) == (mark, 1)
    delete_watermark(mark, by=member)
    source = Gallery.objects.get(pk=source.pk)
    assert create_gallery(member.studio, by=member, like=source, title="Without").watermark is None
