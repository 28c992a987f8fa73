// A stage for made-up calls: a real Harborline, a real exchange (RustPBX), and telephones by SIPp, all on loopback, on ports that were
// free a moment ago.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";

export const run = promisify(execFile);
export const SECRET = "made-up-0123456789abcdef";
/** Whoever calls from the telephone network calls from there. */
export const NETWORK = "127.0.0.2";

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, found, tries = 100) {
  for (let n = 0; n < tries; n += 1) {
    const value = await found();
    if (value) return value;
    await wait(100);
  }
  throw new Error(`it did not come about: ${what}`);
}

export const freeTcp = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

export const freeUdp = () =>
  new Promise((done) => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });

// What passes from the exchange to Harborline, kept as it came.
export function listening(target) {
  const heard = [];
  const between = { heard, deaf: false };
  const server = createServer((asked, answer) => {
    const pieces = [];
    asked.on("data", (piece) => pieces.push(piece));
    asked.on("end", () => {
      const body = Buffer.concat(pieces);
      if (between.deaf && asked.url.endsWith("/events")) {
        answer.writeHead(204).end();
        return;
      }
      const passed = request(
        new URL(asked.url, target),
        { method: asked.method, headers: asked.headers },
        (got) => {
          const back = [];
          got.on("data", (piece) => back.push(piece));
          got.on("end", () => {
            const text = Buffer.concat(back);
            heard.push({ path: asked.url, body: body.toString(), status: got.statusCode, answer: text.toString() });
            answer.writeHead(got.statusCode, got.headers).end(text);
          });
        },
      );
      passed.on("error", () => answer.writeHead(502).end());
      passed.end(body);
    });
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      between.port = server.address().port;
      done(between);
    });
  });
}

/** Programs that a play begins, in a folder of its own, and ends with it. */
export class Stage {
  running = [];

  static async empty(folder) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new Stage(folder);
  }

  constructor(folder) {
    this.folder = folder;
  }

  file(name) {
    return join(this.folder, name);
  }

  begin(program, args, options = {}) {
    const child = spawn(program, args, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"], ...options });
    child.said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        child.said += text;
      });
    }
    child.over = new Promise((done) => child.on("exit", (code) => done(code)));
    this.running.push(child);
    return child;
  }

  async stop(child) {
    child.kill("SIGKILL");
    await child.over;
  }

  /** A Harborline with one agent, who is asked by an exchange; `more` stands in `[exchange]`. */
  async harborline(program, more, { login, password, languages }) {
    await writeFile(this.file("secret"), `${SECRET}\n`);
    const config = this.file("harborline.toml");
    await writeFile(
      config,
      `data = "${this.file("data")}"
city = "${join(process.cwd(), "cities/weihai")}"
[exchange]
secret_file = "${this.file("secret")}"
numbers = { hotline = "en", "hotline-ko" = "ko" }
${more}`,
    );
    const adds = run(program, ["--config", config, "user", "add", "--login", login, "--role", "agent", "--unit", "hotline-centre", "--name", "Lin", "--languages", languages, "--password-stdin"]);
    adds.child.stdin.end(password);
    await adds;
    const served = this.begin(program, ["--config", config, "serve", "--listen", "127.0.0.1:0"]);
    const base = await until("Harborline is ready", () => /ready (http:\/\/\S+)/.exec(served.said)?.[1], 600);
    const form = (path, fields, cookie = "") =>
      fetch(base + path, { method: "POST", redirect: "manual", body: new URLSearchParams(fields), headers: { cookie } });
    const session = await fetch(`${base}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ login, password }),
    });
    const { token } = await session.json();
    const contacts = async () => {
      const seen = await fetch(`${base}/api/v1/desk/contacts`, { headers: { authorization: `Bearer ${token}` } });
      const page = await seen.json();
      assert.equal(seen.status, 200, JSON.stringify(page));
      return page.contacts;
    };
    const verify = () => run(program, ["--config", config, "verify"]);
    return { base, form, contacts, verify };
  }

  /** A RustPBX that asks and tells there. */
  async exchange(program, to, { sip, http }, modules, more) {
    const header = `{ Authorization = "Bearer ${SECRET}" }`;
    await writeFile(
      this.file("rustpbx.toml"),
      `http_addr = "127.0.0.1:${http}"
log_level = "info"
database_url = "sqlite://${this.file("pbx.sqlite3")}?mode=rwc"
[media]
comfort_noise = false
[proxy]
modules = ${JSON.stringify(modules)}
addr = "127.0.0.1"
udp_port = ${sip}
registrar_expires = 60
ws_handler = "/ws"
media_proxy = "all"
generated_dir = "${this.file("pbx")}"
ensure_user = false
acl_rules = ["allow all"]
${more(header)}
[proxy.http_router]
url = "${to}/route"
headers = ${header}
timeout_ms = 3000
[rwi_webhook]
url = "${to}/events"
headers = ${header}
events = ["call_answered", "call_hangup"]
[callrecord]
type = "http"
url = "${to}/records"
headers = ${header}
`,
    );
    const exchange = this.begin(program, ["--conf", this.file("rustpbx.toml")]);
    await until("the exchange answers", async () => {
      assert.equal(exchange.exitCode, null, exchange.said);
      return fetch(`http://127.0.0.1:${http}/api/config/phone`).then(
        (seen) => seen.ok,
        () => false,
      );
    });
    return exchange;
  }
}

/** Plays it, says what the programs said if it fails, and leaves none of them. */
export async function play(stage, main) {
  let failed = false;
  try {
    await main();
  } catch (error) {
    failed = true;
    console.error(error);
    for (const child of stage.running) console.error(`--- ${child.spawnargs.join(" ")}\n${child.said.slice(-6000)}`);
  } finally {
    for (const child of stage.running) if (child.exitCode === null) child.kill("SIGKILL");
  }
  process.exit(failed ? 1 : 0);
}
