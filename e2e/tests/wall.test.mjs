// The wall of the hotline: it changes by itself when a chat begins and is taken, stands on a telephone and on a big screen, is
// read without scripts; and a plan of the week.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Visitor, launch } from "../harness/browser.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 812 };
const today = "2026-10-12T15:00:00+08:00";

describe(`the wall of the hotline on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    const start = Server.start({ at: today, staff: [staff.agent, staff.supervisor] });
    [server, browser] = await together(start, launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Waits until a tile shows that. @param {Visitor} who @param {string} code @param {string} value */
  const tile = async (who, code, value) => {
    const count = who.page.locator(`[data-tile="${code}"] .hd-tile__count`);
    await count.filter({ hasText: new RegExp(`^${value.replace(".", "\\.")}$`) }).waitFor({ timeout: 10_000 });
  };

  test("it changes while a chat begins and is taken", async () => {
    const supervisor = await Visitor.come(browser, server, { language: "en" });
    await supervisor.signIn(staff.supervisor);
    await supervisor.go("/desk/hotline/wall?lang=en");
    await tile(supervisor, "waiting", "0");
    await supervisor.says("neither for nor against");

    const visitor = await Visitor.come(browser, server, { language: "ko", viewport: narrow });
    await visitor.go("/ko/chat");
    await visitor.send("/chat", { text: "거류증이 다음 달에 만료돼요." });
    await tile(supervisor, "waiting", "1");

    const agent = await Visitor.come(browser, server, { language: "en" });
    await agent.signIn(staff.agent);
    await agent.go("/desk/hotline?lang=en");
    await agent.press("I am ready");
    await tile(supervisor, "ready", "1");
    await agent.page.getByText("Rings at you").waitFor();
    await agent.press("Take the chat");
    await tile(supervisor, "talking", "1");
    await tile(supervisor, "waiting", "0");
    await tile(supervisor, "in-time", "100.0%");
    await supervisor.check();
    await supervisor.shot("hotline-wall");
    await visitor.leave();
    await agent.leave();

    await supervisor.go("/desk/hotline/wall?view=big");
    await supervisor.check();
    assert.equal(await supervisor.page.locator(".hd-bar__nav").isVisible(), false);
    await supervisor.shot("hotline-wall-big");
    await supervisor.go("/desk/hotline/staffing");
    await supervisor.check();
    await supervisor.leave();
  });

  test("it stands on a telephone, and is read without scripts", async () => {
    const narrowly = await Visitor.come(browser, server, { language: "ko", viewport: narrow });
    await narrowly.signIn(staff.supervisor);
    for (const path of ["/desk/hotline/wall?lang=ko&span=week", "/desk/hotline/staffing?lang=ko"]) {
      await narrowly.go(path);
      await narrowly.check();
    }
    await narrowly.leave();

    const plainly = await Visitor.come(browser, server, { language: "ru", script: false });
    await plainly.signIn(staff.supervisor);
    await plainly.go("/desk/hotline/wall?lang=ru");
    await plainly.says("Обновить");
    await tile(plainly, "offered", "1");
    await plainly.leave();
  });
});
