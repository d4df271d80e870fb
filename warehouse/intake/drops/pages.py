"""Folders whose web server shows a page with a link to each file, and single files by their own URL: HTTPS."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Coroutine
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from fsspec.asyn import AsyncFileSystem

from warehouse.intake.drops.server import Most, Offered, Opened, Protocolled, Redirected

MOST_PAGE = 5_000_000  # bytes of a page that lists a folder


def https() -> Opened:
    """Return what opens a URL; HTTP too, which settings allow on loopback only. Raises ImportError."""
    import aiohttp
    from fsspec.implementations.http import HTTPFileSystem

    async def stays(_session: object, _context: object, _redirect: object) -> None:
        raise Redirected

    async def client(**how: Any) -> aiohttp.ClientSession:
        watched = aiohttp.TraceConfig()
        watched.on_request_redirect.append(stays)
        return aiohttp.ClientSession(trace_configs=[watched], trust_env=True, **how)

    def opened(url: str, user: str, password: str | None, seconds: float, _: str | None) -> Protocolled:
        waits = aiohttp.ClientTimeout(total=None, sock_connect=seconds, sock_read=seconds)
        how = {"timeout": waits, "headers": _authorization(user, password)}
        fs = HTTPFileSystem(client_kwargs=how, get_client=client, skip_instance_cache=True, asynchronous=True)

        async def close() -> None:
            await (await fs.set_session()).close()

        return _Pages(fs, url, close)

    return opened


class _Pages:
    """Folders whose server shows a page with a link to each file; or one file by its own URL."""

    def __init__(self, fs: AsyncFileSystem, root: str, close: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.fs = fs
        self.root = root
        self.close = close

    async def single(self) -> Offered | None:
        if self.root.endswith("/"):
            return None
        name = unquote(urlsplit(self.root).path.rpartition("/")[2])
        return await self._asked(Offered(name, self.root))

    async def listed(self, folder: str) -> tuple[list[Offered], list[str]]:
        """Only what lies below the page itself is taken: no other server, no parent, no sorting link."""
        start = self.root + folder
        names = {link.removeprefix(start) for link in await self._links(start) if link.startswith(start)}
        plain = sorted(name for name in names - {""} if not set("?#") & set(name) and "/" not in name[:-1])
        files = [Offered(unquote(folder + name), start + name) for name in plain if not name.endswith("/")]
        return files, [name.rstrip("/") for name in plain if name.endswith("/")]

    async def stamped(self, offered: Offered) -> Offered:
        try:
            return await self._asked(offered)
        except FileNotFoundError:  # it is fetched, and that will tell
            return offered

    async def _asked(self, offered: Offered) -> Offered:
        entry = await self.fs._info(offered.path)
        size, moment, tag = entry.get("size"), entry.get("Last-Modified", ""), entry.get("ETag", "")
        stamp = f"{tag} {moment} {size}" if tag or moment else ""
        return Offered(offered.name, offered.path, size, stamp, _moment(moment))

    async def _links(self, page: str) -> list[str]:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "page"
            await self.fs._get_file(page, str(file), callback=Most(MOST_PAGE))
            links = _Links()
            links.feed(file.read_text(encoding="utf-8", errors="replace"))
        return [urljoin(page, link) for link in links.found]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather where links lead."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None


def _authorization(user: str, password: str | None) -> dict[str, str]:
    if password is not None:
        return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}
    return {"Authorization": f"Bearer {user}"} if user else {}
