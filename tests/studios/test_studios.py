"""Settings of a studio and their record."""

import pytest
from tests.factories import PASSWORD

from provino.studios.errors import BadColourError, BadValueError
from provino.studios.models import AuditEntry, Member
from provino.studios.studios import create_studio, update_studio

pytestmark = pytest.mark.django_db


def test_update_studio_records_only_what_changed(member: Member) -> None:
    studio = update_studio(member.studio, by=member, name="Nowa", currency=member.studio.currency)
    entry = AuditEntry.objects.get(action="studio.changed")
    assert studio.name == "Nowa"
    assert entry.after == {"name": "Nowa"}
    assert entry.before == {"name": member.studio.name}


def test_update_studio_without_a_change_records_nothing(member: Member) -> None:
    update_studio(member.studio, by=member, name=member.studio.name)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"currency": "XXX"}, {"time_zone": "Europe/Nowhere"}, {"language": "de"}, {"name": ""}, {"public_id": "x"}],
)
def test_update_studio_refuses_unknown_values(member: Member, values: dict[str, str]) -> None:
    with pytest.raises(BadValueError):
        update_studio(member.studio, by=member, **values)


def test_update_studio_refuses_what_is_no_colour(member: Member) -> None:
    with pytest.raises(BadColourError):
        update_studio(member.studio, by=member, brand_color="url(x)")


def test_only_the_first_studios_owner_is_the_operator() -> None:
    studios = [
        create_studio(name=name, owner_email=f"{name}@example.com", password=PASSWORD) for name in ("first", "second")
    ]
    assert [studio.members.get().user.is_superuser for studio in studios] == [True, False]
