// People with a browser. Whatever they do, every page they come to is checked: by axe against WCAG 2.2 AA, for anything
// the browser complains of, and for requests that leave the server.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { engine, password } from "./server.mjs";
import { isSound, nameOf, sound } from "./sound.mjs";

const screens = resolve(fileURLToPath(import.meta.url), "../../screens", engine);
/** Put into each page as it is, and asked for what is wrong alone: its builder for Playwright takes twice the time. */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wcag = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }, resultTypes: ["violations"] };
const patience = 15_000;

/** What the browser says it reads, by the language of the address. */
const locales = { zh: "zh-CN", en: "en-GB", ko: "ko-KR", ja: "ja-JP", ru: "ru-RU", ar: "ar" };

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };

/** For calls: a microphone that beeps, a camera that counts, and nobody who is asked for leave. */
export const media = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

const whole = process.env.E2E_CHROMIUM ?? "/usr/bin/chromium";
const shell = process.env.E2E_CHROMIUM_SHELL ?? "/usr/bin/chromium-headless-shell";

/**
 * Debian's Chromium, with nothing it would do of its own accord; with more switches. Pages need nothing of what shows it on a
 * screen, and take a third less of a processor without; calls need the whole of it.
 */
export function launch(/** @type {string[]} */ more = []) {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: media.every((one) => more.includes(one)) ? whole : shell,
    args: [
      ...(root ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Nothing but this machine has a name.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ...more,
    ],
  });
}

/**
 * @typedef {object} Options
 * @property {keyof typeof locales} [language]
 * @property {{ width: number, height: number }} [viewport]
 * @property {boolean} [script] whether scripts run; without them axe cannot run either
 */

export class Visitor {
  /** @type {string[]} */ #complaints = [];
  /** @type {Set<import("playwright-core").Request>} */ #underway = new Set();
  /** Requests for pages and fragments, so far. */
  #asked = 0;
  /** @type {number[]} */ #expected = [];
  /** What the last page was answered with. */
  #status = 0;
  /** @type {import("playwright-core").BrowserContext} */ context;
  /** @type {import("playwright-core").Page} */ page;

  /**
   * @param {import("playwright-core").Browser} browser @param {{ url: string }} server @param {Options} [options]
   */
  static async come(browser, server, { language = "en", viewport = desktop, script = true } = {}) {
    const context = await browser.newContext({
      baseURL: server.url,
      locale: locales[language],
      timezoneId: "Asia/Shanghai",
      viewport,
      javaScriptEnabled: script,
    });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    return new Visitor(context, page, server.url, script);
  }

