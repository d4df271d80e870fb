"""Drops by protocol, each as fsspec knows it and by the library that its extra installs: SFTP, S3-compatible, HTTPS."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from fsspec.asyn import AsyncFileSystem

from warehouse.intake.drops.address import Drop
from warehouse.intake.drops.pages import https
from warehouse.intake.drops.server import Offered, Opened, Protocolled

EXTRAS = {"sftp": "sftp", "s3": "s3", "https": "https", "http": "https"}


class LibraryMissing(Exception):
    """The library for a protocol is not installed; `extra` names what installs it."""

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra


def opening(drop: Drop, fiscal_year: int, login: str | None) -> Callable[[float], Protocolled]:
    """Return what opens a drop within so many seconds. `login`: `user:password`, or what stands alone. Raises LibraryMissing."""
    url = drop.address(fiscal_year)
    scheme = urlsplit(url).scheme
    try:
        kind = {"sftp": _sftp, "s3": _s3}.get(scheme, https)()
    except ImportError:
        raise LibraryMissing(EXTRAS[scheme]) from None
    user, colon, password = (login or "").partition(":")
    return lambda seconds: kind(url, user, password if colon else None, seconds, drop.endpoint)


Closing = Callable[[], Coroutine[Any, Any, None]]


class _Folders:
    """A file system whose listings tell size and time: SFTP and S3."""

    def __init__(self, fs: AsyncFileSystem, root: str, close: Closing) -> None:
        self.fs = fs
        self.root = root.rstrip("/") + "/" if root.strip("/") else root
        self.close = close

    async def single(self) -> Offered | None:
        entry = await self.fs._info(self.root.rstrip("/") or "/")
        if entry["type"] != "file":
            return None
        return self._offered(entry, self.root.rstrip("/").rpartition("/")[2])

    async def listed(self, folder: str) -> tuple[list[Offered], list[str]]:
        start = self.root + folder
        files, folders = [], []
        for entry in await self.fs._ls(start.rstrip("/") or "/", detail=True):
            name = str(entry["name"]).removeprefix(start).rstrip("/")
            if entry["type"] == "directory":
                folders.append(name)
            elif name:
                files.append(self._offered(entry, folder + name))
        return files, folders

    async def stamped(self, offered: Offered) -> Offered:
        return offered

    def _offered(self, entry: dict[str, Any], name: str) -> Offered:
        size, modified = _size_and_time(entry)
        stamp = f"{entry.get('ETag', '')} {modified} {size}"
        return Offered(name, str(entry["name"]), size, stamp, modified)


def _size_and_time(entry: dict[str, Any]) -> tuple[int | None, float | None]:
    """Return the size and the moment of change that a listing tells, whatever it calls them."""
    moment, size = entry.get("mtime") or entry.get("LastModified"), entry.get("size")
    return size if isinstance(size, int) else None, moment.timestamp() if isinstance(moment, datetime) else None


def _sftp() -> Opened:
    from sshfs import SSHFileSystem

    def opened(url: str, user: str, password: str | None, seconds: float, _: str | None) -> Protocolled:
        parts = urlsplit(url)
        given = {"port": parts.port, "username": user or None, "password": password}
        # An empty known_hosts means the ones of ~/.ssh: sshfs itself would trust any server that answers.
        fs = SSHFileSystem(
            parts.hostname, known_hosts=(), connect_timeout=seconds, login_timeout=seconds, skip_instance_cache=True,
            **{name: value for name, value in given.items() if value is not None},
        )  # fmt: skip
        path = unquote(parts.path) or "/"

        async def close() -> None:
            await fs._pool.close()
            await fs._stack.aclose()

        return _Folders(fs, path.removeprefix("/~/"), close)

    return opened


def _s3() -> Opened:
    from s3fs import S3FileSystem

    def opened(url: str, key: str, word: str | None, seconds: float, endpoint: str | None) -> Protocolled:
        waits = {"connect_timeout": seconds, "read_timeout": seconds, "retries": {"max_attempts": 1}}
        style = {"s3": {"addressing_style": "path"}} if endpoint else {}
        fs = S3FileSystem(
            key=key, secret=word or "", endpoint_url=endpoint, config_kwargs={**waits, **style},
            use_listings_cache=False, skip_instance_cache=True, asynchronous=True,
        )  # fmt: skip
        fs.retries = 1
        parts = urlsplit(url)

        async def close() -> None:
            await fs._s3creator.__aexit__(None, None, None)

        return _Folders(fs, f"{parts.netloc}{unquote(parts.path)}", close)

    return opened
