"""The Look page of a gallery, and presets."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery, Preset
from provino.galleries.presets import save_preset
from provino.proofing.packages import package_of, set_package, terms_of
from provino.proofing.pricing import Terms, Tier
from provino.studios.models import Member
from tests.factories import make_gallery, make_photo
from tests.web.dashboard.people import other_studio_browser, staff_browser

TERMS = Terms(included=30, tiers=(Tier(1, Decimal(25)),))


@pytest.fixture
def gallery(member: Member) -> Gallery:
    gallery = make_gallery(studio=member.studio, title="Anna")
    make_photo(gallery=gallery)
    return gallery


def look(browser: Client, gallery: Gallery, **changed: Any) -> Any:
    values = {
        "cover_design": "split",
        "theme": "paper",
        "font_pair": "cormorant",
        "accent_of": "own",
        "accent": "#00AA55",
        "spacing": "8",
        **changed,
    }
    return browser.post(f"/galleries/{gallery.public_id}/look", values)


def test_page_previews_the_gallery_as_it_is(signed_in: Client, gallery: Gallery) -> None:
    answer = signed_in.get(f"/galleries/{gallery.public_id}/look")
    assert f'<iframe src="/g/{gallery.public_id}/?cover_design=full&amp;theme=auto' in answer.text
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert " style=" not in answer.text
    name = answer.text.split('name="name"')[1].split(">")[0]
    assert "required" not in name, "else a browser would not save the look without a preset's name"


def test_what_is_chosen_is_kept(signed_in: Client, gallery: Gallery) -> None:
    assert look(signed_in, gallery)["Location"] == f"/galleries/{gallery.public_id}/look"
    gallery.refresh_from_db()
    assert (gallery.cover_design, gallery.theme, gallery.font_pair) == ("split", "paper", "cormorant")
    assert (gallery.accent, gallery.spacing) == ("#00aa55", 8)
    look(signed_in, gallery, accent_of="studio")
    gallery.refresh_from_db()
    assert gallery.accent == ""


@pytest.mark.parametrize(
    "wrong",
    [{"cover_design": "x"}, {"theme": ""}, {"font_pair": "arial"}, {"spacing": "3"}, {"accent": "red"}, {"accent": ""}],
)
def test_wrong_values_are_said_beside_their_field(signed_in: Client, gallery: Gallery, wrong: dict[str, str]) -> None:
    answer = look(signed_in, gallery, **wrong)
    assert answer.status_code == 422
    assert 'class="bad"' in answer.text
    gallery.refresh_from_db()
    assert gallery.cover_design == "full"


def test_look_and_settings_are_kept_as_a_preset(signed_in: Client, member: Member, gallery: Gallery) -> None:
    set_package(gallery, terms=TERMS, by=member)
    look(signed_in, gallery, save_as="1", name="Weddings")
    preset = Preset.objects.get()
    assert (preset.name, preset.settings["theme"]) == ("Weddings", "paper")
    assert terms_of(preset.package) == TERMS


@pytest.mark.parametrize("name", ["", "   ", "Weddings"])
def test_a_preset_without_a_free_name_saves_nothing(
    signed_in: Client, member: Member, gallery: Gallery, name: str
) -> None:
    save_preset(gallery, name="Weddings", by=member)
    answer = look(signed_in, gallery, save_as="1", name=name)
    assert answer.status_code == 422
    assert 'class="bad"' in answer.text
    gallery.refresh_from_db()
    assert gallery.theme == "auto"
    assert Preset.objects.count() == 1


def act(browser: Client, gallery: Gallery, preset: Preset, action: str, **more: str) -> Any:
    return browser.post(
        f"/galleries/{gallery.public_id}/presets/{preset.public_id}", {"action": action, **more}, follow=True
    )


def test_a_preset_is_applied_with_its_package(signed_in: Client, member: Member, gallery: Gallery) -> None:
    set_package(gallery, terms=TERMS, by=member)
    look(signed_in, gallery, save_as="1", name="Weddings")
    other = make_gallery(studio=member.studio, title="Ewa")
    assert "This gallery is now like “Weddings”." in act(signed_in, other, Preset.objects.get(), "apply").text
    other.refresh_from_db()
    assert (other.theme, other.title) == ("paper", "Ewa")
    assert terms_of(package_of(other)) == TERMS


def test_a_preset_without_a_package_leaves_the_gallerys(signed_in: Client, member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Plain", by=member)
    set_package(gallery, terms=TERMS, by=member)
    act(signed_in, gallery, preset, "apply")
    assert terms_of(package_of(gallery)) == TERMS


def test_a_preset_is_renamed_deleted_and_brought_back(signed_in: Client, member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Weddings", by=member)
    assert "Saved." in act(signed_in, gallery, preset, "rename", name="Portraits").text
    assert "Give the preset a name." in act(signed_in, gallery, preset, "rename", name="").text
    page = act(signed_in, gallery, preset, "delete").text
    assert "The preset “Portraits” was deleted." in page
    assert 'aria-label="Name of the preset"' not in page
    assert 'value="Portraits"' in act(signed_in, gallery, preset, "restore").text
    assert act(signed_in, gallery, preset, "restore").status_code == 404, "it is not deleted"


def test_a_new_gallery_is_made_from_a_preset(signed_in: Client, member: Member, gallery: Gallery) -> None:
    assert 'name="preset"' not in signed_in.get("/galleries/new").text
    set_package(gallery, terms=TERMS, by=member)
    look(signed_in, gallery, save_as="1", name="Weddings")
    assert ">Weddings</option>" in signed_in.get("/galleries/new").text
    preset = Preset.objects.get()
    signed_in.post("/galleries/new", {"title": "Ewa", "language": "en", "preset": preset.public_id})
    made = Gallery.objects.get(title="Ewa")
    assert (made.theme, made.spacing) == ("paper", 8)
    assert terms_of(package_of(made)) == TERMS


def test_presets_of_another_studio_are_not_there(signed_in: Client, gallery: Gallery) -> None:
    stranger = make_gallery(title="Theirs")
    preset = Preset.objects.create(studio=stranger.studio, name="Secret", settings={"theme": "dark"})
    assert act(signed_in, gallery, preset, "apply").status_code == 404
    answer = signed_in.post("/galleries/new", {"title": "Ewa", "language": "en", "preset": preset.public_id})
    assert answer.status_code == 200
    assert not Gallery.objects.filter(title="Ewa").exists()
    assert "Secret" not in signed_in.get(f"/galleries/{gallery.public_id}/look").text
    assert look(other_studio_browser(), gallery).status_code == 404
    assert look(staff_browser(Member.objects.get(studio=gallery.studio)), gallery).status_code == 302


def test_presets_cost_no_query_each(
    signed_in: Client, member: Member, gallery: Gallery, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        save_preset(gallery, name=f"Preset {number}", by=member)
        with django_assert_num_queries(6):
            signed_in.get(f"/galleries/{gallery.public_id}/look")
