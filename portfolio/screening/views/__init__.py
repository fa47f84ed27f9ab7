"""The pages of a screening, and the door for its files."""
