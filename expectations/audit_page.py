"""The traces of sampled numbers as one page that needs nothing else: no script, no request, printable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from typing import Any

from expectations.audit_html import code, heads, link, moment, row, text, value
from expectations.audit_listed import listed_part
from expectations.wording import SEVERITIES
from warehouse.workspace import Workspace

Entry = dict[str, Any]
_STYLE = """
body{font-family:"Yu Gothic","Hiragino Sans","Noto Sans CJK JP",sans-serif;margin:1.5rem auto;max-width:70rem;padding:0 1rem;
color:#1a1a1a;line-height:1.5}h1{font-size:1.4rem}h2{font-size:1.1rem;border-top:2px solid #1a1a1a;padding-top:.6rem;margin-top:2rem}
h3{font-size:.95rem;margin:.8rem 0 .2rem}table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{border:1px solid #999;padding:.25rem .4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f2f2f2}.n{text-align:right;white-space:nowrap}.small{font-size:.8rem;color:#444}.bad{color:#a00;font-weight:bold}
code{font-size:.8rem}@media print{h2{break-before:auto;break-after:avoid}tr,h3{break-inside:avoid;break-after:avoid}}
"""


def audit_page(workspace: Workspace, traces: Sequence[Entry], seed: int, left_out: int = 0) -> str:
    """Return the page: a list of the numbers, then each with its formula, facts, received cells and checks.

    `left_out`: how many received files are not in the pack.
    """
    lead = escape(workspace.lead.name)
    mark = "<p><strong>【架空の合成データ】 Synthetic data</strong></p>" if workspace.config.synthetic else ""
    agreed = sum(1 for each in traces if each["formula"]["agrees"])
    head = (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>監査資料 {lead}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>監査資料　{lead} / Audit pack</h1>{mark}<p>抽出した数値 {len(traces)}件（乱数の種 {seed}）。"
        f"根拠から再計算して一致した数値 {agreed}件。 / {len(traces)} sampled numbers (seed {seed}); {agreed} agree when "
        "worked out anew from the received cells.</p>"
    )
    if left_out:
        head += (
            f"<p>氏名などを含むおそれがある根拠ファイル{left_out}件（読み取れなかったもの・対象外としたもの）は含めていません。SHA-256 は "
            f"{link('left_out.json', 'left_out.json')} にあります。 / {left_out} received files that may name persons (unread or "
            "set aside) are not in this pack; they are listed by their SHA-256.</p>"
        )
    rows = "".join(_summary(number, each) for number, each in enumerate(traces, 1))
    titles = heads("番号 No.", "文書 Document", "場所 Place", "数値 Number", "再計算 Recomputed", "確認事項 Findings")
    parts = "".join("".join(_trace(number, each)) for number, each in enumerate(traces, 1))
    return f"{head}<table>{titles}{rows}</table>{parts}</body></html>\n"


def _summary(number: int, each: Entry) -> str:
    document = each["document"]["file"]
    findings = len(each["checks"]["findings"])
    return row(
        f'<a href="#n{number}">{number}</a>', link(f"documents/{document.removeprefix('reports/')}", document),
        code(each["figure"]["place"]), text(each["figure"]["text"]), _verdict(each), str(findings or ""),
    )  # fmt: skip


def _trace(number: int, each: Entry) -> Iterator[str]:
    document, figure, formula = each["document"], each["figure"], each["formula"]
    yield f'<h2 id="n{number}">{number}. {text(figure["text"])}</h2>'
    yield f'<p class="small">{text(document["file"])}　{code(figure["place"])}　SHA-256 {code(document["sha256"])}<br>'
    yield f"{moment(document['moment'])} 時点の値 / as of that moment</p>"
    yield "<h3>1　式と定義 Formula and definition</h3>"
    yield f"<p>{text(formula['ja'])} / {text(formula['en'])}　{_verdict(each)}</p><table>"
    yield heads("名称 Name", "定義の行 Line of the definition", "典拠 Source")
    for line in formula["lines"]:
        where = f"{text(line['file'])}:{line['line']}<br>{code(line['text'])}"
        doubt = "" if line["verified"] else "（未確認 not verified）"
        yield row(f"{text(line['label_ja'])} / {text(line['label_en'])}", where, f"{text(line['source'])}{doubt}")
    yield "</table><h3>2　値 Facts</h3><table>"
    yield heads("大学 University", "行 Row", "年度 FY", "区分 Kind", "値 Value", "現在 Now")
    yield from (_fact(fact) for fact in each["facts"])
    yield "</table><h3>3　根拠 Received cells</h3><table>"
    yield heads(
        "ファイル File",
        "シート・セル Sheet, cell",
        "記載 As written",
        "値 Value",
        "受領 Received",
        "根拠資料・備考 Evidence",
    )
    yield from (_cell(cell) for fact in each["facts"] for cell in fact["cells"])
    yield "</table><h3>4　点検 Checks</h3>"
    yield from _checks(each["checks"])
    yield from listed_part(each["facts"])


def _fact(fact: Entry) -> str:
    now = fact["now"]
    return row(
        text(fact["university_name"]), f"{text(fact['row'])} {text(fact['label_ja'])}", text(fact["fiscal_year"] or ""),
        text(fact["kind"]), value(fact), f'<span class="bad">{value(now)}</span>' if now else "",
    )  # fmt: skip


def _cell(cell: Entry) -> str:
    place = "!".join(part for part in (cell["sheet"], cell["cell"]) if part)
    beside = "<br>".join(
        text(cell[name]) for name in ("came_from", "evidence", "note", "reason", "approver") if cell[name]
    )
    return row(
        f"{link('evidence/' + cell['kept'], cell['file_name'])}<br>{code(cell['sha256'])}", text(place),
        text(cell["text"]), value(cell), moment(cell["received_at"]), beside,
    )  # fmt: skip


def _checks(checks: Entry) -> Iterator[str]:
    for run in checks["runs"]:
        if run["run"] is None:
            yield f"<p>{text(run['scope'])}: 点検されていません / not checked</p>"
            continue
        yield f"<p>{text(run['run'])}（{moment(run['ran_at'])}）点検時の定義 / definition of the run {code(run['definition'])}"
        yield '<br><span class="small">▲ 一致しない大学がある規則 / a rule with a breach at some university</span></p>'
        rows = [
            row(_mark(rule), code(rule["rule"]), code(rule["version"] or "－"), _said(rule)) for rule in run["rules"]
        ]
        titles = heads("", "この値を調べた規則 Rule", "版 Version", "点検時の文 As it read then")
        yield f"<table>{titles}{''.join(rows)}</table>" if rows else "<p>－</p>"
    for finding in checks["findings"]:
        words = SEVERITIES[finding["severity"]]
        yield f"<p><strong>[{text(words[0])} {text(finding['id'])}]</strong> {text(finding['message_ja'])} / {text(finding['message_en'])}"
        if "explanation" in finding:
            yield f"<br>理由 Reason: {text(finding['explanation'])}（{text(finding['explained_by'])}、{text(finding['state'])}）"
        if "released_by" in finding:
            yield f"<br>提出の決裁 Released by: {text(finding['released_by'])} {text(finding['decision'])}"
        yield "</p>"
    if not checks["findings"]:
        yield "<p>開いている確認事項はありません / no open finding</p>"
    for each in checks["sign_off"]:
        who = " ".join(str(each[key]) for key in ("decided_post", "decided_who") if key in each)
        yield f"<p>{text(each['name'])} {each['fiscal_year']} {text(each['round_ja'])}: {text(each['state'])} {text(who)}</p>"


def _mark(rule: Entry) -> str:
    return "✓" if rule["outcome"] == "met" else "▲"


def _said(rule: Entry) -> str:
    where = f"{rule['file']}:{rule['line']}" if rule.get("file") else ""
    return f'{text(rule.get("title_ja"))} / {text(rule.get("title_en"))} <span class="small">{text(where)}</span>'


def _verdict(each: Entry) -> str:
    said = text(_recomputed(each["formula"]["recomputed"], each["figure"]["text"]))
    return f"✓ {said}" if each["formula"]["agrees"] else f'<span class="bad">✗ {said}</span>'


def _recomputed(exact: str | None, printed: str) -> str:
    """Return an exact number as it can be compared with what was printed; a fraction stands beside its first decimals."""
    if exact is None:
        return "－"
    unit = "%" if "%" in printed else ""
    return f"{float(Fraction(exact)):.4f}…{unit}（{exact}）" if "/" in exact else exact + unit
