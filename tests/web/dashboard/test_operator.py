"""The operator's page: queue, failures, trying again."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Photo, PictureState
from provino.jobs.models import Job, JobState
from provino.studios.models import Member
from tests.factories import make_gallery, make_member, make_photo
from tests.web.dashboard.people import browser_of, staff_browser

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


def test_the_page_shows_what_failed(member: Member, signed_in: Client) -> None:
    failed_job()
    make_photo(
        gallery=make_gallery(studio=member.studio), state=PictureState.FAILED, reason="damaged", original_name="x.jpg"
    )
    page = signed_in.get("/operator/").content.decode()
    assert "send_message_task" in page
    assert "&lt;b&gt;no way" in page
    assert "x.jpg" in page
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
        make_photo(gallery=make_gallery(studio=member.studio), state=PictureState.FAILED, reason="damaged")

    fill()
    with django_assert_num_queries(11) as first:
        signed_in.get("/operator/")
    fill()
    fill()
    with django_assert_num_queries(len(first)):
        signed_in.get("/operator/")
