// A real Janus on this machine alone, with a configuration of its own: plain HTTP, the plugin that mixes, nothing else.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's package `janus`. */
export const installed = spawnSync("janus", ["--version"]).error === undefined;

const secret = "a-secret-only-for-tests";

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((done) => server.close(done));
  return port;
}

export class Janus {
  /** @type {import("node:child_process").ChildProcess | undefined} */ #child;
  #folder = mkdtempSync(join(tmpdir(), "harborline-janus-"));
  #port = 0;

  static async start() {
    const janus = new Janus();
    janus.#port = await freePort();
    await janus.#run();
    return janus;
  }

  /** What Harborline is told of it: flags of the server. */
  get settings() {
    const [file, key] = ["harborline.toml", "secret"].map((name) => join(this.#folder, name));
    writeFileSync(key, `${secret}\n`);
    writeFileSync(file, `[media]\njanus_url = "${this.#url}"\nsecret_file = "${key}"\n`);
    return ["--config", file];
  }

  get #url() {
    return `http://127.0.0.1:${this.#port}/janus`;
  }

  async #run() {
    const folder = join(this.#folder, "conf");
    const empty = join(this.#folder, "none");
    for (const one of [folder, empty]) mkdirSync(one, { recursive: true });
    const main = [
      "general: {",
      `  api_secret = "${secret}"`,
      "  debug_level = 3",
      `  events_folder = "${empty}"`,
      `  loggers_folder = "${empty}"`,
      "}",
      "media: { ipv6 = false }",
      `transports: { disable = "${others("transports", "http")}" }`,
      `plugins: { disable = "${others("plugins", "audiobridge")}" }`,
    ];
    const http = [
      `general: { json = "compact", base_path = "/janus", http = true, port = ${this.#port}, ip = "127.0.0.1", https = false }`,
      "admin: { admin_http = false, admin_https = false }",
    ];
    writeFileSync(join(folder, "janus.jcfg"), `${main.join("\n")}\n`);
    writeFileSync(join(folder, "janus.transport.http.jcfg"), `${http.join("\n")}\n`);
    writeFileSync(join(folder, "janus.plugin.audiobridge.jcfg"), "general: { }\n");
    const child = spawn("janus", ["-F", folder], { stdio: "ignore" });
    process.once("exit", () => child.kill("SIGKILL"));
    this.#child = child;
    for (let tries = 0; tries < 100; tries += 1) {
      const info = await fetch(`${this.#url}/info`).catch(() => undefined);
      if (info?.ok) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("janus does not answer");
  }

  async stop() {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const over = new Promise((done) => child.once("close", done));
    child.kill("SIGKILL");
    await over;
  }

  async clear() {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The libraries of that kind, but for one. */
function others(/** @type {string} */ kind, /** @type {string} */ but) {
  const folders = ["/usr/lib", ...readdirSync("/usr/lib").map((name) => join("/usr/lib", name))];
  const found = folders.map((folder) => join(folder, "janus", kind)).find((folder) => {
    try {
      return readdirSync(folder).length > 0;
    } catch {
      return false;
    }
  });
  const names = found ? readdirSync(found) : [];
  return names.filter((name) => name.endsWith(".so") && !name.includes(but)).join(",");
}
