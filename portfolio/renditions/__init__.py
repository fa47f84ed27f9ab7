"""Bytes in, bytes out: storages, pictures, films. Knows no model."""
