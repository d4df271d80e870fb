"""The parts of an office package (a zip of XML), behind limits on size, nesting and what XML may declare."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from warehouse.intake.spreadsheet import Unreadable

MAX_PART_BYTES = 100_000_000
MAX_PACKAGE_BYTES = 200_000_000
MAX_PARTS = 5_000
MAX_RATIO = 200  # office XML compresses 5 to 40 times; a bomb 1,000 times
RATIO_COUNTS_FROM_BYTES = 2_000_000
MAX_LIVE_MARKUP = 800_000  # tags and attributes of a part in memory at once: at most some 200 MB
SMALL_MARKUP = 200_000  # up to here the whole part is held at once, which is quicker
CHUNK_BYTES = 1 << 17
DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))


class Package:
    """A zip of parts, read with limits: each part is asked for by name and never written to disk."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as fault:
            raise Unreadable("malformed" if b"PK\x05\x06" in content[-70_000:] else "truncated") from fault
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable("encrypted")
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_PACKAGE_BYTES:
            raise Unreadable("too_large")
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        self._bytes_left = MAX_PACKAGE_BYTES

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._parts

    def oddities(self) -> tuple[str, ...]:
        """What the package carries that is never used: `macros`, `external_links`, `outside_names` (such as ../../x)."""
        told = {
            "macros": any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in self._parts),
            "external_links": any(name.startswith("xl/externallinks/") for name in self._parts),
            "outside_names": any(".." in name.split("/") or ":" in name for name in self._parts),
        }
        return tuple(note for note, holds in told.items() if holds)

    def part(self, name: str) -> bytes:
        """The bytes of a part; empty where there is no such part."""
        info = self._parts.get(name.lstrip("/").lower())
        if info is None:
            return b""
        if info.file_size > min(MAX_PART_BYTES, self._bytes_left):
            raise Unreadable("too_large")
        if info.file_size > max(RATIO_COUNTS_FROM_BYTES, info.compress_size * MAX_RATIO):
            raise Unreadable("too_large")
        try:
            with self._zip.open(info) as stream:  # never yields more than the declared size
                content = stream.read()
        except (zipfile.BadZipFile, zlib.error, EOFError) as fault:
            raise Unreadable("malformed") from fault
        except (OSError, ValueError, RuntimeError, NotImplementedError) as fault:
            raise Unreadable("malformed") from fault
        self._bytes_left -= len(content)
        return content

    def tree(self, name: str) -> etree._Element | None:
        """The root element of an XML part; None where there is no such part."""
        content = self.part(name)
        return parse(content) if content else None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part points to: (last word of the type, name of the target part) by relation id, inside only."""
        folder, file = posixpath.split(name)
        root = self.tree(f"{folder}/_rels/{file}.rels")
        if root is None:
            return {}
        found = {}
        for relation in root.iterchildren("{*}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target.lstrip("/"))
        return found


def parse(content: bytes) -> etree._Element:
    """The root of an XML document that declares no types or entities."""
    if _markup(content) > MAX_LIVE_MARKUP:
        raise Unreadable("too_large")
    return _tree(content)


def _tree(content: bytes) -> etree._Element:
    _refuse_declarations(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("malformed") from fault


def elements(content: bytes, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of those tags, one after another; of a large part, each is gone when the next is asked for."""
    if _markup(content) <= SMALL_MARKUP:
        yield from _tree(content).iter(*tags)
    else:
        yield from _streamed(content, tags)


def _streamed(content: bytes, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    _refuse_declarations(content)
    parser = etree.XMLPullParser(
        events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    markup = 0
    try:
        for start in range(0, len(content), CHUNK_BYTES):
            chunk = content[start : start + CHUNK_BYTES]
            parser.feed(chunk)
            markup += _markup(chunk)
            for _, element in parser.read_events():
                if not isinstance(element, etree._Element):
                    continue
                yield element
                _forget(element)
                markup = 0
            if markup > MAX_LIVE_MARKUP:
                raise Unreadable("too_large")
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("malformed") from fault


def _markup(content: bytes) -> int:
    return content.count(b"<") + content.count(b"=")


def _forget(element: etree._Element) -> None:
    element.clear()
    place: etree._Element | None = element
    while place is not None:
        parent = place.getparent()
        while parent is not None and parent[0] is not place:
            del parent[0]
        place = parent


def _refuse_declarations(content: bytes) -> None:
    if any(doctype in content for doctype in DOCTYPES):
        raise Unreadable("malformed")
