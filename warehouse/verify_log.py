"""Verify a log of acts and the evidence beside it. One file, standard library only: it runs anywhere, without Rokunen.

    python verify_log.py log.jsonl --evidence evidence --head 3f5a… --manifests reports --left-out left_out.json

Each line of the log is a JSON list: previous hash, number, time, who, act, subject, detail, hash. A hash is the SHA-256 of
the first seven as JSON text, so that every entry seals all before it. What came after the last entry that anybody noted
elsewhere (in a document's manifest) cannot be sealed by the log itself: `--head` and `--manifests` say what was noted.
A received file is kept under its own SHA-256 as a name. `--left-out` lists files that whoever gave the evidence has left
out; they are counted, not missed. Exit code: 0 sound, 1 not sound, 2 wrong use.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Sequence  # noqa: UP035 - also for older Pythons

GENESIS = "0" * 64
FIELDS = 8


class Fault(NamedTuple):
    """Something that is not as it was: the number of the entry (None for a file), the name, and a sentence in each language."""

    number: int | None
    name: str
    ja: str
    en: str


class Verdict(NamedTuple):
    """How many entries and evidence files were looked at, the last hash of the sound part, and what is wrong, in order."""

    entries: int
    files: int
    head: str
    faults: list[Fault]


def verify(log: Path, evidence: Path | None = None, heads: Sequence[str] = (), left_out: Sequence[str] = ()) -> Verdict:
    """Return what is wrong in a log and its evidence: the first broken entry, each head that is missing, each changed file.

    `left_out`: the names of kept files that nobody expects below `evidence`.
    """
    entries, faults = _chain(log)
    hashes = [entry[7] for entry in entries]
    if not faults:
        faults += _lost(log.name, hashes, heads)
    files = 0
    if evidence is not None:
        named, found = _named_files(entries), _kept_files(evidence)
        files = len(found)
        faults += [*_missing(named, [*found, *left_out]), *_changed(evidence, named, found)]
    return Verdict(len(entries), files, hashes[-1] if hashes else GENESIS, faults)


def noted_heads(folder: Path) -> list[str]:
    """Return the heads of the log that the manifests below a folder note (`log_head`), each once."""
    heads = []
    for path in sorted(folder.rglob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        head = content.get("log_head") if isinstance(content, dict) else None
        if isinstance(head, str) and head not in heads:
            heads.append(head)
    return heads


def _chain(log: Path) -> tuple[list[list[Any]], list[Fault]]:
    """Return the entries up to the first broken one, and that one's fault."""
    try:
        content = log.read_bytes()
    except OSError as problem:
        return [], [
            Fault(
                1, log.name, f"記録を読めません（{problem.strerror}）", f"the log cannot be read ({problem.strerror})"
            )
        ]
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
        return entries, [
            Fault(
                number, log.name, f"記録の{number}番: 行が途中で切れています", f"entry {number}: the line is cut short"
            )
        ]
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
    if (
        hashlib.sha256(json.dumps(entry[:-1], ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
        != entry[7]
    ):
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
            yield Fault(
                after,
                name,
                f"控えの先頭ハッシュ {noted[:16]}… が記録にありません。{after}番以降の記録が失われたか、全体が書き換えられています",
                f"the noted head {noted[:16]}… is not in the log: entries from {after} on are lost, or all was rewritten",
            )


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
        yield Fault(
            named[kept],
            kept,
            f"記録の{named[kept]}番が受け取った {kept} がありません",
            f"{kept}, received by entry {named[kept]}, is missing",
        )


def _changed(evidence: Path, named: dict[str, int], found: list[str]) -> Iterator[Fault]:
    """Yield each kept file whose bytes do not give the hash that is its name."""
    for kept in found:
        name = Path(kept)
        digest = hashlib.sha256((evidence / kept).read_bytes()).hexdigest()
        if name.name.split(".")[0] != digest or name.parent.as_posix() != digest[:2]:
            number = named.get(kept)
            ja, en = (f"（記録の{number}番）", f" (entry {number})") if number else ("", "")
            yield Fault(number, kept, f"{kept} が受け取ったときと違います{ja}", f"{kept} is not as it was received{en}")


def main(words: Sequence[str] | None = None) -> int:
    """Verify what the command line names, print the verdict in both languages, and return the exit code."""
    parser = argparse.ArgumentParser(description="Verify a chained log and the evidence beside it.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--evidence", type=Path, help="the folder of received files, named by their SHA-256")
    parser.add_argument("--head", action="append", default=[], help="a hash noted elsewhere that the log must hold")
    parser.add_argument("--manifests", type=Path, help="a folder whose manifests note heads")
    parser.add_argument("--left-out", type=Path, help="a JSON list of the received files that were left out (kept)")
    asked = parser.parse_args(words)
    left_out = (
        [each["kept"] for each in json.loads(asked.left_out.read_text(encoding="utf-8"))] if asked.left_out else []
    )
    heads = [*asked.head, *(noted_heads(asked.manifests) if asked.manifests else [])]
    verdict = verify(asked.log, asked.evidence, heads, left_out)
    for fault in verdict.faults:
        sys.stdout.write(f"✗ {fault.ja} / {fault.en}\n")
    if not verdict.faults:
        sys.stdout.write(
            f"✓ 記録{verdict.entries}件・根拠ファイル{verdict.files}件・控え{len(heads)}件を確かめました。先頭 {verdict.head} / "
            f"{verdict.entries} entries, {verdict.files} files and {len(heads)} noted heads are sound\n"
        )
    if left_out:
        sys.stdout.write(f"※ 含まれていないファイル {len(left_out)}件 / {len(left_out)} received files were left out\n")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
