"use strict";
// The edits are data; everything that comes from a text goes into the page as text, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const [PAGE, PRINTED, LETTERS] = [50, 1000, 80]; // edits on a page, on paper; longest word compared
const $ = (id) => document.getElementById(id);
const main = $("edits");

const rows = data.rows.map(([path, line, column, start, end, before, after, left, right, code, tier, confidence, reason], index) => ({
  index, line, column, start, end, before, after, left, right, confidence,
  path: data.paths[path], length: data.lengths[path], code: data.codes[code], name: data.names[code],
  tier: data.tiers[tier], reason: data.reasons[reason], decision: null, open: data.lengths[path] !== null,
}));
const likeness = (row) => JSON.stringify([row.code, row.before, row.after]);
const identity = (row) => JSON.stringify([row.path, row.start, row.end, row.before, row.after, row.code]);
const alike = new Map();
for (const row of rows) {
  row.head = row.left.slice(row.left.lastIndexOf("\n") + 1); // what stands beside it in its line
  row.tail = row.right.match(/^.*/)[0];
  if (!alike.has(likeness(row))) alike.set(likeness(row), []);
  if (row.open) alike.get(likeness(row)).push(row);
  row.text = [row.head + row.before + row.tail, row.after, row.reason, row.path, row.name].join("\n").toLowerCase();
}

// What cannot be seen

const UNSEEN = new RegExp(`${data.unseen}|[\\n\\r\\t]|[\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000]`, "gu");
const SIGNS = { "\n": "⏎", "\r": "␍", "\t": "⇥" };

function put(parent, text) {
  let at = 0;
  for (const found of text.matchAll(UNSEEN)) {
    parent.append(text.slice(at, found.index));
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parent.append(make("span", "unseen", SIGNS[found[0]] ?? `U+${code}`));
    at = found.index + found[0].length;
  }
  parent.append(text.slice(at));
}

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

// Which letters of a word differ: the longest common subsequence of two short strings

