// What may go wrong at the desk, and the desk by keyboard alone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Api } from "../harness/api.mjs";
import { Visitor, launch } from "../harness/browser.mjs";
import { complaint, days, units, words } from "../harness/journey.mjs";
import { Server, engine, password, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

describe(`the desk on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(
      Server.start({ at: days.opened, staff: [staff.agent, staff.market, staff.supervisor] }),
      launch(),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open() {
    const opened = await new Api(server.url).post("/cases", { ...complaint, language: "ko", text: words.ko.complaint });
    assert.equal(opened.status, 201, opened.text);
    return opened.body.reference;
  }

  /** @param {import("../harness/server.mjs").Staff} who */
  async function signedIn(who) {
    const visitor = await Visitor.come(browser, server, { language: "zh" });
    await visitor.signIn(who);
    return visitor;
  }

  test("refuses a wrong password and keeps the login", async () => {
    const visitor = await Visitor.come(browser, server, { language: "zh" });
    await visitor.go("/desk/sign-in");
    await visitor.send("/desk/sign-in", { login: "agent", password: "not this one" }, { status: 401 });
    assert.equal(await visitor.page.locator('[name="login"]').inputValue(), "agent");
    assert.equal(await visitor.page.locator('[name="password"]').inputValue(), "");
    await visitor.leave();
  });

  test("keeps what was written when the session has ended", async () => {
    const reference = await open();
    const agent = await signedIn(staff.agent);
    const path = `/desk/cases/${reference}`;
    await agent.go(path);
    await agent.context.clearCookies({ name: /session/ });
    await agent.send(`${path}/note`, { text: units.question }, { status: 401 });
    await agent.send("/desk/sign-in", { login: staff.agent.login, password });
    const text = agent.page.locator(`form[action="${path}/note"] [name="text"]`);
    assert.equal(await text.inputValue(), units.question);
    assert.ok(await text.isVisible(), "the form is open");
    await agent.send(`${path}/note`);
    await agent.says(units.question);
    await agent.leave();
  });

  test("shows the second of two what changed first, and keeps their words", async () => {
    const reference = await open();
    const path = `/desk/cases/${reference}`;
    const [first, second] = [await signedIn(staff.agent), await signedIn(staff.supervisor)];
    await second.go(path);
    await first.go(path);
    await first.send(`${path}/route`, { unit: "culture-tourism" });
    await second.send(`${path}/route`, { unit: "market-regulation", reason: units.wrongUnit }, { status: 409 });
    const reason = second.page.locator(`form[action="${path}/route"] [name="reason"]`);
    if (await reason.count()) assert.equal(await reason.first().inputValue(), units.wrongUnit);
    else await second.says(units.wrongUnit);
    const now = await (await new Api(server.url).as(staff.agent)).get(path);
    assert.equal(now.body.unit, "culture-tourism");
    await second.shot("desk-conflict");
    await first.leave();
    await second.leave();
  });

  test("shows an officer nothing of another unit", async () => {
    const reference = await open();
    const market = await signedIn(staff.market);
    await market.go(`/desk/cases/${reference}`, { status: 404 });
    await market.go("/desk/wall", { status: 403 });
    await market.leave();
  });

  test("works by keyboard alone", async () => {
    const reference = await open();
    const visitor = await Visitor.come(browser, server, { language: "zh" });
    const { keyboard } = visitor.page;
    /** Goes on with Tab until the focus is there; whatever has the focus must be seen to have it. */
    async function reach(/** @type {string} */ selector) {
      for (let presses = 0; presses < 200; presses += 1) {
        await keyboard.press("Tab");
        const there = await visitor.page.evaluate((wanted) => {
          const at = document.activeElement;
          if (!at || at === document.body) return false;
          const style = getComputedStyle(at);
          const box = at.getBoundingClientRect();
          const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
          if (!seen && box.width > 1) throw new Error(`the focus is not seen on ${at.outerHTML.slice(0, 200)}`);
          return at.matches(wanted);
        }, selector);
        if (there) return;
      }
      throw new Error(`Tab does not lead to ${selector}`);
    }
    await visitor.go("/desk/sign-in");
    await visitor.page.evaluate(() => /** @type {any} */ (document.activeElement)?.blur());
    await reach('[name="login"]');
    await keyboard.type(staff.agent.login);
    await reach('[name="password"]');
    await keyboard.type(password);
    await Promise.all([visitor.page.waitForURL((url) => !url.pathname.includes("sign-in")), keyboard.press("Enter")]);
    await visitor.page.waitForLoadState("load");
    await visitor.check();
    await reach(`main a[href*="/desk/cases/${reference}"]`);
    await Promise.all([visitor.page.waitForURL(`**/desk/cases/${reference}*`), keyboard.press("Enter")]);
    await visitor.page.waitForLoadState("load");
    const form = `form[action="/desk/cases/${reference}/note"]`;
    await reach(`details:has(> ${form}) > summary, details:has(${form}) > summary`);
    const opened = () => visitor.page.locator(`${form} [name="text"]`).isVisible();
    if (!(await opened())) await keyboard.press("Enter");
    await reach(`${form} [name="text"]`);
    await keyboard.type("keyboard note");
    await reach(`${form} button`);
    await keyboard.press("Enter");
    await visitor.page.locator("main").getByText("keyboard note").first().waitFor();
    await visitor.check();
    await visitor.leave();
  });
});
