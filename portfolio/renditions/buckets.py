"""The vault in a bucket of an object storage; imported where the settings name one (django-storages)."""

from storages.backends.s3 import S3Storage

from portfolio.renditions.storages import WithoutAddresses


class VaultBucket(WithoutAddresses, S3Storage):
    """A private bucket. It signs no addresses either."""
