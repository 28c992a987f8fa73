import { unwired } from "./wired";

// What was written into a form is there again after a reload: kept by this tab alone, for an hour at most, until it was
// sent. A page that many people use one after another has no such mark. Files and passwords are never kept.

/** A form as it was last seen here. */
interface Draft {
  /** When, in milliseconds since 1970. */
  at: number;
  /** What it was sent with, if it was: a page of the form, or all of it. */
  sent: "no" | "page" | "all";
  /** Names and values, as a form sends them. */
  fields: [string, string][];
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PREFIX = "draft:";
const HOUR_MS = 3_600_000;

/** Keeps the forms with the mark, and gives back what was kept of them. */
export function drafts(root: ParentNode): void {
  for (const form of unwired<HTMLFormElement>(root, "data-drafts-end")) {
    form.addEventListener("submit", () => remove(() => true));
  }
  for (const form of unwired<HTMLFormElement>(root, "data-draft")) {
    const key = keyOf(form);
    const draft = read(key);
    const asked = draft !== null && giveBack(form, key, draft);
    // A later page of a form holds all that was answered before it.
    if (hasPages(form) && !asked) keep(form, key, "no");
    form.addEventListener("input", () => keep(form, key, "no"));
    form.addEventListener("submit", (event) => {
      const pressed = (event as SubmitEvent).submitter?.getAttribute("value") ?? "send";
      const all = hasPages(form) ? pressed === "send" : !["stay", "back"].includes(pressed);
      keep(form, key, all ? "all" : "page");
    });
  }
}

/** Forgets what is too old, and what was sent and taken. */
export function forgetDrafts(): void {
  const here = new Set([...document.querySelectorAll<HTMLFormElement>("form[data-draft]")].map(keyOf));
  const [way] = performance.getEntriesByType("navigation") as (PerformanceNavigationTiming & { responseStatus?: number })[];
  const failed = (way?.responseStatus ?? 200) >= 400;
  const taken = document.querySelector("[data-sent]") !== null;
  remove((key, draft) => {
    const sent = draft.sent === "all" && !failed && (taken || !here.has(key));
    return sent || Date.now() - draft.at > HOUR_MS;
  });
}

/** Fills the form with what was kept; `true` when somebody has to be asked first. */
function giveBack(form: HTMLFormElement, key: string, draft: Draft): boolean {
  const here = fieldsOf(form);
  const same = value(here, "once") === value(draft.fields, "once");
  // What the server gave back stands: it may be written another way in another language.
  if (same && draft.sent !== "no") return false;
  if (hasPages(form) && value(here, "at") !== value(draft.fields, "at")) {
    if (!same) offer(form, key, draft);
    return !same;
  }
  // Words that came with this page are newer than those.
  if (!same && controls(form).some((control) => !isBox(control) && control.type !== "hidden" && control.value)) return false;
  fill(form, draft, draft.sent === "no");
  const once = form.elements.namedItem("once");
  // Sent again, it is the same request.
  if (opensCase(form) && once instanceof HTMLInputElement) once.value = value(draft.fields, "once") || once.value;
  return false;
}

/** Says that there is more, and goes on with it when asked to. */
function offer(form: HTMLFormElement, key: string, draft: Draft): void {
  const said = document.querySelector<HTMLElement>("[data-draft-offer]");
  if (!said) return;
  said.hidden = false;
  said.querySelector("[data-draft-continue]")?.addEventListener("click", () => {
    const again = document.createElement("form");
    again.method = "post";
    again.action = form.action;
    again.hidden = true;
    for (const [name, text] of [...draft.fields, ["go", "stay"] as const]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = text;
      again.append(field);
    }
    document.body.append(again);
    again.submit();
  });
  said.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    said.hidden = true;
    form.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select")?.focus();
  });
}

/** Fills the controls that are shown; with `all` also those that hold something already. */
function fill(form: HTMLFormElement, draft: Draft, all: boolean): void {
  const kept = new Map<string, string[]>();
  for (const [name, text] of draft.fields) kept.set(name, [...(kept.get(name) ?? []), text]);
  const chosen = new Set(controls(form).filter(isChosen).map(({ name }) => name));
  for (const control of controls(form)) {
    const texts = kept.get(control.name);
    if (control.type === "hidden") continue;
    if (isBox(control)) {
      if (all || !chosen.has(control.name)) control.checked = texts?.includes(control.value) ?? false;
    } else if (texts && (all || !control.value)) {
      control.value = texts[0] ?? "";
      control.dispatchEvent(new Event("input", { bubbles: true }));
      if (control instanceof HTMLTextAreaElement && control.value) open(control);
    }
  }
}

/** Opens what a control lies in, so that it is seen. */
function open(control: Control): void {
  for (let at = control.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
}

function keep(form: HTMLFormElement, key: string, sent: Draft["sent"]): void {
  const draft: Draft = { at: Date.now(), sent, fields: fieldsOf(form) };
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // There is no room, or the browser keeps nothing: then nothing is kept.
  }
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function remove(which: (key: string, draft: Draft) => boolean): void {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) {
      const draft = read(key);
      if (!draft || which(key, draft)) sessionStorage.removeItem(key);
    }
  } catch {
    // The browser keeps nothing.
  }
}

/** Its address without the language, so that it is the same form in another one. */
function keyOf(form: HTMLFormElement): string {
  return PREFIX + new URL(form.action).pathname.replace(/^\/[a-z]{2,3}(?=\/)/, "");
}

/** A form that goes on over several pages says at which it is. */
function hasPages(form: HTMLFormElement): boolean {
  return form.elements.namedItem("at") !== null;
}

/** A form by which a case is opened says in which language it was written. */
function opensCase(form: HTMLFormElement): boolean {
  return form.elements.namedItem("written") !== null;
}

function controls(form: HTMLFormElement): Control[] {
  const none = ["submit", "button", "file", "password", "fieldset"];
  const all = [...form.elements] as Control[];
  return all.filter(({ name, type }) => name && !none.includes(type) && !name.startsWith("enclosed."));
}

function isBox(control: Control): control is HTMLInputElement {
  return control.type === "radio" || control.type === "checkbox";
}

function isChosen(control: Control): boolean {
  return isBox(control) && control.checked;
}

/** What the form would send now. */
function fieldsOf(form: HTMLFormElement): [string, string][] {
  const given = controls(form).filter((control) => !isBox(control) || control.checked);
  return given.map(({ name, value }) => [name, value]);
}

function value(fields: [string, string][], name: string): string {
  return fields.find(([found]) => found === name)?.[1] ?? "";
}
