"""What an editor types and uploads, and what it must be before anything is kept."""

from portfolio.forms.chapters import ChaptersForm
from portfolio.forms.dates import DatedForm, RomeMomentField, SuspendableForm
from portfolio.forms.facts import FactForm
from portfolio.forms.files import CaptionsForm, FilmUploadForm, PaperForm, PhotoUploadForm, PosterForm
from portfolio.forms.mail_address import AS_TYPED, plain_address
from portfolio.forms.timecodes import TimecodeField

__all__ = [
    "AS_TYPED",
    "CaptionsForm",
    "ChaptersForm",
    "DatedForm",
    "FactForm",
    "FilmUploadForm",
    "PaperForm",
    "PhotoUploadForm",
    "PosterForm",
    "RomeMomentField",
    "SuspendableForm",
    "TimecodeField",
    "plain_address",
]
