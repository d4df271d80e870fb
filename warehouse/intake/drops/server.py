"""The one door to other people's file servers: what they offer, and its bytes. Nothing is ever written or deleted there."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from fsspec.asyn import AsyncFileSystem, get_loop, sync
from fsspec.callbacks import Callback

log = logging.getLogger("rokunen.drops")
CONNECT_SECONDS, CLOSE_SECONDS = 20, 5
DEPTH, MOST_FILES = 3, 5_000

# Why nothing came, by the names of what the libraries raise; the first that fits.
REASONS: dict[str, tuple[str, ...]] = {
    "too_large": ("TooLarge",),
    "redirected": ("Redirected",),
    "host_key": ("HostKeyNotVerifiable",),
    "certificate": (
        "ClientConnectorCertificateError",
        "ClientConnectorSSLError",
        "SSLError",
        "SSLCertVerificationError",
    ),
    "refused": ("PermissionError", "PermissionDenied", "SFTPPermissionDenied", "PartialCredentialsError"),
    "timeout": ("TimeoutError", "ConnectTimeoutError", "ReadTimeoutError"),
    "not_found": ("FileNotFoundError", "SFTPNoSuchFile"),
}
REFUSING = (401, 403, 407)
Result = TypeVar("Result")


class CannotReceive(Exception):
    """Nothing, or not all, could be received; `reason` is one of REASONS, `unreachable` or `too_many`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLarge(Exception):
    """More bytes than were agreed."""


class Redirected(Exception):
    """The server sent us somewhere else; where, nobody has approved."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file on a server. `name`: its path below the drop as the server writes it, not to be trusted.

    `stamp`: what changes when the file does (ETag, time, size); blank where the server tells nothing.
    `modified`: seconds since 1970.
    """

    name: str
    path: str
    size: int | None = None
    stamp: str = ""
    modified: float | None = None


class Protocolled(Protocol):
    """A file system of one protocol: where the drop begins, and what lies in one of its folders."""

    fs: AsyncFileSystem
    root: str
    close: Callable[[], Coroutine[Any, Any, None]]

    async def single(self) -> Offered | None:
        """Return the one file that the URL names, or None where it names a folder."""
        ...

    async def listed(self, folder: str) -> tuple[list[Offered], list[str]]:
        """Return the files of a folder (a path below the root), and the folders in it."""
        ...

    async def stamped(self, offered: Offered) -> Offered:
        """Return a file with its size and stamp, where listing did not tell them."""
        ...


# url, user (or what stands alone), password, seconds to connect within, endpoint
Opened = Callable[[str, str, str | None, float, str | None], Protocolled]


class Server:
    """A drop that is open until its time is over. Every method raises CannotReceive and nothing else of a library."""

    def __init__(self, opening: Callable[[float], Protocolled], seconds: float) -> None:
        self._until = time.monotonic() + seconds
        try:
            self._door = opening(min(CONNECT_SECONDS, seconds))
        except Exception as fault:
            raise CannotReceive(reason_of(fault)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # whatever a server does to a farewell
            sync(get_loop(), self._door.close, timeout=CLOSE_SECONDS)

    def offered(self) -> list[Offered]:
        """Return every file of the drop, at most three folders deep, by name."""
        return self._run(self._offered)

    def stamped(self, offered: Offered) -> Offered:
        """Return a file with its size and stamp, where the server tells them only when asked for this one."""
        return self._run(lambda: self._door.stamped(offered))

    def fetch(self, offered: Offered, target: Path, most: int) -> None:
        """Copy a file's bytes to `target`; stops at `most` bytes."""
        self._run(lambda: self._door.fs._get_file(offered.path, str(target), callback=Most(most)))

    async def _offered(self) -> list[Offered]:
        if (one := await self._door.single()) is not None:
            return [one]
        found: list[Offered] = []
        folders = [("", 1)]
        while folders:
            folder, depth = folders.pop()
            files, inside = await self._door.listed(folder)
            found += files
            folders += [(f"{folder}{name}/", depth + 1) for name in inside if depth < DEPTH]
            if len(found) + len(folders) > MOST_FILES:
                raise CannotReceive("too_many")
        return sorted(found, key=lambda one: one.name)

    def _run(self, asked: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        if (left := self._until - time.monotonic()) <= 0:
            raise CannotReceive("timeout")
        try:
            result: Result = sync(get_loop(), asked, timeout=left)
            return result
        except CannotReceive:
            raise
        except (
            Exception
        ) as fault:  # of four libraries, and their texts may name what is secret: only the reason is told
            raise CannotReceive(reason_of(fault)) from None


class Most(Callback):  # type: ignore[misc]  # fsspec has no types
    """Follows a transfer and stops it with TooLarge when more comes than was agreed."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def call(self, *_: object, **__: object) -> None:
        """Look at what came so far."""
        if max(self.value or 0, self.size or 0) > self._most:
            raise TooLarge


def reason_of(fault: BaseException) -> str:
    """Return why nothing came, from what was raised and what had caused it."""
    names: set[str] = set()
    chain: list[str] = []
    one: BaseException | None = fault
    while one is not None:
        names |= {kind.__name__ for kind in type(one).__mro__}
        chain.append(type(one).__name__)
        if getattr(one, "status", None) in REFUSING:
            return "refused"
        one = one.__cause__ or one.__context__
    reason = next((reason for reason, kinds in REASONS.items() if names.intersection(kinds)), "unreachable")
    log.warning("a drop: %s (%s)", reason, ", ".join(chain))  # never the texts
    return reason
