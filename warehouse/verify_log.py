"""Verify a log of acts, the evidence and the documents. One file, standard library only: it runs anywhere, without Rokunen.

    python verify_log.py log.jsonl --evidence evidence --head 3f5a… --manifests reports --left-out left_out.json --contents contents.json

Each line of the log is a JSON list: previous hash, number, time, who, act, subject, detail, hash. A hash is the SHA-256 of
the first seven as JSON text, so that every entry seals all before it. What came after the last entry that anybody noted
elsewhere (in a document's manifest) cannot be sealed by the log itself: `--head` and `--manifests` say what was noted.
A received file is kept under its own SHA-256 as a name; a document's is in the log and in its manifest. `--left-out` lists
files that whoever gave the evidence has left out; they are counted, not missed. `--contents` gives the SHA-256 of every file
of a pack and the head of its log; it is found beside the log. Exit code: 0 sound, 1 not sound, 2 wrong use.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Iterator, Mapping, NamedTuple, Sequence, Tuple  # noqa: UP035 - also for older Pythons

GENESIS = "0" * 64
FIELDS = 8
CONTENTS = "contents.json"
MANIFEST = ".manifest.json"
Written = Tuple[int, str, bool]  # noqa: UP006 - the last entry of a document, its SHA-256 then, whether it is a draft (案)
UNREADABLE = (OSError, ValueError, KeyError, TypeError, RecursionError)
REPORTS = "reports/"  # where the log says that documents lie


class Fault(NamedTuple):
    """Something that is not as it was: the number of the entry (None for a file), the name, and a sentence in each language."""

    number: int | None
    name: str
    ja: str
    en: str


class Verdict(NamedTuple):
    """How many entries, evidence files and documents were looked at, the sound part's last hash, and what is wrong."""

    entries: int
    files: int
    head: str
    faults: list[Fault]
    documents: int = 0


def verify(
    log: Path,
    evidence: Path | None = None,
    heads: Sequence[str] = (),
    left_out: Sequence[str] = (),
    reports: Path | None = None,
    has_all: bool = False,
) -> Verdict:
    """Return what is wrong in a log and what it tells of: the first broken entry, each head that is missing, changed files.

    `left_out`: the names of kept files that nobody expects below `evidence`. `reports`: the folder of documents with their
    manifests; `has_all`: each that the log names should be there, save drafts.
    """
    entries, faults = _chain(log)
    hashes = [entry[7] for entry in entries]
    if not faults:
        faults += _lost(log.name, hashes, heads)
    is_cut = bool(faults)
    files = 0
    if evidence is not None:
        named, found = _named_files(entries), _kept_files(evidence)
        files = len(found)
        faults += [*_missing(named, [*found, *left_out]), *_changed(evidence, named, found)]
    documents = 0
    if reports is not None:
        manifests, written = _manifests(reports), None if is_cut else _written(entries)
        faults += _documents(reports, manifests, written, has_all)
        documents = sum((reports / name).is_file() for name in {*manifests, *(written or {})})
    return Verdict(len(entries), files, hashes[-1] if hashes else GENESIS, faults, documents)


def noted_heads(folder: Path) -> list[str]:
    """Return the heads of the log that the manifests below a folder note (`log_head`), each once."""
    heads = []
    for path in sorted(folder.rglob("*.json")):
        head = _object(path).get("log_head")
        if isinstance(head, str) and head not in heads:
            heads.append(head)
    return heads


def altered(folder: Path, files: Mapping[str, str], named: Sequence[str] = ()) -> Iterator[Fault]:
    """Yield each file (its path and SHA-256) of a pack that is gone or changed, save those `named` already."""
    for name, sha256 in files.items():
        if any(name == other or name.endswith("/" + other) for other in named):
            continue
        if not (folder / name).is_file():
            yield Fault(None, name, f"{name} がありません", f"{name} is missing")
        elif _digest(folder / name) != sha256:
            yield Fault(None, name, f"{name} が資料の作成時と違います", f"{name} is not as it was packed")


