"""Reading an answer as a browser does: spaces and line breaks are one space."""


def flat(response):
    """The page's text with each run of white space made one space."""
    return " ".join(response.content.decode().split())
