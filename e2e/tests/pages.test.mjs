// Every public page in every language, on a desk and on a phone; and what no page may do.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Api } from "../harness/api.mjs";
import { Visitor, desktop, launch, phone } from "../harness/browser.mjs";
import { answers, days, words } from "../harness/journey.mjs";
import { Server, engine } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const languages = /** @type {const} */ (["zh", "en", "ko", "ja", "ru"]);
/** As the pack has them, where they are more than the language. @type {Record<string, string>} */
const tags = { zh: "zh-Hans", en: "en-GB" };
/** Those with the longest words, and the longest without a blank, are looked at most closely: what breaks, breaks there first. */
const longest = ["ru", "ko"];
const rooms = ["", "/find", "/services", "/guides", "/regulation", "/regulation/15", "/results", "/follow", "/help", "/about", "/privacy", "/accessibility"];

describe(`public pages on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(Server.start({ at: days.opened }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  // They are the same on both engines.
  const all = { skip: engine === "sqlite" ? false : "seen on SQLite" };

  describe("in every language", { concurrency: 2 }, () => {
    for (const language of languages) {
      test(`in ${language}`, all, async () => {
        const visitor = await Visitor.come(browser, server, { language });
        const tag = tags[language] ?? language;
        const services = (await new Api(server.url).get("/services")).body;
        const starts = services.map((/** @type {{ code: string }} */ { code }) => `/services/${code}`);
        const forms = starts.map((/** @type {string} */ start) => `${start}/apply`);
        const guides = (await new Api(server.url).get("/guides")).body;
        const read = guides.slice(0, 3).map((/** @type {{ code: string }} */ { code }) => `/guides/${code}`);
        await visitor.go(`/${language}/guides`);
        const helpers = await visitor.page.locator('main a[href*="/helpers/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
        const asked = helpers.slice(0, 1).flatMap((href) => ["", "/1", "/all"].map((step) => href.slice(language.length + 1) + step));
        const seen = [...rooms, ...read, ...asked];
        const missing = `/services/nothing-of-the-kind`;
        const closely = longest.includes(language);
        for (const path of [...seen, ...starts, ...forms, missing]) {
          await visitor.page.setViewportSize(desktop);
          // What a service says and asks is built alike in every language: the first of them stands for the others.
          const check = closely || seen.includes(path) || path === missing || path.startsWith(starts[0]);
          await visitor.go(`/${language}${path}`, { status: path === missing ? 404 : 200, check });
          assert.equal(await visitor.page.locator("html").getAttribute("lang"), tag, path);
          assert.equal(await visitor.page.locator("h1").count(), 1, `${path} has one first heading`);
          const looked = closely && seen.includes(path);
          if (looked) await visitor.shot(`pages/${language}${path.replaceAll("/", "-")}`);
          await visitor.page.setViewportSize(phone);
          await fits(visitor, path);
          if (looked) {
            await visitor.check();
            await visitor.shot(`pages/${language}${path.replaceAll("/", "-")}-phone`);
          }
        }
        await visitor.leave();
      });
    }
  });

  /** Nothing is wider than the page. */
  async function fits(/** @type {Visitor} */ visitor, /** @type {string} */ path) {
    const over = await visitor.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${path} is ${over} pixels wider than a phone`);
  }

  test("speak the browser's language, until another is picked", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru" });
    await visitor.go("/");
    assert.equal(new URL(visitor.page.url()).pathname, "/ru");
    await visitor.page.locator("header [data-picker] summary").click();
    await visitor.press(visitor.page.locator('header [data-picker] a[hreflang="ko"]'));
    assert.match(await visitor.text(), words.ko.script);
    await visitor.go("/");
    assert.equal(new URL(visitor.page.url()).pathname, "/ko", "the choice is remembered");
    await visitor.leave();
  });

  test("lead from somebody's own words to the service they mean, and keep them", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ko", viewport: phone });
    await visitor.go("/ko");
    const words = "온라인 쇼핑몰에서 산 가방이 불량인데 환불을 안 해 줘요";
    await visitor.page.locator("textarea[name=text]").fill(words);
    await visitor.press(visitor.page.locator("main form button"));
    assert.ok(!visitor.page.url().includes("%"), "what was written is in no address");
    await fits(visitor, "/find");
    await visitor.shot("pages/ko-found-phone");
    await visitor.press(visitor.page.locator(".hl-choice button").first());
    assert.match(visitor.page.url(), /\/ko\/services\/consumer-complaint\/apply$/);
    assert.equal(await visitor.page.locator("#form input[name=text]").inputValue(), words);
    assert.equal(await visitor.page.locator(".govuk-error-summary").count(), 0);
    await visitor.leave();
  });

  test("take a complaint without scripts", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ko", script: false });
    await visitor.go("/ko/services/consumer-complaint/apply");
    await visitor.answer({ ...answers, text: words.ko.complaint });
    await visitor.press(visitor.page.locator('[name="go"][value="send"]'));
    await visitor.says(words.ko.acceptanceDue);
    await visitor.leave();
  });

  test("name what is wrong in a form, and lose nothing", async () => {
    const visitor = await Visitor.come(browser, server, { language: "en" });
    await visitor.go("/en/services/enquiry/apply");
    const next = visitor.page.locator('[name="go"][value="next"]');
    while (!(await visitor.page.locator('textarea[name="text"]').count())) await visitor.press(next);
    await visitor.press(next, { status: 422 });
    const summary = visitor.page.locator("[data-summary]");
    await summary.waitFor();
    assert.ok(await summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
    assert.match(await visitor.page.title(), /^Error:/);

    const long = "word ".repeat(900).trim();
    await visitor.fill({ text: long });
    await visitor.press(next, { status: 422 });
    assert.equal(await visitor.page.locator('textarea[name="text"]').inputValue(), long);
    await summary.locator("a").first().click();
    const focused = await visitor.page.evaluate(() => document.activeElement?.getAttribute("name"));
    assert.equal(focused, "text", "the summary leads to the field");
    await visitor.leave();
  });

  test("answer a wrong access code like an unknown reference", async () => {
    const api = new Api(server.url);
    const opened = await api.post("/cases", { service: "enquiry", language: "en", text: "Where is the city library?" });
    const visitor = await Visitor.come(browser, server, { language: "en" });
    const said = [];
    for (const reference of [opened.body.reference, "1111-1111"]) {
      await visitor.go("/en/follow");
      await visitor.send("/follow", { reference, code: "1111-1111-1111" }, { status: 401 });
      said.push((await visitor.text()).replace(reference, ""));
    }
    assert.equal(said[0], said[1]);
    await visitor.leave();
  });
});
