"""What was made, and the facts that decide who may see it."""

from portfolio.models.agreement import Agreement
from portfolio.models.credit import Credit
from portfolio.models.film import CaptionTrack, Chapter, Film, FilmTrack
from portfolio.models.film_making import FilmMaking
from portfolio.models.incoming_film import IncomingFilm
from portfolio.models.mail_token import MailToken
from portfolio.models.organization import CompanyRole, Organization
from portfolio.models.person_release import Appearance, PersonRelease
from portfolio.models.photo import Photo
from portfolio.models.photo_batch import IncomingPhoto, PhotoBatch
from portfolio.models.production import Production
from portfolio.models.release import Release
from portfolio.models.rights_entry import RightsEntry
from portfolio.models.sheet import ExternalId, PressItem, SheetLine, SoundtrackItem, Trailer
from portfolio.models.showreel import Showreel, ShowreelItem
from portfolio.models.site_profile import SiteProfile
from portfolio.models.testimony import Testimony

__all__ = [
    "Agreement",
    "Appearance",
    "CaptionTrack",
    "Chapter",
    "CompanyRole",
    "Credit",
    "ExternalId",
    "Film",
    "FilmMaking",
    "FilmTrack",
    "IncomingFilm",
    "IncomingPhoto",
    "MailToken",
    "Organization",
    "PersonRelease",
    "Photo",
    "PhotoBatch",
    "PressItem",
    "Production",
    "Release",
    "RightsEntry",
    "SheetLine",
    "Showreel",
    "ShowreelItem",
    "SiteProfile",
    "SoundtrackItem",
    "Testimony",
    "Trailer",
]