  /**
   * @param {import("playwright-core").BrowserContext} context @param {import("playwright-core").Page} page
   * @param {string} url @param {boolean} script
   */
  constructor(context, page, url, script) {
    this.context = context;
    this.page = page;
    this.script = script;
    const live = ["eventsource", "websocket"];
    page.on("console", (message) => {
      const said = message.text();
      const foreseen = this.#expected.some((status) => said.includes(`the server responded with a status of ${status}`));
      if ((message.type() === "error" && !foreseen) || said.includes("Content Security Policy")) {
        this.#complaints.push(`console: ${said} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => this.#complaints.push(`error in a script: ${error.message}`));
    page.on("request", (request) => {
      const asked = request.url();
      if (!asked.startsWith(`${url}/`) && !/^(data|blob|about):/.test(asked)) {
        this.#complaints.push(`a request left the server: ${asked}`);
      }
      // What a call asks is answered when something happens.
      if (/\/call(\/now)?\?after=/.test(asked)) return;
      if (live.includes(request.resourceType()) || request.headers().accept === "text/event-stream") return;
      this.#underway.add(request);
      if (["document", "fetch", "xhr"].includes(request.resourceType())) this.#asked += 1;
    });
    page.on("requestfinished", (request) => this.#underway.delete(request));
    page.on("requestfailed", (request) => this.#underway.delete(request));
    page.on("response", (response) => {
      const request = response.request();
      const redirects = response.status() >= 300 && response.status() < 400;
      if (request.isNavigationRequest() && !redirects) this.#status = response.status();
    });
    page.on("dialog", (dialog) => dialog.accept());
  }

  /** From now on the page may be answered so, by what it asks for itself. */
  foresee(/** @type {number} */ status) {
    this.#expected.push(status);
  }

  /** Goes to an address; the page is checked, unless told not to. */
  async go(/** @type {string} */ path, { status = 200, check = true } = {}) {
    this.#expected.push(status);
    const answer = await this.page.goto(path);
    assert.equal(answer?.status(), status, `${path} answers with ${status}`);
    if (check) await this.check();
  }

  /**
   * Fills in controls by their names: text, choices by value, files by path.
   * @param {Record<string, string | string[]>} values
   * @param {import("playwright-core").Locator} [within]
   */
  async fill(values, within = this.page.locator("main")) {
    for (const [name, value] of Object.entries(values)) {
      const control = within.locator(`[name="${name}"]:not([type="hidden"])`);
      const kind = await control.first().evaluate((/** @type {any} */ element) => element.type);
      const each = [value].flat();
      if (kind === "radio" || kind === "checkbox") {
        for (const one of each) await within.locator(`[name="${name}"][value="${one}"]`).check();
      } else if (kind.startsWith("select")) {
        await control.first().selectOption(each);
      } else if (kind === "file") {
        await control.first().setInputFiles(each);
      } else {
        await control.first().fill(each[0]);
      }
    }
  }

  /**
   * Presses a button or follows a link, by its name or as found, and waits for what comes of it.
   * @param {string | RegExp | import("playwright-core").Locator} what
   * @param {{ role?: "button" | "link", status?: number }} [options]
   */
  async press(what, { role = "button", status = 200 } = {}) {
    this.#expected.push(status);
    const named = typeof what === "string" || what instanceof RegExp;
    const target = named ? this.page.getByRole(role, { name: what }).first() : what;
    const before = this.#asked;
    this.#status = status;
    await target.click();
    await this.#settle(before);
    assert.equal(this.#status, status, `${what} leads to a page with ${status}`);
    await this.check();
  }

  /**
   * Fills in the form that posts to an address with this end, opening what it lies in, and sends it.
   * @param {string} end @param {Record<string, string | string[]>} [values] @param {{ status?: number }} [options]
   */
  async send(end, values = {}, options = {}) {
    const form = this.page.locator(`form[method="post"][action$="${end}"]`).first();
    await form.evaluate((/** @type {Element} */ element) => {
      for (let at = element.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
    });
    await this.fill(values, form);
    await this.press(form.locator('button:not([type="button"])').last(), options);
  }

  /** Answers a service's form, question by question, up to the page where all answers are checked. */
  async answer(/** @type {Record<string, string | string[]>} */ answers) {
    const questions = this.page.locator('[name="go"][value="next"]');
    const asked = [];
    while (await questions.count()) {
      const names = await this.page
        .locator('main form [name]:not([type="hidden"]):not(button)')
        .evaluateAll((/** @type {any[]} */ controls) => [...new Set(controls.map(({ name }) => name))]);
      await this.fill(Object.fromEntries(names.filter((name) => name in answers).map((name) => [name, answers[name]])));
      asked.push(...names);
      assert.ok(asked.length < 100, `the form ends; it asked ${asked.join(", ")}`);
      await this.press(questions);
    }
    for (const name of Object.keys(answers)) assert.ok(asked.includes(name), `${name} is asked`);
  }

  /** Waits until what was begun has ended. */
  async #settle(/** @type {number} */ before) {
    const until = Date.now() + patience;
    const begins = Date.now() + 1_000;
    const underway = () => (this.#asked === before && Date.now() < begins) || this.#underway.size > 0;
    while (underway()) {
      if (Date.now() > until) {
        const waits = [...this.#underway].map((request) => request.url());
        throw new Error(`still waiting for ${waits.join(", ")}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
    await this.page.waitForLoadState("load");
    // htmx swaps in what came.
    await this.page.waitForFunction(() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling"));
  }

  /** Checks the page that is shown; axe is asked about it unless one that is built the same was found sound. */
  async check() {
    const where = new URL(this.page.url()).pathname;
    try {
      assert.deepEqual(this.#complaints, [], `nothing went wrong on the way to ${where}`);
      if (!this.script) return;
      assert.equal(this.page.frames().length, 1, `${where} has no page within it that axe would not see`);
      const name = await nameOf(this.page);
      if (isSound(name)) return;
      await this.page.evaluate(axe);
      const violations = await this.page.evaluate(async (how) => (await /** @type {any} */ (window).axe.run(how)).violations, wcag);
      const found = violations.map((/** @type {any} */ { id, help, nodes }) => {
        const places = nodes.map((/** @type {any} */ node) => `  ${node.target.join(" ")}: ${node.html.slice(0, 200)}`);
        return `${id}: ${help}\n${places.join("\n")}`;
      });
      assert.deepEqual(found, [], `${where} is accessible`);
      // What a script has changed meanwhile has another name, and is asked about when it is checked.
      sound(name);
    } catch (error) {
      await this.shot(`failed${where.replaceAll("/", "-")}`).catch(() => {});
      throw error;
    }
  }

  /** What the page says. */
  text() {
    return this.page.locator("main").innerText();
  }

  /** Asserts that the page says so. */
  async says(/** @type {string | RegExp} */ what) {
    const text = (await this.text()).replaceAll(/\s+/g, " ");
    const said = typeof what === "string" ? text.includes(what) : what.test(text);
    assert.ok(said, `${new URL(this.page.url()).pathname} says ${what}; it says: ${text.slice(0, 1500)}`);
  }

  /** Keeps a picture of the page in `screens/`, or where it is told. */
  async shot(/** @type {string} */ name, folder = screens, fullPage = true) {
    const path = resolve(folder, `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path, fullPage });
  }

  /** Signs in at the desk. */
  async signIn(/** @type {{ login: string }} */ { login }) {
    await this.go("/desk/sign-in");
    await this.send("/desk/sign-in", { login, password });
    assert.match(new URL(this.page.url()).pathname, /^\/desk(?!\/sign-in)/, `${login} is signed in`);
  }

  /** Leaves; nothing may have gone wrong. */
  async leave() {
    await this.context.close();
    assert.deepEqual(this.#complaints, [], "nothing went wrong");
  }
}
