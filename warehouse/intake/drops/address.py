"""Where a drop (受取先) is, as the workspace file says it: never a user's name, a password or a token."""

from __future__ import annotations

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMES = ("sftp", "s3", "https")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
YEAR = "{year}"

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")]


class Drop(BaseModel):
    """A folder (or one file) by URL. `{year}` in it stands for the fiscal year; without it, `year` says for which one.

    `university`: whose drop it is; a file there that answers for another one is refused. `secret_from`: the name of the
    environment variable with `user:password` (S3: key id and secret; HTTPS also a bearer token; SFTP also a user alone,
    whose key lies in ~/.ssh). `endpoint`: the server of an S3-compatible store.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: str
    university: str | None = None
    year: int | None = None
    secret_from: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    endpoint: str | None = None
    timeout_seconds: float = Field(default=300, gt=0, le=3600)
    max_megabytes: int = Field(default=100, gt=0, le=1000)

    @model_validator(mode="after")
    def _is_right(self) -> Self:
        scheme, host = _split(self.url)
        if scheme not in SCHEMES and not (scheme == "http" and host in LOOPBACK):
            raise ValueError(
                "url は sftp://、s3://、https:// のいずれかです / a url begins with sftp://, s3:// or https://"
            )
        if YEAR not in self.url and self.year is None:
            raise ValueError(
                "url に {year} を入れるか、year を書いてください / put {year} into the url, or say the year"
            )
        if scheme == "s3" and self.secret_from is None:  # or its library would look for a login all over the machine
            raise ValueError("s3:// には secret_from が要ります / s3:// needs a secret_from")
        if self.endpoint is not None:
            _check_endpoint(self.endpoint, scheme)
        return self

    def holds(self, fiscal_year: int) -> bool:
        """Whether it is looked into for a fiscal year."""
        return fiscal_year == (self.year or fiscal_year)

    def address(self, fiscal_year: int) -> str:
        """Return the URL for a fiscal year; it may be shown to anybody."""
        return self.url.replace(YEAR, str(fiscal_year))

    def folder(self, name: str) -> str:
        """Return the folder of the inbox that its files are put into; a university's own has its code in it."""
        return f"{name}_{self.university}" if self.university else name


def _split(url: str) -> tuple[str, str]:
    """Return scheme and host. Raises ValueError, without the URL in it, where it is none or says too much."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError("URL の形ではありません / not a URL")
    if parts.username or parts.password or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(
            "利用者名・パスワード・? や # の付いた URL は書けません。secret_from を使ってください / "
            "a user, a password, ? or # may not stand in the url; use secret_from"
        )
    return parts.scheme, parts.hostname


def _check_endpoint(endpoint: str, scheme: str) -> None:
    kind, host = _split(endpoint)
    if scheme != "s3":
        raise ValueError("endpoint は s3:// のときだけ使います / endpoint goes with s3:// only")
    if kind != "https" and not (kind == "http" and host in LOOPBACK):
        raise ValueError("endpoint は https:// です / an endpoint begins with https://")
