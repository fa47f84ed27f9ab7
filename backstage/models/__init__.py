"""The site's own rows: who edits it, and its pages of words."""

from backstage.models.page import Page, Presentation
from backstage.models.user import User

__all__ = ["Page", "Presentation", "User"]
