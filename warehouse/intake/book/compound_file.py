"""One stream out of a compound file, the container of .xls. Source: Microsoft [MS-CFB]."""

import struct

NO_SECTOR = 0xFFFFFFFA  # this and all above name no sector
ENTRY_BYTES = 128
STREAM, ROOT = 2, 5


class Broken(Exception):
    """Bytes that are not what their format says."""


def stream_of(content: bytes, *names: str) -> bytes:
    """The bytes of the first stream that has one of the names. Raises Broken where there is none."""
    try:
        return _File(content).stream(names)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise Broken from fault


class _File:
    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Broken
        self._size: int = 1 << shift
        self._small_size: int = 1 << small_shift
        (first_entry,) = struct.unpack_from("<I", content, 48)
        self._cutoff, self._first_small, _, more, count = struct.unpack_from("<IIIII", content, 56)
        sectors = list(struct.unpack_from("<109I", content, 76))
        for _ in range(min(count, len(content) // self._size)):
            *found, more = struct.unpack_from(f"<{self._size // 4}I", content, self._at(more))
            sectors += found
        table = b"".join(self._sector(number) for number in sectors if number < NO_SECTOR)
        self._next = struct.unpack(f"<{len(table) // 4}I", table)
        self._entries = self._chain(first_entry)

    def stream(self, names: tuple[str, ...]) -> bytes:
        """The bytes of a stream, out of the small sectors of the root where it is short."""
        wanted, root = None, None
        for place in range(0, len(self._entries) - ENTRY_BYTES + 1, ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", self._entries, place + 64)
            start, size = struct.unpack_from("<II", self._entries, place + 116)
            name = self._entries[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le")
            if kind == ROOT:
                root = start
            elif kind == STREAM and name in names and wanted is None:
                wanted = (start, size)
        if wanted is None:
            raise Broken
        start, size = wanted
        if size >= self._cutoff:
            return self._chain(start)[:size]
        if root is None:
            raise Broken
        small = self._chain(root)
        table = self._chain(self._first_small)
        following = struct.unpack(f"<{len(table) // 4}I", table)
        places = _walk(following, start)
        return b"".join(small[at * self._small_size : (at + 1) * self._small_size] for at in places)[:size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _walk(self._next, start))

    def _sector(self, number: int) -> bytes:
        return self._content[self._at(number) : self._at(number) + self._size]

    def _at(self, number: int) -> int:
        return (number + 1) * self._size


def _walk(following: tuple[int, ...], start: int) -> list[int]:
    """The sectors from `start` on; a chain longer than the table leads back to itself."""
    found = []
    while start < NO_SECTOR:
        found.append(start)
        if len(found) > len(following):
            raise Broken
        start = following[start]
    return found
