"""Days and hours as one writes them in Italy; without the zero of Django's own formats."""

DATE_FORMAT = "j F Y"  # 5 ottobre 2006
DATETIME_FORMAT = "j F Y, H:i"  # 5 ottobre 2006, 14:30
SHORT_DATE_FORMAT = "j/n/Y"  # 5/10/2006
SHORT_DATETIME_FORMAT = "j/n/Y, H:i"  # 5/10/2006, 14:30
