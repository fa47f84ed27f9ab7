"""Days and hours as one writes them in Europe: the day first, twenty-four hours, weeks from Monday."""

DATE_FORMAT = "j F Y"  # 5 October 2006
TIME_FORMAT = "H:i"  # 14:30
DATETIME_FORMAT = "j F Y, H:i"  # 5 October 2006, 14:30
MONTH_DAY_FORMAT = "j F"  # 5 October
SHORT_DATE_FORMAT = "j M Y"  # 5 Oct 2006
SHORT_DATETIME_FORMAT = "j M Y, H:i"  # 5 Oct 2006, 14:30
FIRST_DAY_OF_WEEK = 1
# Fields show the first of these. Nobody here means 5/10 as the tenth of May.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
DATETIME_INPUT_FORMATS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
]