function common(a, b) {
  const [x, y] = [[...a], [...b]];
  if (x.length > LETTERS || y.length > LETTERS) return [x.map(() => false), y.map(() => false)];
  const best = Array.from({ length: x.length + 1 }, () => new Uint8Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      best[i][j] = x[i] === y[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  const [same, also] = [x.map(() => false), y.map(() => false)];
  for (let i = 0, j = 0; i < x.length && j < y.length; )
    if (x[i] === y[j]) same[i++] = also[j++] = true;
    else if (best[i + 1][j] >= best[i][j + 1]) i++;
    else j++;
  return [same, also];
}

function mark(tag, text, same) {
  const element = make(tag, text ? "" : "none");
  const letters = [...text];
  for (let i = 0; i < letters.length; ) {
    let j = i;
    while (j < letters.length && same[j] === same[i]) j++;
    const part = same[i] ? element : element.appendChild(make("b"));
    put(part, letters.slice(i, j).join(""));
    i = j;
  }
  return element;
}

// One edit in its line, before and after

function side(row, tag, text, same, label) {
  const element = make("p", "side");
  element.setAttribute("aria-label", label);
  const begun = row.head === row.left && row.column - 1 > [...row.head].length;
  put(element, begun ? `…${row.head.replace(/^\S*\s(?=.*\S)/, "")}` : row.head);
  element.append(mark(tag, text, same));
  const goes = row.tail === row.right && [...row.tail].length >= data.width;
  put(element, goes ? `${row.tail.replace(/(?<=\S.*)\s\S*$/, "")}…` : row.tail);
  return element;
}

function card(row) {
  const element = make("article", "edit");
  element.tabIndex = -1;
  element.dataset.index = row.index;
  element.setAttribute("aria-label", `${row.name}, line ${row.line}: ${row.before || "nothing"} becomes ${row.after || "nothing"}`);
  const meta = element.appendChild(make("div", "meta"));
  const rule = meta.appendChild(make("span", "rule"));
  rule.append(make("span", "", row.code), row.name);
  const tier = meta.appendChild(make("span", "tier"));
  tier.append(make("i", `dot ${row.tier}`), `${row.tier} ${row.confidence.toFixed(3).replace(/\.?0+$/, "")}`);
  meta.append(make("span", "place", `${row.line}:${row.column}`));
  if (row.open) meta.append(boxes(alike.get(likeness(row))));
  const sides = element.appendChild(make("div", "sides"));
  const [same, also] = common(row.before, row.after);
  sides.append(side(row, "del", row.before, same, "before"), side(row, "ins", row.after, also, "after"));
  element.append(make("p", "reason", row.reason));
  return element;
}

function boxes(others) {
  const element = make("span", "boxes");
  if (others.length > 1) {
    const group = element.appendChild(make("span", "alike", `all ${others.length} alike:`));
    group.append(button("yes-all", "accept"), button("no-all", "reject"));
  }
  element.append(button("yes", "Accept"), button("no", "Reject"));
  return element;
}

function button(className, text) {
  const element = make("button", className, text);
  element.type = "button";
  return element;
}

const cards = new Map(); // of the rows on the page

function paint(row) {
  const element = cards.get(row);
  if (!element || !row.open) return;
  element.classList.toggle("accepted", row.decision === true);
  element.classList.toggle("rejected", row.decision === false);
  element.querySelector(".yes").setAttribute("aria-pressed", row.decision === true);
  element.querySelector(".no").setAttribute("aria-pressed", row.decision === false);
}

// Filter and pages

let shown = rows;
let first = 0; // of the page
let current = 0; // in shown
const STATES = { undecided: null, accepted: true, rejected: false };

function filter() {
  const [text, rule, file, tier, state] = ["text", "rule", "file", "tier", "state"].map((id) => $(id).value);
  const [least, most] = [$("least").value, $("most").value];
  const words = text.toLowerCase();
  shown = rows.filter((row) =>
    (!rule || row.code === rule) && (!file || row.path.includes(file)) && (!tier || row.tier === tier) &&
    (!state || row.decision === STATES[state]) && (!least || row.confidence >= +least) &&
    (!most || row.confidence < +most || +most === 1) && row.text.includes(words));
  for (const bar of document.querySelectorAll(".bar")) {
    const [low, high] = ends(bar.dataset.bin);
    bar.setAttribute("aria-pressed", bar.dataset.rule ? bar.dataset.rule === rule : least === low && most === high);
  }
  current = 0;
  render(0);
}

function ends(bin) {
  return bin === undefined ? [null, null] : [String(data.bins[+bin] || ""), String(data.bins[+bin + 1] ?? "")];
}

function render(from, size = PAGE) {
  first = from;
  const fragment = document.createDocumentFragment();
  let path;
  cards.clear();
  for (const row of shown.slice(first, first + size)) {
    if (row.path !== path) put(fragment.appendChild(make("h2", "path")), (path = row.path));
    cards.set(row, fragment.appendChild(card(row)));
    paint(row);
  }
  main.replaceChildren(fragment);
  if (!shown.length) main.append(make("p", "note empty", "No edit passes these filters."));
  document.querySelector(".pager").hidden = shown.length <= PAGE;
  $("where").textContent = `page ${first / PAGE + 1} of ${Math.ceil(shown.length / PAGE) || 1}`;
  $("previous").disabled = first === 0;
  $("next").disabled = first + PAGE >= shown.length;
  $("status").textContent = `${number(shown.length)} of ${number(rows.length)} shown`;
  for (const id of ["accept-shown", "reject-shown", "clear-shown"]) $(id).disabled = !shown.length;
  tabbable();
}

function number(n) {
  return n.toLocaleString("en");
}

function tabbable() {
  main.querySelector('.edit[tabindex="0"]')?.setAttribute("tabindex", -1);
  cards.get(shown[current])?.setAttribute("tabindex", 0);
}

function go(to) {
  if (!shown.length) return;
  current = Math.max(0, Math.min(shown.length - 1, to));
  const from = Math.floor(current / PAGE) * PAGE;
  if (from !== first) render(from);
  tabbable();
  const element = main.querySelector('.edit[tabindex="0"]');
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

function turn(pages) {
  const from = first + pages * PAGE;
  if (from >= 0 && from < shown.length) go(from);
}

// Decisions; each step of them can be undone

const steps = [];

function decide(which, decision) {
  const changed = which.filter((row) => row.open && row.decision !== decision);
  if (!changed.length) return;
  steps.push(changed.map((row) => [row, row.decision]));
  for (const row of changed) row.decision = decision;
  settled(changed);
}

function undo() {
  const step = steps.pop();
  if (!step) return;
  for (const [row, before] of step) row.decision = before;
  settled(step.map(([row]) => row));
}

function settled(changed) {
  changed.forEach(paint);
  tally();
  remember();
}

function tally() {
  const accepted = rows.filter((row) => row.decision === true).length;
  const rejected = rows.filter((row) => row.decision === false).length;
  $("tally").textContent = `${number(accepted)} accepted, ${number(rejected)} rejected`;
  $("progress").value = (accepted + rejected) / rows.length;
  $("export").disabled = !(accepted + rejected);
  $("undo").disabled = !steps.length;
}

function exported() {
  const decisions = rows.filter((row) => row.decision !== null).map((row) => ({
    decision: row.decision ? "accept" : "reject", path: row.path, start: row.start, end: row.end,
    before: row.before, after: row.after, code: row.code, safety: row.tier, confidence: row.confidence,
    reason: row.reason, prefix: [...row.left].slice(-data.context).join(""), suffix: [...row.right].slice(0, data.context).join(""),
    text_length: row.length,
  }));
  return JSON.stringify({ format: data.format, version: data.version, decisions }, null, 1) + "\n";
}

function download() {
  if ($("export").disabled) return;
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([exported()], { type: "application/json" }));
  link.download = "cleaner-decisions.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function load(file) {
  try {
    const whole = JSON.parse(await file.text());
    if (whole.format !== data.format || whole.version !== data.version) throw new Error("it is no decisions file");
    const known = new Map(rows.map((row) => [identity(row), row]));
    const found = whole.decisions.map((d) => [known.get(identity(d)), d.decision === "accept"]).filter(([row]) => row);
    steps.push(found.map(([row]) => [row, row.decision]));
    for (const [row, accepted] of found) row.decision = accepted;
    settled(found.map(([row]) => row));
    $("status").textContent = `${number(found.length)} of ${number(whole.decisions.length)} decisions taken over`;
  } catch (error) {
    $("status").textContent = `${file.name} cannot be loaded: ${error.message}`;
  }
}

// What was decided survives closing the page, where the browser allows that

const key = `cleaner:${[...rows.map(identity).join("")].reduce((hash, c) => (Math.imul(hash, 31) + c.codePointAt(0)) | 0, 7)}`;

function remember() {
  try {
    localStorage.setItem(key, rows.map((row) => (row.decision === null ? "-" : row.decision ? "a" : "r")).join(""));
  } catch { /* no store: then an export keeps them */ }
}

function recall() {
  try {
    const kept = localStorage.getItem(key) ?? "";
    if (kept.length === rows.length) rows.forEach((row, i) => (row.decision = { a: true, r: false }[kept[i]] ?? null));
  } catch { /* no store */ }
}

// Events

const withAlike = (row) => alike.get(likeness(row));
const KEYS = {
  j: () => go(document.activeElement.closest?.(".edit") ? current + 1 : current),
  k: () => go(current - 1),
  a: () => { decide([shown[current]], true); go(current + 1); },
  r: () => { decide([shown[current]], false); go(current + 1); },
  A: () => { decide(withAlike(shown[current]), true); go(current + 1); },
  R: () => { decide(withAlike(shown[current]), false); go(current + 1); },
  x: () => decide([shown[current]], null),
  u: undo,
  n: () => turn(1),
  p: () => turn(-1),
  e: download,
  "/": () => $("text").select(),
  "?": () => $("help").showModal(),
};
const NEED_ONE = "jkaArRx";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  if (event.target.matches("input, select")) {
    if (event.key === "Escape") go(current);
    return;
  }
  if (!KEYS[event.key] || (NEED_ONE.includes(event.key) && !shown.length)) return;
  event.preventDefault();
  KEYS[event.key]();
});

