// Four in a call, over a real Janus (Debian): each page has one line to it, on which it hears all others and not itself; when the
// server dies, each hears each again, and with three they need none.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, media } from "../harness/browser.mjs";
import { come, hears, isSilent, lags } from "../harness/calls.mjs";
import { Janus, installed } from "../harness/janus.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const today = "2026-10-12T15:00:00+08:00";
const interpreter = { ...staff.interpreter, languages: "zh,en" };

const unseen = engine === "postgres" ? "janus is not installed" : "seen on PostgreSQL";

describe(`calls with more than three on ${engine}`, { skip: installed && engine === "postgres" ? false : unseen }, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;
  /** @type {Janus} */ let janus;

  before(async () => {
    janus = await Janus.start();
    const people = [staff.agent, interpreter, staff.tourism];
    [server, browser] = await together(Server.start({ at: today, staff: people, more: janus.settings }), launch(media));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await janus?.clear();
  });

  async function working(person, how = async (/** @type {import("../harness/browser.mjs").Visitor} */ _) => {}) {
    const who = await come(browser, server, { language: "en" });
    await how(who);
    await who.signIn(person);
    await who.go("/desk/hotline?lang=en");
    return who;
  }

  async function asksIn(agent, person) {
    await agent.page.locator("summary", { hasText: "Ask somebody in" }).click();
    await agent.page.locator("form[action$='/ring'] select").selectOption({ label: person.name });
    await agent.page.locator("form[action$='/ring'] button").click();
    const who = await working(person);
    await who.says("You are asked in");
    await who.press("Join");
    return who;
  }

  test("a fourth comes, all hear each other by the media server, and without it from each to each", async () => {
    const caller = await come(browser, server, { language: "en", viewport: { width: 375, height: 812 } });
    await caller.go("/en/call");
    await caller.page.getByRole("button", { name: "Call now" }).click();
    await caller.page.getByText("It rings.").waitFor();
    const agent = await working(staff.agent, lags);
    await agent.press("Answer the call");
    const third = await asksIn(agent, interpreter);
    await Promise.all([agent, caller, third].map((who) => hears(who, 2)));
    await caller.page.getByRole("button", { name: "Turn camera on" }).click();
    await agent.page.locator("video[data-peer='0']:not([hidden])").waitFor();

    const fourth = await asksIn(agent, staff.tourism);
    const all = [caller, agent, third, fourth];
    await Promise.all(all.map((who) => hears(who, 1)));
    for (const who of all) {
      await who.page.getByText("sound goes through the city’s own server").waitFor();
      assert.equal(await who.page.locator("video:not([hidden])").count(), 0, "sound alone");
      assert.ok(!(await who.page.locator("[data-call-camera]").isVisible()));
    }
    await Promise.all([caller.check(), agent.check()]);
    await caller.shot("call-four-en");
    // Of one who alone speaks, all others hear something, and they themselves do not.
    for (const who of [agent, third, fourth]) await who.page.getByRole("button", { name: "Mute" }).click();
    await Promise.all([...[agent, third, fourth].map((who) => hears(who, 1)), isSilent(caller)]);
    for (const who of [agent, third, fourth]) await who.page.getByRole("button", { name: "Unmute" }).click();
    await hears(caller, 1);
    // Whoever loads the page anew is let in again, in place of what was there of them.
    await caller.page.reload();
    await Promise.all(all.map((who) => hears(who, 1)));

    // Of what is asked from now on nothing comes: the server is away, and later it is not needed.
    for (const who of all) for (const status of [503, 409]) who.foresee(status);
    await janus.stop();
    // A browser takes seconds to notice, each page for itself; then each finds each.
    await Promise.all(all.map((who) => hears(who, 3, 45_000)));
    await caller.page.getByText("meanwhile sound goes from device to device").waitFor();

    await fourth.page.locator("summary", { hasText: "Leave" }).click();
    await fourth.page.locator("form[action$='/leave'] button").click();
    await Promise.all([caller, agent, third].map((who) => hears(who, 2)));
    assert.ok(await caller.page.getByRole("button", { name: "Turn camera on" }).isVisible());
    assert.equal(await caller.page.getByText("meanwhile sound goes").isVisible(), false);
    for (const who of [fourth, third, agent, caller]) await who.leave();
    assert.ok(!/a=candidate|a-secret-only-for-tests/u.test(server.log), "nothing of it in the log");
  });
});
