"""The operator's page: queue, failures, trying again."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from provino.galleries.models import Photo, PictureState
from provino.jobs.models import Job, JobState
from provino.mail.models import Message, MessageState, Trouble
from provino.studios.models import AuditEntry, Member
from tests.factories import make_finished_file, make_gallery, make_member, make_photo
from tests.web.dashboard.people import browser_of, other_studio_browser, staff_browser

pytestmark = pytest.mark.django_db


def failed_job() -> Job:
    now = timezone.now()
    return Job.objects.create(
        task="provino.mail.sending.send_message_task",
        state=JobState.FAILED,
        due_at=now,
        finished_at=now,
        error="<b>no way</b>",
    )


def given_up(**fields: Any) -> Message:
    number = Message.objects.count()
    return Message.objects.create(
        **{
            "public_id": f"mail{number + 1}",
            "cause": f"cause:{number}",
            "kind": "gallery_invitation",
            "to": "anna@example.com",
            "subject": "Your photos",
            "text": "Text",
            "state": MessageState.FAILED,
            "attempts": 13,
            "next_try_at": timezone.now(),
            "trouble": Trouble.REFUSED,
            "error": "552 <b>too large</b>",
            **fields,
        }
    )


def test_the_page_shows_what_failed(member: Member, signed_in: Client) -> None:
    failed_job()
    given_up()
    make_finished_file(
        gallery=make_gallery(studio=member.studio), state=PictureState.FAILED, reason="damaged", original_name="f.jpg"
    )
    make_finished_file(gallery=make_gallery(studio=member.studio), state=PictureState.PENDING)
    make_photo(
        gallery=make_gallery(studio=member.studio), state=PictureState.FAILED, reason="damaged", original_name="x.jpg"
    )
    page = signed_in.get("/operator/").content.decode()
    assert "send_message_task" in page
    assert "&lt;b&gt;no way" in page
    assert "x.jpg" in page
    assert "f.jpg" in page
    assert "The mail server refused the message." in page
    assert "552 &lt;b&gt;too large" in page
    assert page.count(">Try again<") == 3
    assert page.count(">Send again<") == 1
    assert "Nothing failed." not in page


def test_a_job_is_tried_again(signed_in: Client) -> None:
    job = failed_job()
    assert signed_in.post(f"/operator/jobs/{job.pk}/retry")["Location"] == "/operator/"
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert signed_in.post("/operator/jobs/999999/retry").status_code == 404
    assert signed_in.post("/operator/jobs/x/retry").status_code == 404


def test_pictures_are_tried_again(member: Member, signed_in: Client) -> None:
    photo = make_photo(gallery=make_gallery(studio=member.studio), state=PictureState.FAILED, reason="timed-out")
    signed_in.post(f"/operator/galleries/{photo.gallery.public_id}/retry")
    assert Photo.objects.get().state == PictureState.PENDING
    assert signed_in.post("/operator/galleries/nobody/retry").status_code == 404


def test_photos_and_finished_files_of_a_gallery_are_tried_again_together(member: Member, signed_in: Client) -> None:
    gallery = make_gallery(studio=member.studio)
    failed: dict[str, Any] = {"gallery": gallery, "state": PictureState.FAILED, "reason": "timed-out"}
    make_photo(**failed)
    make_finished_file(**failed, attempts=3, original_name="f.jpg")
    untouched = make_finished_file(gallery=make_gallery(studio=member.studio), state=PictureState.FAILED)
    page = signed_in.post(f"/operator/galleries/{gallery.public_id}/retry", follow=True).content.decode()
    assert "2 photos are tried again." in page
    file = gallery.finished_files.get()
    assert (file.state, file.reason, file.attempts) == (PictureState.PENDING, "", 0)
    untouched.refresh_from_db()
    assert untouched.state == PictureState.FAILED
    entry = AuditEntry.objects.get(action="finished-files.retried")
    assert (entry.object_id, entry.after) == (gallery.public_id, {"files": 1, "names": ["f.jpg"]})


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.BOUNCED])
def test_a_mail_that_was_given_up_is_sent_again_and_written_down(
    member: Member, signed_in: Client, state: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    mail = given_up(state=state, allowance=member.studio.public_id)
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in.post(f"/operator/mails/{mail.public_id}/send")["Location"] == "/operator/"
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.trouble, mail.error) == (MessageState.QUEUED, 0, "", "")
    assert [job.arguments for job in Job.objects.all()] == [{"message_id": mail.pk}]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id, entry.after) == ("message.sent-again", mail.public_id, {"to": mail.to})


def test_a_mail_on_its_way_or_sent_is_not_sent_again(signed_in: Client) -> None:
    for mail in (given_up(state=MessageState.SENT, attempts=1), given_up(state=MessageState.QUEUED, attempts=2)):
        page = signed_in.post(f"/operator/mails/{mail.public_id}/send", follow=True).content.decode()
        assert "Only an e-mail that was not sent can be sent again." in page
        mail.refresh_from_db()
        assert mail.attempts > 0
    assert not AuditEntry.objects.exists()


def test_a_mail_is_sent_again_by_the_operator_alone(member: Member, signed_in: Client) -> None:
    mail = given_up(allowance=member.studio.public_id)
    address = f"/operator/mails/{mail.public_id}/send"
    assert Client().post(address)["Location"].startswith("/account/login/")
    assert staff_browser(member).post(address).status_code == 403
    assert signed_in.get(address).status_code == 405
    for malformed in ("nobody", "%00", "%27", "x" * 300):
        assert signed_in.post(f"/operator/mails/{malformed}/send").status_code == 404
    assert other_studio_browser().post(address).status_code == 403
    assert signed_in.post(address).status_code == 403, "with two studios an owner is no operator"
    mail.refresh_from_db()
    assert mail.state == MessageState.FAILED
    operator = make_member()
    operator.user.is_superuser = True
    operator.user.save()
    assert browser_of(operator).post(address).status_code == 302
    assert AuditEntry.objects.get().after == {}, "to whom another studio wrote is not told in this one"


def test_the_tab_is_shown_to_those_who_may_open_it(member: Member, signed_in: Client) -> None:
    tab = 'href="/operator/"'
    assert tab in signed_in.get("/settings/").text
    other = make_member()
    assert tab not in signed_in.get("/settings/").text, "with two studios an owner is no operator"
    other.user.is_superuser = True
    other.user.save()
    assert tab in browser_of(other).get("/settings/").text


def test_of_many_studios_only_the_operator_sees_the_queue(member: Member, signed_in: Client) -> None:
    job = failed_job()
    operator = make_member()
    operator.user.is_superuser = True
    operator.user.save()
    assert signed_in.get("/operator/").status_code == 403
    assert signed_in.post(f"/operator/jobs/{job.pk}/retry").status_code == 403
    assert staff_browser(member).get("/operator/").status_code == 403
    assert browser_of(operator).get("/operator/").status_code == 200


def test_the_page_needs_a_constant_number_of_queries(
    member: Member, signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill() -> None:
        failed_job()
        given_up()
        make_photo(gallery=make_gallery(studio=member.studio), state=PictureState.FAILED, reason="damaged")
        make_finished_file(gallery=make_gallery(studio=member.studio), state=PictureState.FAILED, reason="damaged")

    fill()
    with django_assert_num_queries(13) as first:
        signed_in.get("/operator/")
    fill()
    fill()
    with django_assert_num_queries(len(first)):
        signed_in.get("/operator/")
