// What the servers of a run begin with, made once: an unoptimised binary takes a second to add a person and six to build
// the index of a city. The first server that needs something makes it, and lays a copy into the folder that E2E_SHARED
// names, or, of a database on PostgreSQL, beside it. Without that folder each server makes its own.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { join } from "node:path";

/** The folder that all suites of a run share, on both engines. */
export const shared = process.env.E2E_SHARED;
if (shared) mkdirSync(shared, { recursive: true });

/** A name for what is made of this; another one in every run. */
export function nameOf(/** @type {string} */ kind, /** @type {unknown} */ of) {
  return `${kind}_${createHash("sha256").update(JSON.stringify([shared, of])).digest("hex").slice(0, 24)}`;
}

/** Puts the prepared folder there, if there is one. */
export function take(/** @type {string} */ name, /** @type {string} */ to) {
  if (!shared || !existsSync(join(shared, name))) return false;
  cpSync(join(shared, name), to, { recursive: true });
  return true;
}

/** Whether what has that name is for us to keep; for nobody else from then on, so that all of it comes from one hand. */
export function claim(/** @type {string} */ name) {
  if (!shared) return false;
  try {
    mkdirSync(join(shared, `${name}.claimed`));
    return true;
  } catch {
    return false;
  }
}

/** Keeps a copy of a folder that nobody writes to, once it is claimed, in one step; an empty one, if it is not there. */
export function keep(/** @type {string} */ name, /** @type {string} */ from) {
  if (!shared) return;
  const copy = mkdtempSync(join(shared, "copy-"));
  if (existsSync(from)) cpSync(from, copy, { recursive: true });
  renameSync(copy, join(shared, name));
}
