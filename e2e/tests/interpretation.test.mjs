// Interpreters: a resident asks for one without a script, the interpreter promises to keep silent, a substitute takes over, and
// the resident follows it; a calendar that another program reads.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { python, root } from "../harness/built.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 812 };
const today = "2026-10-12T15:00:00+08:00";

describe(`interpreters on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    const people = [staff.agent, staff.interpreter, staff.supervisor];
    [server, browser] = await together(Server.start({ at: today, staff: people }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** @param {import("../harness/server.mjs").Staff} who */
  async function signedIn(who) {
    const visitor = await Visitor.come(browser, server, { language: "en" });
    await visitor.signIn(who);
    await visitor.go("/desk/interpretation?lang=en");
    return visitor;
  }

  test("a resident asks, an interpreter promises, a substitute takes over, and the resident sees it", async () => {
    const resident = await Visitor.come(browser, server, { language: "en", script: false, viewport: narrow });
    await resident.go("/en/interpreters");
    const form = resident.page.locator("main form").last();
    await form.locator("[name=language]").selectOption("ko");
    await form.locator("[name=setting][value=hospital]").check();
    await form.locator("[name=date]").fill("2026-10-15");
    await form.locator("[name=from]").fill("10:00");
    await form.locator("[name=until]").fill("11:00");
    await form.locator("[name=details]").fill("Ask for Mrs Wang, second floor.");
    await form.locator("button").click();
    await resident.says("Reference");
    const reference = new URL(resident.page.url()).pathname.split("/").pop();
    await resident.go(`/en/follow/${reference}`);
    await resident.says("An interpreter is being looked for.");

    const supervisor = await signedIn(staff.supervisor);
    await supervisor.go("/desk/interpretation?state=asked");
    await supervisor.page.locator("[data-row]").first().click();
    const record = new URL(supervisor.page.url()).pathname;
    const give = async (command, who) => {
      await supervisor.go(record);
      const select = supervisor.page.locator(`#do-${command} [name=staff]`);
      const value = await select.locator("option", { hasText: who.name }).first().getAttribute("value");
      await supervisor.send(`/${command}`, { staff: value ?? "" });
    };
    await give("offer", staff.interpreter);

    const promises = async (who) => {
      const visitor = await signedIn(who);
      await visitor.go(record);
      await visitor.says("Promise of confidentiality");
      // An agent works on every case, and knows what it is about.
      const knows = who === staff.agent;
      assert.equal((await visitor.page.content()).includes("Mrs Wang"), knows, "no word before the promise");
      const accept = visitor.page.locator("#do-accept");
      await accept.evaluate((form) => form.closest("details").setAttribute("open", ""));
      await accept.locator("[name=promised]").check();
      await accept.locator("button").click();
      await visitor.says("Mrs Wang");
      return visitor;
    };
    const interpreter = await promises(staff.interpreter);
    await resident.go(`/en/follow/${reference}`);
    await resident.says("An interpreter will come");

    await interpreter.go("/desk/interpretation/calendar");
    await interpreter.page.locator("main form button").first().click();
    const address = await interpreter.page.locator("#address").inputValue();
    const answer = await fetch(address.replace(/^https?:\/\/[^/]+/, server.url));
    assert.match(answer.headers.get("content-type") ?? "", /^text\/calendar/);
    const read = spawnSync(python, [join(root, "xtask/feeds/times.py")], { input: await answer.text(), encoding: "utf8" });
    assert.equal(read.status, 0, read.stderr);
    const { wrong, version, events } = JSON.parse(read.stdout);
    assert.deepEqual([wrong, version, events.length], [[], "2.0", 1]);
    assert.equal(events[0].starts, "2026-10-15T02:00:00+00:00");
    assert.equal(events[0].summary, "Hospital · Korean");
    await interpreter.leave();

    await give("substitute", staff.agent);
    const agent = await promises(staff.agent);
    await agent.leave();
    await supervisor.go("/desk/interpretation/week?of=2026-10-15");
    await supervisor.says("10:00–11:00");
    await supervisor.shot("interpretation-week");
    await supervisor.leave();

    await resident.go(`/en/follow/${reference}/interpreters`);
    await resident.says("An interpreter will come");
    await resident.page.locator("main ul a[href*='/interpreters/cancel']").first().click();
    await resident.says("you can ask for another one later");
    await resident.page.locator("main form button").first().click();
    await resident.says("It was cancelled.");
    await resident.context.close();
  });

  for (const language of /** @type {const} */ (["zh", "en", "ko", "ja", "ru"])) {
    test(`the form is sound and fits a phone in ${language}`, async () => {
      for (const viewport of language === "en" ? [desktop, narrow] : [narrow]) {
        const visitor = await Visitor.come(browser, server, { language, viewport });
        await visitor.go(`/${language}/interpreters`);
        const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} px too wide`);
        await visitor.context.close();
      }
    });
  }
});
