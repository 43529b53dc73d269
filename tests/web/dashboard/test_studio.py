"""The studio's settings, its logo and its colour."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from provino.studios.models import AuditEntry, Member
from provino.studios.studios import EDITABLE
from tests.web.dashboard.people import staff_browser

pytestmark = pytest.mark.django_db

OWNER_PAGES = [
    "/settings/",
    "/settings/members/",
    "/settings/tokens/",
    "/settings/changes",
    "/operator/",
    "/settings/accent",
]


def settings_of(member: Member, **changes: str) -> dict[str, str]:
    values = {name: getattr(member.studio, name) for name in EDITABLE if name != "keep_location"}
    return {**values, **changes}


def picture(kind: str, *, size: tuple[int, int] = (1200, 300), mode: str = "RGBA") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new(mode, size, (200, 30, 30, 0)[: len(mode)]).save(file, kind)
    return SimpleUploadedFile("logo.bin", file.getvalue())


@pytest.mark.parametrize("address", OWNER_PAGES)
def test_owner_pages_are_for_owners(member: Member, signed_in: Client, client: Client, address: str) -> None:
    assert signed_in.get(address).status_code == 200
    assert staff_browser(member).get(address).status_code == 403
    assert client.get(address)["Location"].startswith("/account/login/?next=")


def test_settings_are_saved_and_recorded(member: Member, signed_in: Client) -> None:
    response = signed_in.post("/settings/", settings_of(member, name="Nowa", keep_location="on"))
    assert response["Location"] == "/settings/"
    member.studio.refresh_from_db()
    assert (member.studio.name, member.studio.keep_location) == ("Nowa", True)
    page = signed_in.get("/settings/changes").content.decode()
    assert "Nowa" in page


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("currency", "XXX"), ("brand_color", "red"), ("reply_to", "x")]
)
def test_bad_settings_change_nothing(member: Member, signed_in: Client, field: str, value: str) -> None:
    response = signed_in.post("/settings/", settings_of(member, **{field: value}))
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not AuditEntry.objects.exists()


def test_the_colour_is_shown_before_it_is_saved(signed_in: Client) -> None:
    page = signed_in.get("/settings/accent?brand_color=%230000ff").content.decode()
    assert "#0000ff" in page
    assert "<html" not in page


def test_the_studios_tokens_are_a_cached_stylesheet(member: Member, client: Client) -> None:
    address = f"/studio/{member.studio.public_id}.css"
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert f"--brand:{member.studio.brand_color}".encode() in response.content
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/studio/nobody.css", "/studio/nobody/logo.png", "/studio/..%2f.css"])
def test_no_studio_has_no_files(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_logo_becomes_a_small_png_and_stays_transparent(member: Member, signed_in: Client, kind: str) -> None:
    assert signed_in.post("/settings/logo", {"logo": picture(kind)})["Location"] == "/settings/"
    response = signed_in.get(f"/studio/{member.studio.public_id}/logo.png")
    logo = Image.open(BytesIO(b"".join(response)))
    assert (logo.format, logo.size, logo.mode) == ("PNG", (600, 150), "RGBA")
    assert logo.getchannel("A").getpixel((10, 10)) == 0


def test_a_jpeg_logo_works_and_goes_again(member: Member, signed_in: Client) -> None:
    signed_in.post("/settings/logo", {"logo": picture("JPEG", mode="RGB")})
    assert "Replace the logo" in signed_in.get("/settings/").content.decode()
    signed_in.post("/settings/logo/delete")
    assert signed_in.get(f"/studio/{member.studio.public_id}/logo.png").status_code == 404
    assert AuditEntry.objects.filter(action="studio.logo_changed").count() == 2


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 99]
)
def test_what_is_no_picture_becomes_no_logo(member: Member, signed_in: Client, content: bytes) -> None:
    response = signed_in.post("/settings/logo", {"logo": SimpleUploadedFile("logo.png", content)})
    assert response.status_code == 422
    assert 'id="id_logo_error"' in response.content.decode()
    member.studio.refresh_from_db()
    assert member.studio.logo_key == ""


def test_a_gif_is_refused_by_its_content(signed_in: Client) -> None:
    assert signed_in.post("/settings/logo", {"logo": picture("GIF", mode="RGB")}).status_code == 422


def test_changes_need_a_constant_number_of_queries(
    member: Member, signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in.post("/settings/", settings_of(member, name="One"))
    with django_assert_num_queries(6):
        signed_in.get("/settings/changes")
    for name in ("Two", "Three"):
        signed_in.post("/settings/", settings_of(member, name=name))
    with django_assert_num_queries(6):
        signed_in.get("/settings/changes")
