"""How mail addresses are compared and kept."""

from contextlib import suppress

# Where the addresses lead of those of whom nothing is kept: nowhere (RFC 2606).
NOWHERE = "erased.invalid"
# So long an address may be (RFC 5321).
LONGEST = 254


def canonical(address: str) -> str:
    """The one spelling under which an address is kept: small letters, the domain as the network writes it.

    A domain in foreign letters shows as `xn--…`, so that a look-alike is seen for what it is. What has no
    such form is kept in small letters.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"