def _chain(log: Path) -> tuple[list[list[Any]], list[Fault]]:
    """Return the entries up to the first broken one, and that one's fault."""
    try:
        content = log.read_bytes()
    except OSError as problem:
        ja, en = f"記録を読めません（{problem.strerror}）", f"the log cannot be read ({problem.strerror})"
        return [], [Fault(1, log.name, ja, en)]
    lines = content.split(b"\n")
    entries: list[list[Any]] = []
    previous = GENESIS
    for number, line in enumerate(lines[:-1], 1):
        reason = _broken(line, number, previous)
        if reason:
            return entries, [Fault(number, log.name, f"記録の{number}番: {reason[0]}", f"entry {number}: {reason[1]}")]
        entries.append(json.loads(line))
        previous = entries[-1][7]
    if lines[-1]:
        number = len(lines)
        ja, en = f"記録の{number}番: 行が途中で切れています", f"entry {number}: the line is cut short"
        return entries, [Fault(number, log.name, ja, en)]
    return entries, []


def _broken(line: bytes, number: int, previous: str) -> tuple[str, str] | None:
    """Return why a line is not the entry that follows `previous`, or None where it is."""
    try:
        entry = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return "読めない行です", "the line cannot be read"
    if not isinstance(entry, list) or len(entry) != FIELDS:
        return "項目の数が違います", "it has not eight fields"
    if json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogatepass") != line:
        return "書かれたままの形ではありません", "it is not written as it was sealed"
    sealed = json.dumps(entry[:-1], ensure_ascii=False).encode("utf-8", "surrogatepass")
    if hashlib.sha256(sealed).hexdigest() != entry[7]:
        return (
            "内容がハッシュと一致しません（書き換えられています）",
            "its content does not fit its hash: it was changed",
        )
    if entry[0] != previous:
        return (
            "前の記録とつながりません（削除・挿入・並べ替え）",
            "it does not follow the entry before it: dropped, added or moved",
        )
    if entry[1] != number:
        return f"番号が{entry[1]}になっています", f"it is numbered {entry[1]}"
    return None


