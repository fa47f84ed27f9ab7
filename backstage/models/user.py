"""Who works in the admin."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff who edits the site. Never a member of a film's crew, never a contact."""
