"""The vault: private showings. Asked for, answered for, watched, and on the record."""
