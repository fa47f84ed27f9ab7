"""Both storages in buckets of an object storage; imported where the settings name one (django-storages)."""

from typing import IO, Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from portfolio.renditions.lending import FarAway, Lending
from portfolio.renditions.storages import WithoutAddresses


class Bucket(FarAway, S3Storage):
    """Gives a part of a file without fetching all of it."""

    def open_part(self, name: str, first: int, length: int) -> IO[bytes]:
        """Asks the storage for them and no more."""
        asked = {"Range": f"bytes={first}-{first + length - 1}"} if length else {}
        try:
            stream: IO[bytes] = self.bucket.Object(self._key(name)).get(**asked)["Body"]
        except ClientError as problem:
            if problem.response["Error"]["Code"] not in {"NoSuchKey", "404"}:
                raise
            raise FileNotFoundError(name) from problem
        return stream

    def _key(self, name: str) -> str:
        key: str = self._normalize_name(clean_name(name))
        return key


class VaultBucket(WithoutAddresses, Lending, Bucket):
    """A private bucket. It has no addresses, save those that it lends for a piece and a minute."""

    def lend_part(self, name: str, asked: str, *, seconds: int) -> str:
        """Signed for this file, this Range and so many seconds."""
        what = {
            "Bucket": self.bucket_name,
            "Key": self._key(name),
            "Range": asked,
            "ResponseCacheControl": "private, no-store",
        }
        address: str = self._client().generate_presigned_url("get_object", Params=what, ExpiresIn=seconds)
        return address

    def origin(self) -> str:
        """The bucket’s host."""
        parts = urlsplit(self.lend_part("origin", "bytes=0-0", seconds=1))
        return f"{parts.scheme}://{parts.netloc}"

    def _client(self) -> Any:
        return self.connection.meta.client
