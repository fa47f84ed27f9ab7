"""What the captions that are here already say, for those who read and search."""

from typing import Any

from django.db import migrations

from backstage.bilingual.spelling import fold
from portfolio.renditions import captions
from portfolio.renditions.refusals import CaptionsRefused


def read_out(apps: Any, schema_editor: Any) -> None:
    """Those whose file is lost say nothing until the film is developed again with the file in its place."""
    for track in apps.get_model("portfolio", "CaptionTrack").objects.all():
        try:
            with track.file.open("rb") as stream:
                paragraphs = captions.transcript(stream.read())
        except (FileNotFoundError, CaptionsRefused):
            continue
        track.transcript = "\n".join(words for _start, words in paragraphs)
        track.transcript_starts = [start for start, _words in paragraphs]
        track.transcript_folded = str(fold(track.transcript))
        track.save(update_fields=["transcript", "transcript_folded", "transcript_starts"])


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0022_words_of_films")]
    operations = [migrations.RunPython(read_out, migrations.RunPython.noop)]
