"""A workbook's package that is patched part by part: whatever is not touched leaves byte for byte as it came."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree

from warehouse.intake.book.package import Package, parse

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "[Content_Types].xml"


def root_element(space: str, name: str, **prefixes: str) -> etree._Element:
    """Return the root of a new part whose default namespace is `space`; `prefixes` name further ones."""
    spaces: Any = {None: space, **prefixes}  # lxml takes None for the default namespace; its stubs do not know
    return etree.Element(f"{{{space}}}{name}", nsmap=spaces)


class PatchedPackage:
    """The parts of a received workbook (Unreadable where it is none); `save` writes those that were asked for as trees anew."""

    def __init__(self, content: bytes) -> None:
        self._package = Package(content)  # first: it refuses what is no sound package
        self._source = zipfile.ZipFile(io.BytesIO(content))
        self._names = {info.filename.lstrip("/").lower(): info.filename for info in self._source.infolist()}
        self._trees: dict[str, etree._Element] = {}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def tree(self, name: str) -> etree._Element:
        """Return a part's root to be changed in place. Raises Unreadable where it is no sound XML or far too large."""
        known = self._trees.get(name.lower())
        if known is None:
            known = self._trees[name.lower()] = parse(self._package.part(name))
        return known

    def put(self, name: str, root: etree._Element, content_type: str | None) -> None:
        """Add a part under a new name; with a content type it is declared by name."""
        self._trees[name.lower()], self._names[name.lower()] = root, name
        if content_type:
            types = self.tree(TYPES)
            etree.SubElement(types, f"{{{types.nsmap[None]}}}Override", PartName=f"/{name}", ContentType=content_type)

    def declare(self, extension: str, content_type: str) -> None:
        """Say what the parts with an extension are, where nothing says it yet."""
        types = self.tree(TYPES)
        if not any((each.get("Extension") or "").lower() == extension for each in types):
            element = etree.Element(f"{{{types.nsmap[None]}}}Default", Extension=extension, ContentType=content_type)
            types.insert(0, element)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part points to as it was received: (last word of the type, name of the part) by id."""
        return self._package.relations(part)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part point to another and return the relation's id. `kind`: the last word of the type."""
        folder, file = posixpath.split(part)
        name = f"{folder}/_rels/{file}.rels"
        if name not in self:
            self._trees[name.lower()] = root_element(RELATIONS, "Relationships")
            self._names[name.lower()] = name
        root = self.tree(name)
        taken = {each.get("Id") for each in root}
        id_ = next(f"rIdRokunen{number}" for number in range(1, 10_000) if f"rIdRokunen{number}" not in taken)
        etree.SubElement(
            root,
            f"{{{RELATIONS}}}Relationship",
            Id=id_,
            Type=f"{OFFICE}/{kind}",
            Target=posixpath.relpath(target, folder),
        )
        return id_

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern with {} that no part bears, such as xl/comments{}.xml."""
        return next(name for number in range(1, 10_000) if (name := pattern.format(number)) not in self)

    def save(self) -> bytes:
        """Return the package: parts in the order received, untouched ones with their own bytes, new ones at the end."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            received = set()
            for info in self._source.infolist():
                plain = info.filename.lstrip("/").lower()
                received.add(plain)
                target.writestr(info, self._text(plain) if plain in self._trees else self._source.read(info))
            for plain in self._trees:
                if plain not in received:
                    target.writestr(self._names[plain], self._text(plain))
        return out.getvalue()

    def _text(self, plain: str) -> bytes:
        tree = self._trees[plain].getroottree()
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
