"""How a studio likes its galleries, kept under names. A preset's package is `proofing`'s: doors copy it beside these verbs."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from provino.galleries.errors import PresetNameMissingError, PresetNameTakenError
from provino.galleries.galleries import COPIED, change_gallery, settings_of
from provino.galleries.models import Gallery, Preset
from provino.galleries.watermarks import choose_watermark, shown_watermark, watermark_of
from provino.studios.audit import record_change
from provino.studios.models import Member, Studio


def presets_of(studio: Studio) -> QuerySet[Preset]:
    """Return the studio's presets by name."""
    return Preset.objects.filter(studio=studio, deleted_at__isnull=True).order_by("name", "id")


def save_preset(gallery: Gallery, *, name: str, by: Member) -> Preset:
    """Keep a gallery's look, settings and watermark under a name. Raises PresetNameMissingError, PresetNameTakenError."""
    with transaction.atomic():
        cleaned = _free_name(gallery.studio, name)
        watermark = shown_watermark(gallery)
        settings = {field: getattr(gallery, field) for field in COPIED}
        settings["watermark"] = watermark.public_id if watermark else ""
        preset = Preset.objects.create(studio=gallery.studio, name=cleaned, settings=settings)
        record_change(by, action="preset.saved", target=preset, after={"preset": cleaned})
    return preset


def apply_preset(preset: Preset, *, to: Gallery, by: Member) -> Gallery:
    """Give a gallery what the preset holds; title, dates, client, access and password stay, so does a watermark where
    the preset has none: nobody's proofs lose their mark by the way.
    """
    with transaction.atomic():
        changed = change_gallery(to, by=by, **settings_of(preset))
        watermark = watermark_of(preset)
        if watermark:
            choose_watermark(changed, watermark=watermark, by=by)
        record_change(by, action="preset.applied", target=to, after={"preset": preset.name})
    return changed


def rename_preset(preset: Preset, *, name: str, by: Member) -> None:
    """Call a preset by another name. Raises PresetNameMissingError, PresetNameTakenError."""
    with transaction.atomic():
        cleaned = _free_name(preset.studio, name, but=preset)
        if Preset.objects.filter(pk=preset.pk).exclude(name=cleaned).update(name=cleaned):
            names = {"before": {"preset": preset.name}, "after": {"preset": cleaned}}
            record_change(by, action="preset.renamed", target=preset, **names)
    preset.name = cleaned


def delete_preset(preset: Preset, *, by: Member) -> None:
    """Take a preset out of the list; galleries made from it stay as they are. It can be restored for 30 days."""
    with transaction.atomic():
        Preset.objects.filter(pk=preset.pk).update(deleted_at=timezone.now())
        record_change(by, action="preset.deleted", target=preset, before={"preset": preset.name})


def restore_preset(preset: Preset, *, by: Member) -> None:
    """Bring a deleted preset back. Raises PresetNameTakenError when its name was given to another one meanwhile."""
    with transaction.atomic():
        _free_name(preset.studio, preset.name, but=preset)
        Preset.objects.filter(pk=preset.pk).update(deleted_at=None)
        record_change(by, action="preset.restored", target=preset, after={"preset": preset.name})


def _free_name(studio: Studio, name: str, *, but: Preset | None = None) -> str:
    """The name as it is kept; the studio's row is locked, so that two members do not take one name."""
    cleaned = " ".join(name.split())[:100]
    if not cleaned:
        raise PresetNameMissingError
    Studio.objects.select_for_update().get(pk=studio.pk)
    taken = presets_of(studio).filter(name=cleaned)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise PresetNameTakenError
    return cleaned
