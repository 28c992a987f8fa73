// A case in a language that nobody at the hotline reads, with models on the city's own machine.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Api } from "../harness/api.mjs";
import { Visitor, launch } from "../harness/browser.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const lost = "Perdi o meu passaporte ontem à noite e não sei o que fazer agora. O meu voo AB123 é às 9:30.";
const answer = "Please come to the police station with a photo. The office is open until 17:00.";
/** Words that no student has learnt. */
const slang = "Tá osso arranjar o bagulho da repartição, a moça encheu linguiça. Perdi o contrato.";
const corrected = "The office makes it hard to get the paper: the clerk only talks. I have lost the contract.";

describe(`translation on ${engine}`, () => {
  const agent = { ...staff.agent, languages: "en,zh" };
  const interpreter = { ...staff.interpreter, languages: "en,pt" };
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    const models = ["en-pt", "pt-en"];
    [server, browser] = await together(
      Server.start({ at: "2026-11-23T10:00:00+08:00", staff: [agent, interpreter], models, reads: ["en", "zh"] }),
      launch(),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(/** @type {string} */ text) {
    const opened = await new Api(server.url).post("/cases", { service: "enquiry", text });
    assert.equal(opened.status, 201, opened.text);
    assert.equal(opened.body.language, "pt");
    return opened.body;
  }

  /** Goes to a page again until it says that: translations come a moment later. */
  async function until(/** @type {Visitor} */ visitor, /** @type {string} */ path, /** @type {string | RegExp} */ what) {
    await visitor.go(path);
    for (let tries = 0; tries < 100; tries += 1) {
      const text = (await visitor.text()).replaceAll(/\s+/g, " ");
      if (typeof what === "string" ? text.includes(what) : what.test(text)) break;
      await new Promise((done) => setTimeout(done, 100));
      await visitor.page.reload();
    }
    await visitor.says(what);
    await visitor.check();
  }

  async function signedIn(/** @type {typeof agent} */ who) {
    const visitor = await Visitor.come(browser, server, { language: "en" });
    await visitor.signIn(who);
    return visitor;
  }

  async function follow(/** @type {any} */ receipt) {
    const resident = await Visitor.come(browser, server, { language: "en" });
    await resident.go("/en/follow");
    await resident.send("/follow", { reference: receipt.reference, code: receipt.access_code });
    return resident;
  }

  test("a case in Portuguese is read in English, and its answer in Portuguese", async () => {
    const receipt = await open(lost);
    const path = `/desk/cases/${receipt.reference}`;
    const desk = await signedIn(agent);
    await until(desk, path, /I lost my passport.*AB123.*9:30/);
    await desk.says(/bergamot pt-en/);
    await desk.shot("translated-case");
    await desk.send(`${path}/accept`);
    await desk.send(`${path}/resolve`, { text: answer, language: "en" });
    await until(desk, path, /foto/);
    await desk.leave();

    const resident = await follow(receipt);
    await resident.says(answer);
    await resident.leave();
    const caller = new Api(server.url).holding(receipt).with({ "accept-language": "pt" });
    const read = await caller.get(`/cases/${receipt.reference}`);
    assert.match(read.text, /foto.*17/);
  });

  test("what a machine is unsure of is marked, checked by a person, and known from then on", async () => {
    const receipt = await open(slang);
    const desk = await signedIn(interpreter);
    await until(desk, "/desk/translation", new RegExp(`${receipt.reference}.*(To check|待校对)`));
    assert.equal(await desk.page.getByText("harborline models add").count(), 0, "a machine translates all that waits");
    await desk.shot("translation-to-check");
    const resident = await follow(receipt);
    await resident.says(/The machine was unsure/);
    await resident.shot("follow-unsure");

    await desk.press(desk.page.locator(`a[href*="${receipt.reference}"]`).first());
    await desk.shot("translation-check");
    await desk.send(`/desk/translation/${receipt.reference}/1/en`, { text: corrected });
    await resident.page.reload();
    await resident.says(corrected);
    await resident.says(/corrected by a person/);
    await resident.leave();

    const again = await open(slang);
    await until(desk, `/desk/cases/${again.reference}`, corrected);
    await desk.leave();
  });
});
