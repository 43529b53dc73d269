"""The address book of a studio."""

from django.db import models
from django.db.models import Q

from provino.lib.public_ids import new_public_id
from provino.studios.models import Studio


class Contact(models.Model):
    """A person the studio knows. `email` is normalised (lower case, NFC); `email_as_typed` is what to write on the envelope."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="contacts")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=200, blank=True)
    name_sort = models.CharField(
        max_length=1000, blank=True, help_text="The name, else the address, as text that sorts as people do."
    )
    email = models.EmailField(max_length=254, blank=True)
    email_as_typed = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    notes = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "email"], condition=~Q(email=""), name="contact_email_once_per_studio"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email_as_typed
