"""The public pages of what was made."""
