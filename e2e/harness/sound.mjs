// Pages that axe has found sound in this run, so that none is asked about twice.
//
// Half of a run's processor time was axe's, most of it for a page that it had just read: everybody signs in, and both
// engines serve the same. What axe judges is the build of a page, and that is its name here: every element with its place
// and size, its colours, classes, roles, states and styles, where it points, whether it says anything and in which language, what
// has the focus, and how large the window is. Which words it says, and which addresses it leads to, axe does not judge; a
// longer word that moves or widens anything gives another name. A page whose name is new is asked about in full.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { shared } from "./prepared.mjs";

/** What the runs on both engines share; without it, each suite knows its own pages alone. */
const folder = shared && join(shared, "sound");
if (folder) mkdirSync(folder, { recursive: true });
/** @type {Set<string>} */ const known = new Set();

/** The name of the page that is shown. */
export async function nameOf(/** @type {import("playwright-core").Page} */ page) {
  return createHash("sha256").update(await page.evaluate(built)).digest("hex");
}

export function isSound(/** @type {string} */ name) {
  return known.has(name) || (folder !== undefined && existsSync(join(folder, name)));
}

/** Only after axe has found nothing wrong with it. */
export function sound(/** @type {string} */ name) {
  known.add(name);
  if (folder) writeFileSync(join(folder, name), "");
}

/** Runs in the page: how it is built, in one text. */
function built() {
  // Of these, that they are there and say something is what counts. All others count as they stand.
  const words = /^(href|src|srcset|action|formaction|value|content|alt|title|placeholder|datetime|nonce|d|points|data-.*|hx-.*|aria-label|aria-description|aria-valuetext)$/;
  const pointing = /^(id|for|name|form|list|headers|href|aria-(labelledby|describedby|controls|owns|details|errormessage|activedescendant|flowto))$/;
  /** The order in which names first stand: references may be random, what points to what is not. */
  const order = new Map();
  const nth = (/** @type {string} */ name) => {
    if (!order.has(name)) order.set(name, order.size);
    return order.get(name);
  };
  const says = (/** @type {string | null} */ text) => {
    const said = (text ?? "").trim();
    // Of a single character axe judges no contrast.
    return said.length > 1 ? 2 : said.length;
  };
  const attribute = (/** @type {Attr} */ { name, value }) => {
    if (name === "href" && value.startsWith("#")) return `${name}#${nth(value.slice(1))}`;
    if (words.test(name)) return `${name}?${says(value)}`;
    if (pointing.test(name)) return `${name}=${value.split(/\s+/).map(nth).join(" ")}`;
    return `${name}=${value}`;
  };
  const lines = [`${innerWidth}x${innerHeight} ${Math.round(scrollX)},${Math.round(scrollY)} ${document.title.trim() !== ""}`];
  const walk = (/** @type {Element} */ element, /** @type {number} */ depth) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const at = [x, y, width, height].map(Math.round).join(" ");
    const { color, backgroundColor, fontSize } = getComputedStyle(element);
    const state = /** @type {any} */ (element);
    const focus = element === document.activeElement ? "focus" : "";
    const held = [state.checked, state.disabled, state.open, state.selected, says(state.value?.toString() ?? "")].map(Number).join("");
    const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => says(data));
    lines.push([depth, element.localName, at, color, backgroundColor, fontSize, focus, held, texts.join(""), ...[...element.attributes].map(attribute).sort()].join("|"));
    if (element.shadowRoot) lines.push(element.shadowRoot.innerHTML);
    for (const child of element.children) walk(child, depth + 1);
  };
  walk(document.documentElement, 0);
  return lines.join("\n");
}
