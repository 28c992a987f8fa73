// The real binary, started for a test: on SQLite in a temporary folder, or on a database of its own on the PostgreSQL
// that E2E_POSTGRES names. Its clock stands where the test puts it.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { binary, root, weights } from "./built.mjs";
import { claim, keep, nameOf, take } from "./prepared.mjs";

const readyMax = 60_000;
/** A command of the binary that takes longer hangs. */
const commandMax = 120_000;
const stopMax = 5_000;

/** The engine that this run is on. */
export const engine = process.env.E2E_POSTGRES ? "postgres" : "sqlite";

/** The password of everyone who works in the tests. */
export const password = "a password only for tests";

/**
 * Someone who works at the desk.
 * @typedef {{ login: string, role: string, unit: string, name: string, languages: string }} Staff
 */

/** @type {Record<string, Staff>} */
export const staff = {
  agent: { login: "agent", role: "agent", unit: "hotline-centre", name: "Agent", languages: "zh,ko,ru" },
  interpreter: {
    login: "interpreter",
    role: "interpreter",
    unit: "hotline-centre",
    name: "Interpreter",
    languages: "zh,ko,ru",
  },
  tourism: { login: "tourism", role: "officer", unit: "culture-tourism", name: "Tourism", languages: "zh" },
  market: { login: "market", role: "officer", unit: "market-regulation", name: "Market", languages: "zh" },
  supervisor: {
    login: "supervisor",
    role: "supervisor",
    unit: "hotline-centre",
    name: "Supervisor",
    languages: "zh,en",
  },
  administrator: {
    login: "administrator",
    role: "administrator",
    unit: "hotline-centre",
    name: "Administrator",
    languages: "zh,en",
  },
};

/** A developer's own settings do not reach the tests. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("HARBORLINE_"));
  return { ...Object.fromEntries(kept), NO_COLOR: "1" };
}

let databases = 0;

/** A database of its own on the server that E2E_POSTGRES names. */
class Database {
  constructor(/** @type {string} */ server) {
    this.server = server;
    this.name = `e2e_${process.pid}_${++databases}`;
    const url = new URL(server);
    url.pathname = `/${this.name}`;
    this.url = url.href;
  }

  make() {
    this.#say(`CREATE DATABASE ${this.name}`);
  }

  /** Makes it as the prepared one is. */
  take(/** @type {string} */ prepared) {
    this.#say(`CREATE DATABASE ${this.name} TEMPLATE ${prepared}`);
  }

  /** Keeps a copy. Nobody may be on this one. */
  keep(/** @type {string} */ prepared) {
    this.#say(`CREATE DATABASE ${prepared} TEMPLATE ${this.name}`);
  }

  drop() {
    this.#say(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }

  #say(/** @type {string} */ sql) {
    execFileSync("psql", ["--no-psqlrc", "--quiet", "--command", sql, this.server], { stdio: ["ignore", "ignore", "inherit"] });
  }
}

export class Server {
  /** @type {import("node:child_process").ChildProcess | undefined} */ #child;
  /** @type {string[]} */ #log = [];
  /** @type {Database | undefined} */ #database;
  #folder = mkdtempSync(join(tmpdir(), "harborline-e2e-"));
  #clock = join(this.#folder, "clock");
  #city = "";
  /** @type {string[]} */ #more = [];
  /** The name of the prepared index of its city. */
  #index = "";
  url = "";

