"""The clock by which a day begins, wherever the server stands."""

from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
