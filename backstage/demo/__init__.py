"""The demo: four sites in one installation, or each alone.

`content/` holds the words, `drawing` the pictures, `pictures` orders them, and one module a site tells it to
the database through the same actions as an editor's forms.
"""
