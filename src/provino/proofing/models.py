"""What visitors choose and say."""

from django.db import models
from django.db.models import Q

from provino.galleries.models import Photo
from provino.lib.public_ids import new_public_id
from provino.studios.models import Member
from provino.visitors.models import Visitor


class FavouriteList(models.Model):
    """A visitor's named list of photos; the first one has no name of its own."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="favourite_lists")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "name"], name="favourite_list_name_once_per_visitor")]

    def __str__(self) -> str:
        return self.name


class Favourite(models.Model):
    """One photo in one list."""

    favourite_list = models.ForeignKey(FavouriteList, on_delete=models.CASCADE, related_name="favourites")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="favourites")
    note = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["favourite_list", "photo"], name="favourite_once_per_list")]

    def __str__(self) -> str:
        return str(self.photo_id)


class Comment(models.Model):
    """Plain text on a photo, by a visitor or, as a reply, by a member."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="comments")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    reply_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField(max_length=4000)
    request_key = models.CharField(
        max_length=64,
        blank=True,
        help_text="The browser's idempotency key: a repeated request makes no second comment.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "request_key"], condition=~Q(request_key=""), name="comment_once_per_request"
            ),
        ]
        indexes = [models.Index(fields=["photo", "id"], name="comment_photo")]

    def __str__(self) -> str:
        return self.text[:60]