def _lost(name: str, hashes: list[str], heads: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each head noted elsewhere (or its beginning) that no entry of a sound chain carries."""
    after = len(hashes) + 1
    for noted in heads:
        if noted != GENESIS and not any(known.startswith(noted) for known in hashes):
            ja = f"控えの先頭ハッシュ {noted[:16]}… が記録にありません。{after}番以降の記録が失われたか、全体が書き換えられています"
            en = f"the noted head {noted[:16]}… is not in the log: entries from {after} on are lost, or all was rewritten"
            yield Fault(after, name, ja, en)


def _named_files(entries: list[list[Any]]) -> dict[str, int]:
    """Return the kept files that the log names, each with the first entry that does."""
    named: dict[str, int] = {}
    for entry in entries:
        if entry[4] == "received" and entry[6]:
            named.setdefault(entry[6], entry[1])
    return named


def _kept_files(evidence: Path) -> list[str]:
    """Return every kept file below the folder; one that was still being written (.part) was never received."""
    paths = (path for path in evidence.rglob("*") if path.is_file() and path.suffix != ".part")
    return sorted(path.relative_to(evidence).as_posix() for path in paths)


def _missing(named: dict[str, int], found: list[str]) -> Iterator[Fault]:
    for kept in sorted(set(named) - set(found), key=lambda name: named[name]):
        number = named[kept]
        ja, en = f"記録の{number}番が受け取った {kept} がありません", f"{kept}, received by entry {number}, is missing"
        yield Fault(number, kept, ja, en)


def _changed(evidence: Path, named: dict[str, int], found: list[str]) -> Iterator[Fault]:
    """Yield each kept file whose bytes do not give the hash that is its name."""
    for kept in found:
        name = Path(kept)
        digest = _digest(evidence / kept)
        if name.name.split(".")[0] != digest or name.parent.as_posix() != digest[:2]:
            number = named.get(kept)
            ja, en = (f"（記録の{number}番）", f" (entry {number})") if number else ("", "")
            yield Fault(number, kept, f"{kept} が受け取ったときと違います{ja}", f"{kept} is not as it was received{en}")


def _written(entries: list[list[Any]]) -> dict[str, Written]:
    """Return the documents that the log names, by their path below the folder of reports, each as it was written last."""
    acts = ("documented", "drafted")
    written = (entry for entry in entries if entry[4] in acts and entry[5].startswith(REPORTS))
    return {entry[5][len(REPORTS) :]: (entry[1], entry[6], entry[4] == acts[1]) for entry in written}


def _manifests(reports: Path) -> dict[str, dict[str, Any]]:
    """Return the manifests below the folder by the path of their document; one that cannot be read is empty."""
    paths = sorted(reports.rglob("*" + MANIFEST))
    return {path.relative_to(reports).as_posix()[: -len(MANIFEST)]: _object(path) for path in paths}


def _object(path: Path) -> dict[str, Any]:
    """Return what a JSON file holds by name; nothing where it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except UNREADABLE:
        return {}
    return content if isinstance(content, dict) else {}


def _documents(
    reports: Path, manifests: Mapping[str, dict[str, Any]], written: Mapping[str, Written] | None, has_all: bool
) -> Iterator[Fault]:
    """Yield each document that is gone or changed, and each manifest that is not its own. `written` None: the log is cut."""
    known = {sha256 for _, sha256, _ in (written or {}).values()}
    for name in sorted({*manifests, *(written or {})}):
        manifest, last = manifests.get(name), (written or {}).get(name)
        noted = (manifest or {}).get("sha256")
        number, expected, is_draft = last or (None, noted, (manifest or {}).get("is_draft") is True)
        if not (reports / name).is_file():
            if not is_draft and (has_all or manifest is not None):
                yield Fault(number, name, f"文書 {name} がありません", f"the document {name} is missing")
        elif expected is not None and _digest(reports / name) != expected:
            ja = f"文書 {name} が作成時と違います。編集されたか、壊れています。提出用に編集した写しは別の名で保存してください"
            en = f"the document {name} is not as it was written: edited or damaged; keep an edited copy under another name"
            yield Fault(number, name, ja, en)
        if manifest is not None and (noted is None or noted != expected):
            beside = name + MANIFEST
            yield Fault(number, beside, f"{beside} が作成時と違います", f"{beside} is not as it was written")
        elif manifest is not None and written is not None and noted not in known:
            yield Fault(None, name, f"文書 {name} の作成が記録にありません", f"the log does not tell of {name}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unreadable(path: Path) -> Fault:
    return Fault(None, path.name, f"{path.name} を読めません", f"{path.name} cannot be read")


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Verify a chained log, the evidence and the documents beside it.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--evidence", type=Path, help="the folder of received files, named by their SHA-256")
    parser.add_argument("--head", action="append", default=[], help="a hash noted elsewhere that the log must hold")
    parser.add_argument("--manifests", type=Path, help="the folder of documents, whose manifests note hashes and heads")
    parser.add_argument("--left-out", type=Path, help="a JSON list of the received files that were left out (kept)")
    parser.add_argument("--contents", type=Path, help="the SHA-256 of each file (default: contents.json beside log)")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Verify what the command line names, print the verdict in both languages, and return the exit code."""
    asked = _asked(words)
    heads = [*asked.head, *(noted_heads(asked.manifests) if asked.manifests else [])]
    contents = asked.contents or asked.log.with_name(CONTENTS)
    faults: list[Fault] = []
    left_out: list[str] = []
    files: dict[str, str] = {}
    try:
        if asked.contents or contents.is_file():
            listed = json.loads(contents.read_text(encoding="utf-8"))
            files, heads = dict(listed["files"]), [*heads, str(listed["log_head"])]
    except UNREADABLE:
        faults.append(_unreadable(contents))
    try:
        if asked.left_out:
            left_out = [each["kept"] for each in json.loads(asked.left_out.read_text(encoding="utf-8"))]
    except UNREADABLE:
        faults.append(_unreadable(asked.left_out))
    verdict = verify(asked.log, asked.evidence, heads, left_out, asked.manifests)
    faults += verdict.faults
    faults += altered(contents.parent, files, [fault.name for fault in faults])
    for fault in faults:
        sys.stdout.write(f"✗ {fault.ja} / {fault.en}\n")
    if not faults:
        sys.stdout.write(
            f"✓ 記録{verdict.entries}件・根拠ファイル{verdict.files}件・文書{verdict.documents}件・控え{len(heads)}件を確かめました。"
            f"先頭 {verdict.head} / {verdict.entries} entries, {verdict.files} files, {verdict.documents} documents and "
            f"{len(heads)} noted heads are sound\n"
        )
    if left_out:
        sys.stdout.write(f"※ 含まれていないファイル {len(left_out)}件 / {len(left_out)} received files were left out\n")
    return 1 if faults else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
