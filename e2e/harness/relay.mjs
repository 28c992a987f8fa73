// A real mail server on loopback: `xtask/mail/server.py`. What it gets is read here, letter by letter.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { python, root } from "./built.mjs";

/** @typedef {{ to: string[], headers: Record<string, string>, text: string }} Letter */

export class Relay {
  /** @type {import("node:child_process").ChildProcess} */ #child;
  /** @type {AsyncIterator<string>} */ #lines;
  port = 0;

  static async start() {
    const relay = new Relay();
    const { ports } = await relay.#next();
    relay.port = ports[0];
    return relay;
  }

  constructor() {
    const child = spawn(python, [join(root, "xtask/mail/server.py")], { stdio: ["pipe", "pipe", "inherit"] });
    process.once("exit", () => child.kill("SIGKILL"));
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async #next() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the mail server ended");
    return JSON.parse(value);
  }

  /** The next letter. @returns {Promise<Letter>} */
  letter() {
    return this.#next();
  }

  async stop() {
    this.#child.kill("SIGKILL");
  }
}

/** The addresses in a letter, below the site. */
export function links(/** @type {Letter} */ { text }) {
  return [...text.matchAll(/^https?:\/\/[^/]+(\S+)\s*$/gm)].map(([, path]) => path);
}
