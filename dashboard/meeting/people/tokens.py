"""Somebody an OpenID provider vouches for: by the verified e-mail of the identity token, as long as it is good for."""

from collections.abc import Mapping
from datetime import UTC, datetime

from dashboard.meeting.people.access import Access, Denied
from dashboard.meeting.person import Person


class NotSignedIn(Denied):
    """Nobody has signed in, or not recently enough; signing in is the way on."""


def token_person(claims: Mapping[str, object], access: Access, now: datetime) -> Person:
    """The person of an identity token's claims at the moment ``now``, which knows its zone.

    Raises NotSignedIn without claims and after the token's end, Denied when its e-mail is missing, not verified or has
    no role.
    """
    if claims.get("is_logged_in") is not True:
        raise NotSignedIn("Sign in to read this review.")
    expires = claims.get("exp")
    if not isinstance(expires, int | float) or isinstance(expires, bool) or expires <= now.timestamp():
        raise NotSignedIn("Your sign-in has ended; sign in again.")
    email, name = claims.get("email"), claims.get("name")
    if not isinstance(email, str):
        raise Denied(f"The provider names no e-mail of yours; ask {access.ask}.")
    return access.person(
        email,
        name if isinstance(name, str) else "",
        now.astimezone(UTC).date(),
        is_verified=claims.get("email_verified") is True,
    )
