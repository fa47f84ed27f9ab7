"""What the captions that are here already say, for those who read and search."""

from typing import Any

from django.db import migrations

from portfolio.renditions import captions
from portfolio.renditions.refusals import CaptionsRefused


def read_out(apps: Any, schema_editor: Any) -> None:
    """Those whose file is lost, or cannot be read, say nothing until they are saved again."""
    for track in apps.get_model("portfolio", "CaptionTrack").objects.all():
        try:
            with track.file.open("rb") as stream:
                paragraphs = captions.transcript(stream.read())
        except (FileNotFoundError, CaptionsRefused):
            continue
        track.transcript = "\n".join(words for _start, words in paragraphs)
        track.transcript_starts = [start for start, _words in paragraphs]
        track.save(update_fields=["transcript", "transcript_starts"])


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0022_words_of_films")]
    operations = [migrations.RunPython(read_out, migrations.RunPython.noop)]
