"""The audit pack: sampled numbers with their traces, and everything that they rest on, in one zip that opens offline."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Entry = dict[str, Any]
VERIFIER = "verify_log.py"
CONTENTS = "contents.json"
FOLDER = "audit"
_MADE = (1980, 1, 1, 0, 0, 0)  # the same content gives the same zip
_README = """\
監査資料 / Audit pack

index.html      抽出した数値と、その式・値・根拠・点検（ブラウザで開きます。通信はしません）
                the sampled numbers, each with formula, facts, received cells and checks; open it in a browser, offline
traces.json     同じ内容（機械可読） / the same for machines
documents/      文書とその manifest / the documents with their manifests
evidence/       受領したファイル（名前は SHA-256） / files as received, named by their SHA-256
definition/     文書が用いた定義 / the definitions that the documents used
rules.md        点検の規則 / the rules of the checks
log.jsonl       すべての行為の記録（ハッシュ連鎖） / the chained log of every act
left_out.json   この資料に含めない根拠ファイルの SHA-256 と理由 / evidence that is not in the pack, by SHA-256, with the reason
contents.json   この資料の各ファイルの SHA-256 と記録の先頭 / the SHA-256 of each file of this pack, and the head of the log

記録・根拠ファイル・文書と、この資料の各ファイルが元のままであることの確認（Python のみで動きます） / verify log, evidence, documents and
every other file of this pack, with nothing but Python:

    python verify_log.py log.jsonl --evidence evidence --manifests documents --left-out left_out.json --contents contents.json

contents.json まで作り直された資料は、これだけでは見分けられません。zip の SHA-256 を、作成時に画面に出たものと照らしてください。 /
A pack whose contents.json was made anew as well is known only by the SHA-256 of the zip: compare it with the one that was
shown when the pack was made.

読み取れなかったファイルと対象外としたファイルは、氏名などを含むおそれがあるため、抽出した数値の根拠でないかぎり含めません。原本は
代表校が保管しています。 / Files from which nothing was read, or that were set aside, may name persons: they are not in the
pack unless a sampled number rests on them. The lead keeps the originals.
"""
LEFT_OUT = "left_out.json"
WHY = {
    True: ("対象外としたファイル", "set aside: nobody's answer"),
    False: ("値を読み取っていないファイル", "nothing was read from it"),
}


def write_sample(workspace: Workspace, size: int, seed: int, out: Path | None = None) -> tuple[Path, list[Entry]]:
    """Write the pack and return its path with the traces of the sampled numbers, document by document.

    The same seed gives the same sample and, while nothing happens, the same bytes.
    """
    from flows.trace import with_rules
    from warehouse import ledger
    from warehouse.database import open_warehouse
    from warehouse.sampling import sample
    from warehouse.trace import trace

    with open_warehouse(workspace.database) as connection:
        rows = sample(connection, workspace, size, seed)
        log_head = ledger.head(connection)
    traces = with_rules(workspace, trace(workspace, rows)) if rows else []
    path = out or workspace.root / FOLDER / f"監査資料_{size}件_seed{seed}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, _files(workspace, traces, seed), log_head)
    return path, traces


def _files(workspace: Workspace, traces: list[Entry], seed: int) -> Iterator[tuple[str, bytes]]:
    from expectations.audit_page import audit_page
    from expectations.rules_page import rules_markdown
    from flows.screen import number
    from warehouse import verify_log
    from warehouse.definition import files_kept

    yield "README.txt", _README.encode()
    left_out = _left_out(workspace, traces)
    absent = {entry["kept"] for entry in left_out}
    yield "index.html", audit_page(workspace, traces, seed, len(left_out)).encode()
    yield LEFT_OUT, json.dumps(left_out, ensure_ascii=False, indent=1, default=number).encode()
    yield "traces.json", json.dumps(traces, ensure_ascii=False, indent=1, default=number).encode()
    yield "rules.md", rules_markdown(workspace.programme).encode()
    yield VERIFIER, Path(verify_log.__file__).read_bytes()
    if workspace.log.is_file():
        yield "log.jsonl", workspace.log.read_bytes()
    for document in dict.fromkeys(trace["document"]["file"] for trace in traces):
        for file in (document, f"{document}.manifest.json"):
            if (workspace.root / file).is_file():
                yield f"documents/{file.removeprefix('reports/')}", (workspace.root / file).read_bytes()
    for kept in sorted(path for path in workspace.evidence.rglob("*") if path.is_file() and path.suffix != ".part"):
        name = kept.relative_to(workspace.evidence).as_posix()
        if name not in absent:
            yield f"evidence/{name}", kept.read_bytes()
    for definition in dict.fromkeys(trace["formula"]["definition"] for trace in traces):
        for name, content in files_kept(workspace, definition).items():
            yield f"definition/{definition[:16]}/{name}", content


def _left_out(workspace: Workspace, traces: list[Entry]) -> list[Entry]:
    """Return the evidence that stays out of the pack, by hash and without its name, each with the reason."""
    from warehouse.database import open_warehouse
    from warehouse.printed import trace_sql
    from warehouse.read import fetch

    needed = {cell["kept"] for trace in traces for fact in trace["facts"] for cell in fact["cells"]}
    with open_warehouse(workspace.database) as connection:
        rows = fetch(connection, trace_sql("left_out"))
    return [
        {key: row[key] for key in ("kept", "sha256", "size", "received_at")}
        | dict(zip(("reason_ja", "reason_en"), WHY[row["is_set_aside"]], strict=True))
        for row in rows
        if row["kept"] not in needed
    ]


def _write(path: Path, files: Iterator[tuple[str, bytes]], log_head: str) -> None:
    part = path.with_name(path.name + ".part")
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            hashes[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(_entry(name), content)
        contents = {"log_head": log_head, "files": hashes}
        archive.writestr(_entry(CONTENTS), json.dumps(contents, ensure_ascii=False, indent=1))
    part.replace(path)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
