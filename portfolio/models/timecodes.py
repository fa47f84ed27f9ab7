"""Moments in a film, in seconds, as people write them: "1:23", "1:02:03", "0:05.5"."""

import re

# A point without a colon is minutes for some and tenths for others: it is not guessed.
WRITTEN = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,3})?)|(\d{1,5}))", re.ASCII)
MINUTE = 60


def written(seconds: float) -> str:
    """Minutes and seconds; hours before them where there are any, thousandths behind them likewise."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, MINUTE * 1000)
    hours, minutes = divmod(minutes, MINUTE)
    whole, part = divmod(rest, 1000)
    start = f"{hours}:{minutes:02}" if hours else str(minutes)
    return f"{start}:{whole:02}" + (f".{part:03}".rstrip("0") if part else "")


def read(text: str) -> float | None:
    """The seconds of what somebody wrote; None where it is no moment. Whole seconds may stand alone."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    if found[4]:
        return float(found[4])
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), float(found[3].replace(",", "."))
    is_clear = seconds < MINUTE and (found[1] is None or minutes < MINUTE)
    return (hours * MINUTE + minutes) * MINUTE + seconds if is_clear else None