main.addEventListener("focusin", (event) => {
  const element = event.target.closest(".edit");
  if (!element) return;
  current = shown.indexOf(rows[element.dataset.index]);
  tabbable();
});

main.addEventListener("click", (event) => {
  const element = event.target.closest("button");
  if (!element) return;
  const row = rows[element.closest(".edit").dataset.index];
  const decision = element.className.startsWith("yes");
  if (element.className.endsWith("-all")) decide(withAlike(row), decision);
  else decide([row], row.decision === decision ? null : decision);
});

for (const bar of document.querySelectorAll(".bar"))
  bar.addEventListener("click", () => {
    const pressed = bar.getAttribute("aria-pressed") === "true";
    if (bar.dataset.rule) $("rule").value = pressed ? "" : bar.dataset.rule;
    else [$("least").value, $("most").value] = pressed ? ["", ""] : ends(bar.dataset.bin);
    filter();
  });

for (const id of ["text", "rule", "file", "least", "most", "tier", "state"]) $(id).addEventListener("input", filter);
$("reset").addEventListener("click", () => {
  for (const id of ["text", "rule", "file", "least", "most", "tier", "state"]) $(id).value = "";
  filter();
});
$("accept-shown").addEventListener("click", () => decide(shown, true));
$("reject-shown").addEventListener("click", () => decide(shown, false));
$("clear-shown").addEventListener("click", () => decide(shown, null));
$("undo").addEventListener("click", undo);
$("export").addEventListener("click", download);
$("load").addEventListener("change", (event) => {
  if (event.target.files[0]) load(event.target.files[0]);
  event.target.value = "";
});
$("help-button").addEventListener("click", () => $("help").showModal());
$("previous").addEventListener("click", () => turn(-1));
$("next").addEventListener("click", () => turn(1));
window.addEventListener("beforeprint", () => render(0, PRINTED));
window.addEventListener("afterprint", () => render(0));

for (const [i, code] of data.codes.entries()) {
  const option = make("option", "", `${code} ${data.names[i]}`);
  option.value = code;
  $("rule").append(option);
}
for (const path of data.paths.slice(0, 500)) {
  const option = make("option");
  option.value = path;
  $("files").append(option);
}
document.body.classList.toggle("closed", !rows.some((row) => row.open)); // nothing to decide on
document.querySelector(".tools").hidden = false;
recall();
tally();
filter();
