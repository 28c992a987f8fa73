// What the tests take from elsewhere: `cargo xtask` says where it is; without it, cargo does.

import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = resolve(fileURLToPath(import.meta.url), "../../..");

/** Where cargo puts what it builds. Settings and variables move it, so cargo itself is asked. */
function target() {
  const options = { cwd: root, encoding: /** @type {const} */ ("utf8"), maxBuffer: 64 << 20 };
  const metadata = execFileSync("cargo", ["metadata", "--no-deps", "--format-version=1"], options);
  return JSON.parse(metadata).target_directory;
}

/** The binary that is driven. */
export const binary = process.env.E2E_BINARY ?? join(target(), "debug/harborline");

/** A Python with a mail server, with readers of feeds, and, where they could be fetched, Whisper and a voice. */
export const python = process.env.E2E_PYTHON ?? join(target(), "python/bin/python");

/** Where `cargo xtask weights` puts the models that the tests use. */
export const weights = process.env.BERGAMOT_WEIGHTS ?? join(target(), "weights");

/** Where voices and what they said are kept. */
export const speech = process.env.E2E_SPEECH ?? join(target(), "speech");
