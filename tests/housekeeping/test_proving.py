"""Whoever proves an address finds on this device what they chose on others, and loses nothing."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from provino.contacts.models import Contact
from provino.galleries.models import Gallery, Photo
from provino.housekeeping.visitors import Arrival, arrive_as_one, prove
from provino.proofing.favourites import add_favourite, set_note
from provino.proofing.models import Favourite, FavouriteList, Selection
from provino.proofing.selections import submit_selection
from provino.visitors.codes import send_code
from provino.visitors.devices import arrive, visitor_of_device
from provino.visitors.errors import CodeOverError
from provino.visitors.identities import identify
from provino.visitors.models import Activity, ActivityKind, EmailCode, HandledAction, Visitor, VisitorKind
from tests.factories import make_contact, make_gallery, make_invitation, make_photo

EMAIL = "ola@example.com"


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery()


def on_device(gallery: Gallery, device: str, *, email: str = EMAIL, name: str = "Ola") -> Visitor:
    visitor, _ = arrive(gallery, invitation=None, secret=device)
    return identify(visitor, email=email, name=name)


def proven_on(gallery: Gallery, device: str, *, email: str = EMAIL) -> Arrival:
    """Ask for a code on this device and give it back."""
    visitor = visitor_of_device(gallery, secret=device) or arrive(gallery, invitation=None, secret=device)[0]
    code = send_code(visitor, email=email, address="192.0.2.1")
    return prove(visitor, code=code, secret=device)


def chosen_by(visitor: Visitor) -> set[int]:
    return set(Favourite.objects.filter(favourite_list__visitor=visitor).values_list("photo_id", flat=True))


def submit(visitor: Visitor, *photos: Photo) -> Selection:
    for photo in photos:
        add_favourite(visitor, photo=photo)
    favourite_list = visitor.favourite_lists.get(name="")
    return submit_selection(favourite_list, seen=(len(photos), Decimal(0)))


def test_first_proof_makes_the_browsers_own_visitor_the_person(gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    visitor = on_device(gallery, "phone")
    add_favourite(visitor, photo=photo)
    arrival = proven_on(gallery, "phone")
    contact = Contact.objects.get(email=EMAIL)
    assert (arrival.visitor, arrival.is_new, contact.name) == (visitor, True, "Ola")
    visitor.refresh_from_db()
    assert visitor.contact == contact
    assert visitor.proven_at is not None
    assert chosen_by(visitor) == {photo.pk}
    assert visitor.activity.filter(kind=ActivityKind.PROVEN).count() == 1


def test_second_device_brings_everything_back_and_adds_what_was_chosen_meanwhile(gallery: Gallery) -> None:
    one, two, three = (make_photo(gallery=gallery) for _ in range(3))
    first = on_device(gallery, "phone")
    set_note(first, photo=one, note="large")
    add_favourite(first, photo=two)
    proven_on(gallery, "phone")
    second = on_device(gallery, "laptop", name="Aleksandra")
    add_favourite(second, photo=two)
    add_favourite(second, photo=three)
    HandledAction.objects.create(visitor=second, key="a")
    assert chosen_by(second) == {two.pk, three.pk}  # until proven, nothing of that address is shown

    arrival = proven_on(gallery, "laptop")

    assert (arrival.visitor, arrival.is_new, arrival.merged) == (first, False, 2)
    assert chosen_by(first) == {one.pk, two.pk, three.pk}
    assert Favourite.objects.get(photo=one).note == "large"
    assert list(Visitor.objects.all()) == [first]
    assert visitor_of_device(gallery, secret="laptop") == first
    assert set(EmailCode.objects.values_list("visitor", flat=True)) == {first.pk}
    assert HandledAction.objects.get().visitor == first
    assert Contact.objects.get(email=EMAIL).name == "Ola"  # a name typed elsewhere renames nobody


def test_address_typed_on_another_device_shows_nothing_until_proven(gallery: Gallery) -> None:
    first = on_device(gallery, "phone")
    add_favourite(first, photo=make_photo(gallery=gallery))
    proven_on(gallery, "phone")
    stranger = on_device(gallery, "laptop")
    send_code(stranger, email=EMAIL, address="192.0.2.1")
    assert visitor_of_device(gallery, secret="laptop") == stranger
    assert chosen_by(stranger) == set()


def test_name_typed_beside_another_address_is_not_the_owners(gallery: Gallery) -> None:
    on_device(gallery, "phone", email="other@example.com", name="Somebody else")
    arrival = proven_on(gallery, "phone")
    assert Contact.objects.get(email=EMAIL).name == ""
    assert arrival.visitor.name == ""


def test_contact_with_a_personal_link_is_found_and_is_the_client(gallery: Gallery) -> None:
    invitation = make_invitation(gallery=gallery, contact=make_contact(studio=gallery.studio, email=EMAIL))
    client = arrive_as_one(gallery, invitation=invitation, secret="phone").visitor
    add_favourite(client, photo=make_photo(gallery=gallery))
    on_device(gallery, "laptop")
    assert proven_on(gallery, "laptop").visitor == client
    # And where the link was never opened.
    never = make_invitation(gallery=gallery, contact=make_contact(studio=gallery.studio, email="eva@example.com"))
    eva = proven_on(gallery, "tablet", email="eva@example.com").visitor
    assert (eva.invitation, eva.kind) == (never, VisitorKind.CLIENT)
    assert arrive_as_one(gallery, invitation=never, secret="desk").visitor == eva


def test_proven_before_the_link_was_made_follows_the_link(gallery: Gallery) -> None:
    contact = make_contact(studio=gallery.studio, email=EMAIL)
    person = proven_on(gallery, "phone").visitor
    invitation = make_invitation(gallery=gallery, contact=contact)
    arrived = arrive_as_one(gallery, invitation=invitation, secret="laptop").visitor
    assert (arrived, arrived.invitation, arrived.kind) == (person, invitation, VisitorKind.CLIENT)


def test_browsers_of_a_revoked_link_do_not_come_in_behind_the_proof(gallery: Gallery) -> None:
    invitation = make_invitation(gallery=gallery, contact=make_contact(studio=gallery.studio, email=EMAIL))
    client = arrive_as_one(gallery, invitation=invitation, secret="forwarded").visitor
    add_favourite(client, photo=make_photo(gallery=gallery))
    invitation.revoked_at = timezone.now()
    invitation.save()
    person = proven_on(gallery, "laptop").visitor
    assert (person, person.invitation, person.kind) == (client, None, VisitorKind.UNKNOWN)
    assert len(chosen_by(person)) == 1
    assert visitor_of_device(gallery, secret="forwarded") is None


def test_browser_proven_as_another_changes_hands_alone(gallery: Gallery) -> None:
    anna = proven_on(gallery, "tablet", email="anna@example.com").visitor
    add_favourite(anna, photo=make_photo(gallery=gallery))
    ola = proven_on(gallery, "tablet").visitor
    assert ola != anna
    assert visitor_of_device(gallery, secret="tablet") == ola
    assert (len(chosen_by(anna)), len(chosen_by(ola))) == (1, 0)


def test_used_code_proves_nobody(gallery: Gallery) -> None:
    visitor = on_device(gallery, "phone")
    code = send_code(visitor, email=EMAIL, address="192.0.2.1")
    prove(visitor, code=code, secret="phone")
    stranger = on_device(gallery, "laptop")
    with pytest.raises(CodeOverError):
        prove(stranger, code=code, secret="laptop")
    assert visitor_of_device(gallery, secret="laptop") == stranger
    assert Activity.objects.filter(kind=ActivityKind.PROVEN).count() == 1


@pytest.mark.django_db
def test_submitted_list_stays_as_it_is_and_the_other_stands_beside_it() -> None:
    gallery = make_gallery(language="pl")
    one, two = make_photo(gallery=gallery), make_photo(gallery=gallery)
    client = on_device(gallery, "phone")
    submit(client, one)
    proven_on(gallery, "phone")
    other = on_device(gallery, "laptop")
    add_favourite(other, photo=one)
    add_favourite(other, photo=two)
    proven_on(gallery, "laptop")
    lists = {one.name: one for one in FavouriteList.objects.filter(visitor=client)}
    beside = lists.pop(next(name for name in lists if name))
    assert beside.name
    assert set(beside.favourites.values_list("photo", flat=True)) == {one.pk, two.pk}
    assert set(lists[""].favourites.values_list("photo", flat=True)) == {one.pk}
    third = on_device(gallery, "tablet")
    add_favourite(third, photo=two)
    proven_on(gallery, "tablet")
    names = set(FavouriteList.objects.filter(visitor=client).values_list("name", flat=True))
    assert names == {"", beside.name, f"{beside.name} 2"}


def test_nothing_new_beside_a_submitted_list_leaves_no_second_one(gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    client = on_device(gallery, "phone")
    submit(client, photo)
    proven_on(gallery, "phone")
    add_favourite(on_device(gallery, "laptop"), photo=photo)
    proven_on(gallery, "laptop")
    assert FavouriteList.objects.get().visitor == client


def test_versions_submitted_on_the_other_device_stay_readable(gallery: Gallery) -> None:
    one, two = make_photo(gallery=gallery), make_photo(gallery=gallery)
    client = on_device(gallery, "phone")
    add_favourite(client, photo=one)
    proven_on(gallery, "phone")
    selection = submit(on_device(gallery, "laptop"), two)
    proven_on(gallery, "laptop")
    selection.refresh_from_db()
    assert selection.favourite_list.visitor == client
    assert selection.favourite_list.name != ""
    assert selection.photos.get().photo == two
    assert chosen_by(client) == {one.pk, two.pk}


def test_empty_first_list_makes_room_for_the_one_with_versions(gallery: Gallery) -> None:
    client = on_device(gallery, "phone")
    FavouriteList.objects.create(visitor=client)
    proven_on(gallery, "phone")
    selection = submit(on_device(gallery, "laptop"), make_photo(gallery=gallery))
    proven_on(gallery, "laptop")
    selection.refresh_from_db()
    assert (selection.favourite_list.visitor, selection.favourite_list.name) == (client, "")


def test_link_to_a_list_goes_on_working_after_the_merge(gallery: Gallery) -> None:
    client = on_device(gallery, "phone")
    add_favourite(client, photo=make_photo(gallery=gallery))
    proven_on(gallery, "phone")
    other = on_device(gallery, "laptop")
    add_favourite(other, photo=make_photo(gallery=gallery))
    other.favourite_lists.update(share_secret="abc")
    proven_on(gallery, "laptop")
    assert FavouriteList.objects.get(share_secret="abc").visitor == client


@pytest.mark.django_db(transaction=True)
def test_two_devices_proving_at_once_become_one_person() -> None:
    gallery = make_gallery()
    photos = [make_photo(gallery=gallery) for _ in range(4)]
    codes = {}
    for number, photo in enumerate(photos):
        visitor = on_device(gallery, f"device-{number}")
        add_favourite(visitor, photo=photo)
        codes[number] = send_code(visitor, email=EMAIL, address=f"192.0.2.{number}")

    def take(number: int) -> None:
        try:
            visitor = visitor_of_device(gallery, secret=f"device-{number}")
            assert visitor is not None
            prove(visitor, code=codes[number], secret=f"device-{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take, range(4)))
    person = Visitor.objects.get()
    assert chosen_by(person) == {photo.pk for photo in photos}
    assert person.devices.count() == 4
    assert Contact.objects.filter(email=EMAIL).count() == 1
