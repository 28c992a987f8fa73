// Mails about a case: left, confirmed, got and stopped, through a real mail server.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Api } from "../harness/api.mjs";
import { Visitor, launch, phone } from "../harness/browser.mjs";
import { complaint, days, words } from "../harness/journey.mjs";
import { Relay, links } from "../harness/relay.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const address = "minji.kim@example.org";

describe(`mails on ${engine}`, () => {
  /** @type {Relay} */ let relay;
  /** @type {Server} */ let server;
  /** @type {Api} */ let api;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    relay = await Relay.start();
    const mail = ["--mail-server", `127.0.0.1:${relay.port}`, "--mail-tls", "off", "--mail-from", "noreply@city.example"];
    const city = { at: days.opened, staff: [staff.agent], more: mail };
    [server, browser] = await together(Server.start(city), launch());
    api = new Api(server.url);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await relay?.stop();
  });

  async function open(/** @type {string} */ email) {
    const asked = { ...complaint, service: "enquiry", fields: {}, language: "ko", text: words.ko.complaint };
    const opened = await api.post("/cases", { ...asked, contact: { email } });
    assert.equal(opened.status, 201, opened.text);
    return opened.body;
  }

  test("are sent to who left an address and confirmed it, until they are stopped", async () => {
    const receipt = await open(address);
    const { reference } = receipt;
    const asked = await relay.letter();
    assert.deepEqual(asked.to, [address]);
    assert.match(asked.text, words.ko.script);

    const reader = await Visitor.come(browser, server, { language: "ko", viewport: phone });
    const [confirm] = links(asked);
    await reader.go(confirm);
    await reader.shot("mail/confirm-ko");
    await reader.press(reader.page.locator('main form button'));
    await reader.says(reference);
    assert.equal(await reader.page.locator("main form").count(), 0, "it is confirmed");

    const agent = await api.as(staff.agent);
    const reply = async () => {
      const said = await agent.post(`/desk/cases/${reference}/reply`, { text: words.ko.answer, language: "ko" });
      assert.equal(said.status, 200, said.text);
    };
    await reply();
    server.setTime("2026-09-30T10:04:00+08:00");
    // Whatever is opened has the tasks looked at, at once.
    await open("another@example.org");
    const letters = [await relay.letter(), await relay.letter()];
    const told = letters.find(({ to }) => to[0] === address);
    assert.ok(told, "what happened is told");
    assert.ok(!told.text.includes(words.ko.answer) && !told.text.includes(address), "and what was said is not");
    const [follow] = links(told);
    await reader.go(follow);
    assert.equal(await reader.page.locator('main [name="code"]').count(), 1, "the access code is asked for");
    await reader.fill({ code: receipt.access_code });
    await reader.press(reader.page.locator('main form button:not([type="button"])').first());
    await reader.says(address);
    await reader.shot("mail/follow-ko");

    // As a mail program does it (RFC 8058).
    assert.equal(told.headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    const stop = new URL(told.headers["list-unsubscribe"].slice(1, -1)).pathname;
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    const stopped = await fetch(`${server.url}${stop}`, { method: "POST", body, redirect: "error" });
    assert.equal(stopped.status, 200);
    await reply();
    server.setTime("2026-09-30T10:08:00+08:00");
    await open("one.more@example.org");
    assert.deepEqual((await relay.letter()).to, ["one.more@example.org"], "nothing more is sent to who stopped it");
    await reader.go(follow);
    assert.equal(await reader.page.locator('main [name="email"]').count(), 1, "an address may be left again");
    await reader.leave();
    assert.ok(!server.log.includes("@example.org"), "no log names an address");
  });

  test("that are refused are on the desk, and can be put right on the page of the case", async () => {
    const receipt = await open("nobody@example.org");
    const agent = await Visitor.come(browser, server);
    await agent.signIn(staff.agent);
    await agent.go("/desk/notices");
    await agent.says(receipt.reference);
    await agent.shot("mail/desk");
    await agent.leave();

    const reader = await Visitor.come(browser, server, { language: "ru" });
    await reader.go(`/ru/follow/${receipt.reference}`);
    await reader.fill({ code: receipt.access_code });
    await reader.press(reader.page.locator('main form button:not([type="button"])').first());
    await reader.says("nobody@example.org");
    await reader.send("/notices", { email: "somebody@" }, { status: 422 });
    await reader.send("/notices", { email: "somebody@example.org" });
    assert.deepEqual((await relay.letter()).to, ["somebody@example.org"]);
    await reader.shot("mail/waiting-ru");
    await reader.leave();
  });
});