  /**
   * Starts it at that time, with these people, these models, a hotline that reads these languages, and without limits per
   * address, unless they are asked for; with more settings, or in another city.
   * @param {{
   *   at: string, staff?: Staff[], models?: string[], reads?: string[], limited?: boolean, more?: string[], city?: string,
   * }} options
   */
  static async start({ at, staff = [], models = [], reads = [], limited = false, more = [], city = "cities/weihai" }) {
    const server = new Server();
    try {
      server.#city = city;
      server.setTime(at);
      server.#more = more;
      server.#index = nameOf("search", [city, reads]);
      if (process.env.E2E_POSTGRES) server.#database = new Database(process.env.E2E_POSTGRES);
      if (reads.length > 0) server.#letHotlineRead(reads);
      server.#people(staff, nameOf("people", [engine, at, staff, city, reads, more]));
      take(server.#index, server.#search);
      for (const pair of models) server.run(["models", "add", pair, "--from", join(weights, pair)]);
      await server.#serve(limited);
      return server;
    } catch (error) {
      // What went wrong first is what must be said.
      await server.stop().catch(() => {});
      throw error;
    }
  }

  /** Puts the clock there; RFC 3339. */
  setTime(/** @type {string} */ at) {
    // In one step, so that nobody reads half a time.
    writeFileSync(`${this.#clock}.new`, at);
    renameSync(`${this.#clock}.new`, this.#clock);
  }

  /** What it wrote to standard error. */
  get log() {
    return this.#log.join("\n");
  }

  /** Runs another command of the binary on the same data. Fails when it does; gives what it prints. */
  run(/** @type {string[]} */ args, /** @type {string} */ input = "") {
    const options = { cwd: root, env: environment(), input, encoding: /** @type {const} */ ("utf8") };
    return execFileSync(binary, [...args, ...this.#settings()], { ...options, stdio: "pipe", timeout: commandMax });
  }

  async stop() {
    const child = this.#child;
    // Without a number it never began, and never ends.
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      const impatient = setTimeout(() => child.kill("SIGKILL"), stopMax);
      await ended;
      clearTimeout(impatient);
      // Stopped before it was built, there is none.
      if (existsSync(join(this.#search, "current")) && claim(this.#index)) keep(this.#index, this.#search);
    }
    this.#database?.drop();
    this.#database = undefined;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #data() {
    return join(this.#folder, "data");
  }

  get #search() {
    return join(this.#data, "search");
  }

  #settings() {
    const settings = ["--data", this.#data, "--clock-file", this.#clock, "--city", this.#city, ...this.#more];
    return this.#database ? [...settings, "--database", this.#database.url] : settings;
  }

  /** Works with a copy of the city's pack in which the hotline's staff read these languages, the first of them best. */
  #letHotlineRead(/** @type {string[]} */ languages) {
    const pack = join(this.#folder, "pack");
    cpSync(join(root, this.#city), pack, { recursive: true });
    const units = join(pack, "units/units.toml");
    const text = readFileSync(units, "utf8");
    const all = 'languages = ["zh", "en", "ko", "ja", "ru"]';
    if (!text.includes(all)) throw new Error(`units.toml has no unit with ${all}`);
    writeFileSync(units, text.replace(all, `languages = ${JSON.stringify(languages)}`));
    this.#city = pack;
  }

  /** Begins with these people, as others have begun with them or one by one. */
  #people(/** @type {Staff[]} */ staff, /** @type {string} */ prepared) {
    // The folder is kept after the database: where it is, both are.
    if (take(prepared, this.#data)) {
      this.#database?.take(prepared);
      return;
    }
    this.#database?.make();
    for (const person of staff) this.#add(person);
    if (staff.length === 0 || !claim(prepared)) return;
    this.#database?.keep(prepared);
    keep(prepared, this.#data);
  }

  #add(/** @type {Staff} */ { login, role, unit, name, languages }) {
    const who = ["--login", login, "--role", role, "--unit", unit, "--name", name, "--languages", languages];
    this.run(["user", "add", ...who, "--password-stdin"], password);
  }

  async #serve(/** @type {boolean} */ limited) {
    const limits = ["--rate-limit", limited ? "on" : "off"];
    const args = ["serve", "--listen", "127.0.0.1:0", ...limits, ...this.#settings()];
    const child = spawn(binary, args, { cwd: root, env: environment(), stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    process.once("exit", () => child.kill("SIGKILL"));
    createInterface({ input: child.stderr }).on("line", (line) => this.#log.push(line));
    this.url = await new Promise((ready, failed) => {
      const late = setTimeout(() => failed(new Error(`not ready within ${readyMax} ms\n${this.log}`)), readyMax);
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (!line.startsWith("ready ")) return;
        clearTimeout(late);
        ready(line.slice("ready ".length).trim());
      });
      child.once("error", failed);
      child.once("close", (code) => {
        clearTimeout(late);
        failed(new Error(`ended with ${code} before it was ready\n${this.log}`));
      });
    });
  }
}
