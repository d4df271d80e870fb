"use strict";
// The tables of the quality book: filtered in memory, a page of rows at a time, all of them when printed.
const data = JSON.parse(document.getElementById("data").textContent);
const PAGE = 100;
const word = (kind, name) => (data.words[kind][name] || [name, name]);
const both = (kind, name) => word(kind, name).join(" / ");

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  for (const child of children) made.append(child);
  return made;
}
const english = (text) => element("span", { lang: "en" }, text);
const line = (name, ...children) => element("p", name ? { class: name } : null, ...children);
const tag = (severity) => element("span", { class: "tag " + severity }, word("severity", severity)[0]);

function past(one) {
  if (one.state !== "closed") return [`初出 ${one.first} `, english("first said")];
  const [ja, en] = one.closed_by ? [`（「${one.closed_by}」の受領後）`, ` after “${one.closed_by}” came`] : ["", ""];
  return [`初出 ${one.first} → 最後 ${one.last} → 解消 ${one.closed}${ja} `,
    english(`first said ${one.first}, last ${one.last}, closed ${one.closed}${en}`)];
}

function findingRow(one) {
  const message = element("td", { class: "message" }, line("", one.ja), line("", english(one.en)),
    line("remedy", "→ " + one.remedy_ja), line("", english("→ " + one.remedy_en)));
  if (one.reason) message.append(line("", "理由：" + one.reason));
  message.append(line("past", ...past(one)));
  const place = element("td", { class: "place" });
  if (one.file) place.append(line("", one.file));
  if (one.sheet || one.cell) place.append(line("", [one.sheet, one.cell].filter(Boolean).join(" ")));
  if (one.value) place.append(line("value", "「" + one.value + "」"));
  const ruled = element("td", { class: "ruled" }, line("", element("code", null, one.rule)), line("", word("state", one.state)[0], " ", english(word("state", one.state)[1])));
  if (one.id) ruled.append(line("", element("code", null, one.id)));
  return element("tr", null, element("td", null, tag(one.severity)), element("th", { scope: "row" }, one.university),
    element("td", { class: "about" }, line("", one.item), line("", one.year), line("", english(one.scope))), message, place, ruled);
}

function outcomeRow(one) {
  const said = element("td", { class: "outcome " + one.outcome }, word("outcome", one.outcome)[0], " ", english(word("outcome", one.outcome)[1]));
  if (one.detail) said.append(line("", one.detail));
  return element("tr", null, element("td", null, one.scope), element("th", { scope: "row" }, element("code", null, one.rule)),
    element("td", null, one.severity ? tag(one.severity) : ""), said,
    element("td", { class: "number" }, one.examined.toLocaleString()), element("td", { class: "number" }, one.not_met.toLocaleString()),
    element("td", null, one.source));
}

const TABLES = {
  findings: {
    rows: data.findings, draw: findingRow, unit: "件",
    filters: [["severity", "区分 / Severity", "severity"], ["university", "大学 / University"], ["item", "指標 / Indicator"], ["rule", "規則 / Rule"],
      ["year", "年度 / Year"], ["scope", "対象 / Scope"], ["state", "状態 / State", "state", "standing"]],
  },
  outcomes: {
    rows: data.outcomes, draw: outcomeRow, unit: "件",
    filters: [["scope", "対象 / Scope"], ["outcome", "結果 / Outcome", "outcome"], ["severity", "区分 / Severity", "severity"]],
  },
};

function table(section, { rows, draw, unit, filters }) {
  const form = section.querySelector("form"), status = section.querySelector(".status");
  const body = section.querySelector("tbody"), pager = section.querySelector(".pager");
  let shown = [], page = 0, texts = null;
  const searched = () => texts || (texts = rows.map((row) => Object.values(row).join("\n").normalize("NFKC").toLowerCase()));

  for (const [name, label, kind, first] of filters) {
    const values = first ? Object.keys(data.words[kind]) : [...new Set(rows.map((row) => row[name]))];
    const select = element("select", { name });
    if (first) select.append(element("option", { value: first, selected: "" }, both("group", first)));
    select.append(element("option", { value: "" }, "すべて / all"));
    for (const value of values) select.append(element("option", { value }, kind ? both(kind, value) : value));
    form.append(element("label", null, label, select));
  }
  form.append(element("label", null, "語句で探す / Search", element("input", { type: "search", name: "search", autocomplete: "off" })));
  form.append(element("button", { type: "reset" }, "解除 / Clear"));

  function filter() {
    const wanted = new FormData(form);
    const words = (wanted.get("search") || "").normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (value, asked) => !asked || value === asked || (asked === "standing" && value !== "closed");
    shown = rows.filter((row, number) => filters.every(([name]) => fits(row[name], wanted.get(name)))
      && words.every((one) => searched()[number].includes(one)));
    page = 0;
    drawPage();
  }

  function drawPage(all) {
    const first = all ? 0 : page * PAGE, last = all ? shown.length : Math.min(shown.length, first + PAGE);
    body.replaceChildren(...shown.slice(first, last).map(draw));
    const columns = section.querySelectorAll("thead th").length;
    if (!shown.length) body.append(element("tr", null, element("td", { colspan: columns }, rows.length ? "該当するものはありません / nothing fits the filter" : "ありません / none")));
    status.textContent = shown.length ? `${shown.length.toLocaleString()}${unit}中 ${first + 1}～${last} / ${first + 1} to ${last} of ${shown.length.toLocaleString()}` : `0${unit}`;
    drawPager();
  }

  function drawPager() {
    const pages = Math.ceil(shown.length / PAGE);
    if (pages <= 1) return pager.replaceChildren();
    const turn = (label, to) => {
      const button = element("button", { type: "button" }, label);
      button.disabled = to < 0 || to >= pages;
      button.addEventListener("click", () => { page = to; drawPage(); section.querySelector("h2").focus(); });
      return button;
    };
    pager.replaceChildren(turn("前へ / Previous", page - 1), `${page + 1} / ${pages}`, turn("次へ / Next", page + 1));
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  window.addEventListener("beforeprint", () => drawPage(true));
  window.addEventListener("afterprint", () => drawPage());
  filter();
}

for (const section of document.querySelectorAll("[data-table]")) table(section, TABLES[section.dataset.table]);
