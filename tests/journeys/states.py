"""People, galleries and lists in states the demo's story does not reach: code for `Serving.python`, which prints ids."""

PASSWORD = "correct horse battery"

# A Polish owner, staff, an empty studio; a gallery whose photos cannot be shown.
PEOPLE = """
import re
from provino.accounts.models import User
from provino.galleries.models import Photo
from provino.mail.models import Message
from provino.studios.members import invite_member
from provino.studios.models import Member, Studio
from tests.factories import make_gallery, make_photo
studio = Studio.objects.order_by("pk").first()
owner = studio.members.get()
def person(name, of, role, language):
    user = User.objects.create_user(f"{name}@example.com", "correct horse battery", name=name.title(), language=language)
    return Member.objects.create(studio=of, user=user, role=role)
person("zofia", studio, "owner", "pl")
person("staff", studio, "staff", "en"); person("pomoc", studio, "staff", "pl")
for name, language in (("nowa", "pl"), ("fresh", "en")):
    empty = Studio.objects.create(name="Nowe studio", currency="PLN", time_zone="Europe/Warsaw", language=language)
    person(name, empty, "owner", language)
failed = make_gallery(studio=studio, title="Z kłopotami " + "DługieSłowo" * 6)
make_photo(gallery=failed, renditions={}, state="failed", reason="damaged", original_name="IMG_" + "0" * 60 + ".CR3", relative_path="Kościół/" + "0" * 80 + ".CR3")
make_photo(gallery=failed, renditions={}, state="pending")
Photo.objects.filter(pk=Photo.objects.filter(gallery__title="Rodzina Zielińskich").latest("pk").pk).update(hidden=True)
invite_member(studio, email="nowy@example.com", role="staff", by=owner)
letter = Message.objects.filter(to="nowy@example.com").latest("pk")
first = Photo.objects.filter(gallery__title="Anna and Piotr").order_by("pk").first()
print(json.dumps({
    "empty": make_gallery(studio=studio, title="Pusta").public_id, "failed": failed.public_id,
    "photo": first.public_id, "contact": first.gallery.client.public_id, "mail": letter.public_id,
    "invite": re.search(r"/invite/(\\w+)", letter.text)[1],
}))
"""

# Galleries that do not open, a code on its way, shared lists, a selection that was sent, a preset and a watermark.
DOORS = """
import datetime as dt
import re
from django.utils import timezone
from provino.galleries.galleries import set_client_password, set_password
from provino.galleries.models import Gallery
from provino.galleries.presets import save_preset
from provino.lib.public_ids import new_secret
from provino.mail.models import Message
from provino.proofing.lists import share_list
from provino.proofing.models import FavouriteList, Selection
from provino.studios.models import Studio
from provino.visitors.codes import send_code
from provino.visitors.models import EmailCode
from tests.factories import make_gallery, make_invitation, make_visitor, make_watermark
studio = Studio.objects.order_by("pk").first()
owner = studio.members.order_by("pk").first()
studio.reply_to, studio.phone = "studio@example.com", "+48 600 100 200"
studio.save()
day = dt.timedelta(days=1)
locked, pin, couple = (make_gallery(studio=studio, title=title) for title in ("Zamek", "Cyfry", "Tylko my"))
set_password(locked, password="tajne haslo", by=owner)
set_password(pin, password="4711", by=owner)
set_client_password(couple, password="tylko my", by=owner)
draft = make_gallery(studio=studio, title="Szkic", visibility="draft")
door = make_gallery(studio=studio, title="U drzwi", ask_at_door=True)
code = send_code(make_visitor(gallery=door), email="kod@example.com", address="127.0.0.1")
EmailCode.objects.update(expires_at=timezone.now() + day)
jobs = list(Gallery.objects.filter(studio=studio).order_by("pk")[:2])
def shared(**whose):
    return share_list(FavouriteList.objects.get(visitor__gallery=jobs[0], name="", **whose))
print(json.dumps({
    "locked": locked.public_id, "pin": pin.public_id, "couple": couple.public_id, "door": door.public_id,
    "code": re.search(r"/code/(\\w+)", Message.objects.filter(to=code.email).latest("pk").text)[1],
    "gone": make_gallery(studio=studio, title="Skończona", expires_on=dt.date(2020, 1, 2)).public_id,
    "closed": make_gallery(studio=studio, title="Zamknięta", visibility="closed").public_id,
    "early": make_gallery(studio=studio, title="Za wcześnie", opens_on=timezone.localdate() + 3 * day).public_id,
    "draft": draft.public_id, "draft_secret": make_invitation(gallery=draft).secret,
    "clients_list": shared(visitor__invitation__isnull=False), "guests_list": shared(visitor__name="Kasia"),
    "selection": Selection.objects.get(gallery=jobs[1]).public_id,
    "preset": save_preset(jobs[0], name="Weddings", by=owner).public_id,
    "watermark": make_watermark(studio=studio, name="Corner", text="© Pracownia Marii").public_id,
}))
"""

# The client of `JOB` sent their list, had it opened, sent it again and asks once more; one of its photos is gone since.
SENT = """
from provino.galleries.models import Gallery
from provino.galleries.photos import alive, delete_photos
from provino.proofing.favourites import add_favourite, set_note
from provino.proofing.lists import main_list, make_list
from provino.proofing.selections import ask_to_reopen, price_of, reopen_selection, submit_selection
from provino.studios.models import Studio
from provino.visitors.devices import arrive
from provino.visitors.views import record_view
from provino.lib.public_ids import new_secret
gallery = Gallery.objects.get(public_id="JOB")
owner = gallery.studio.members.order_by("pk").first()
photos = list(alive(gallery).order_by("pk"))
visitor, _ = arrive(gallery, invitation=gallery.invitations.get(), secret=new_secret(), browser="Safari", language="pl")
record_view(visitor)
for photo in photos[:4]:
    add_favourite(visitor, photo=photo)
set_note(visitor, photo=photos[1], note="Do salonu, 60 × 90 cm, w drewnianej ramie")
for name in ("Dla babci", "Do albumu"):
    make_list(visitor, name=name, photos={photos[4].public_id: ""})
def send(message):
    price = price_of(main_list(visitor), visitor=visitor)
    return submit_selection(main_list(visitor), message=message, seen=(price.count, price.total))
first = send("To nasz wybór!")
reopen_selection(first, by=owner)
second = ask_to_reopen(send("Teraz na pewno."), reason="Jeszcze jedno zdjęcie dla babci")
delete_photos(gallery, photos=[photos[0].public_id], by=owner)
print(json.dumps({"job": gallery.public_id, "first": first.public_id, "second": second.public_id}))
"""
