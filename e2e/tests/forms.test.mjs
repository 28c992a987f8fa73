// What is written into a form is not lost, and help that cannot wait.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Api } from "../harness/api.mjs";
import { Visitor, launch, phone } from "../harness/browser.mjs";
import { answers, complaint, days, words } from "../harness/journey.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const apply = `/services/${complaint.service}/apply`;

describe(`forms on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(
      Server.start({ at: days.opened, staff: [staff.agent, staff.supervisor, staff.market] }),
      launch(),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const next = (/** @type {Visitor} */ visitor) => visitor.page.locator('main [name="go"][value="next"]');
  const control = (/** @type {Visitor} */ visitor, /** @type {string} */ name) =>
    visitor.page.locator(`main [name="${name}"]:not([type="hidden"])`);
  const kept = (/** @type {Visitor} */ visitor) =>
    visitor.page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("draft:")).length);

  async function pick(/** @type {Visitor} */ visitor, /** @type {string} */ language) {
    const picker = visitor.page.locator("header [data-picker]");
    await picker.locator("summary").click();
    await visitor.press(picker.locator(`[lang="${language}"]`));
    assert.equal(await visitor.page.locator("html").getAttribute("lang"), language);
  }

  /** Answers up to the question of that name. */
  async function upTo(/** @type {Visitor} */ visitor, /** @type {string} */ name) {
    while (!(await control(visitor, name).count())) {
      for (const [asked, value] of Object.entries(answers)) {
        if (await control(visitor, asked).count()) await visitor.fill({ [asked]: value });
      }
      await visitor.press(next(visitor));
    }
  }

  for (const script of [true, false]) {
    test(`keep every answer in another language, ${script ? "with" : "without"} scripts`, async () => {
      const visitor = await Visitor.come(browser, server, { language: "ko", viewport: phone, script });
      await visitor.go(`/ko${apply}`);
      await upTo(visitor, "fields.wish");
      await visitor.fill({ "fields.wish": ["refund", "apology"] });
      await pick(visitor, "ru");
      for (const value of ["refund", "apology"]) {
        assert.ok(await visitor.page.locator(`[name="fields.wish"][value="${value}"]`).isChecked(), value);
      }
      await visitor.press(next(visitor));
      await upTo(visitor, "text");
      await visitor.fill({ text: words.ko.complaint });
      await pick(visitor, "ja");
      assert.equal(await control(visitor, "text").inputValue(), words.ko.complaint);
      await visitor.answer({});
      await visitor.says(complaint.fields.shop);
      await visitor.says(words.ko.complaint);

      // A file that was chosen goes along, and then with the form.
      const file = join(tmpdir(), `receipt-${process.pid}.pdf`);
      writeFileSync(file, "%PDF-1.4 a receipt");
      await visitor.fill({ file });
      await pick(visitor, "ko");
      await visitor.says("receipt-");
      await visitor.shot(`forms-check-${script}`);
      await visitor.press(visitor.page.locator('[name="go"][value="send"]'));
      const reference = await visitor.page.locator("#receipt-reference").innerText();
      await visitor.go(`/ko/follow/${reference}`);
      await visitor.says("receipt-");
      await visitor.leave();
    });
  }

  test("have what was written after a reload, until it is sent", async () => {
    const visitor = await Visitor.come(browser, server, { language: "en" });
    await visitor.go("/en/services/enquiry/apply");
    const asked = "Where can I register my bicycle?";
    while (!(await control(visitor, "text").count())) await visitor.press(next(visitor));
    await visitor.fill({ text: asked });
    await visitor.page.reload();
    assert.equal(await control(visitor, "text").inputValue(), asked, "the page is sent again, and has what was typed since");

    // Someone looks something up and comes back.
    await visitor.go("/en/help");
    await visitor.go("/en/services/enquiry/apply");
    await visitor.says("What you entered before is still here.");
    await visitor.press("Go on with it");
    assert.equal(await control(visitor, "text").inputValue(), asked);
    const token = await visitor.page.locator('main [name="once"]').getAttribute("value");
    await visitor.answer({});
    assert.equal(await visitor.page.locator('main [name="once"]').getAttribute("value"), token, "it is the same request");
    await visitor.press(visitor.page.locator('[name="go"][value="send"]'));
    assert.equal(await kept(visitor), 0, "what was sent is not kept");
    assert.ok(!visitor.page.url().includes("bicycle"));

    // A message is kept, too, and gone once it is sent.
    const reference = await visitor.page.locator("#receipt-reference").innerText();
    await visitor.go(`/en/follow/${reference}`);
    await visitor.fill({ reply: "It is a blue one." });
    await visitor.page.reload();
    assert.equal(await control(visitor, "reply").inputValue(), "It is a blue one.");
    await visitor.send("/reply");
    await visitor.says("It is a blue one.");
    assert.equal(await control(visitor, "reply").inputValue(), "");
    assert.equal(await kept(visitor), 0);

    // After an hour it is gone.
    await visitor.fill({ reply: "Too late" });
    await visitor.page.evaluate(() => {
      for (const key of Object.keys(sessionStorage)) {
        const draft = JSON.parse(sessionStorage.getItem(key) ?? "null");
        sessionStorage.setItem(key, JSON.stringify({ ...draft, at: draft.at - 3_700_000 }));
      }
    });
    await visitor.page.reload();
    assert.equal(await control(visitor, "reply").inputValue(), "");
    await visitor.leave();
  });

  test("leave nothing at a kiosk", async () => {
    const visitor = await Visitor.come(browser, server, { language: "en" });
    await visitor.go("/kiosk");
    await visitor.go("/en/services/urgent-help");
    await visitor.fill({ text: "I have lost my passport" });
    assert.equal(await kept(visitor), 0);
    await visitor.page.reload();
    assert.equal(await control(visitor, "text").inputValue(), "");
    await visitor.leave();
  });

  test("keep a reply of the desk until it is sent, and nothing after signing out", async () => {
    const opened = await new Api(server.url).post("/cases", { ...complaint, language: "ko", text: words.ko.complaint });
    const agent = await Visitor.come(browser, server, { language: "zh" });
    await agent.signIn(staff.agent);
    const path = `/desk/cases/${opened.body.reference}`;
    const note = agent.page.locator(`form[action="${path}/note"] [name="text"]`);
    await agent.go(path);
    await note.evaluate((/** @type {any} */ area) => (area.closest("details").open = true));
    await note.fill("已电话联系");
    await agent.page.reload();
    assert.equal(await note.inputValue(), "已电话联系");
    assert.ok(await note.isVisible(), "and it is seen");
    await agent.press(agent.page.locator('form[action="/desk/sign-out"] button'));
    assert.equal(await kept(agent), 0);
    await agent.leave();
  });

  test("call for help in two fields, and stand before everybody when somebody is not safe", async () => {
    const agent = await Visitor.come(browser, server, { language: "zh" });
    // What the desk sounds, counted.
    await agent.context.addInitScript(() => {
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when) {
        document.documentElement.dataset.rang = String(Number(document.documentElement.dataset.rang ?? 0) + 1);
        return start.call(this, when);
      };
    });
    await agent.signIn(staff.agent);
    await agent.go("/desk");
    const rang = () => agent.page.evaluate(() => Number(document.documentElement.dataset.rang ?? 0));
    await agent.page.getByRole("button", { name: "提示音：关" }).click();
    await agent.page.getByRole("button", { name: "提示音：开" }).waitFor();
    assert.equal(await rang(), 0);

    const resident = await Visitor.come(browser, server, { language: "ru", viewport: phone });
    await resident.go("/ru");
    await resident.press(resident.page.locator('main a[href$="/services/urgent-help"]').first());
    assert.equal(await resident.page.locator('main a[href^="tel:"]').count(), 4);
    await resident.says("我需要帮助");
    await resident.says("我说俄语。");
    await resident.shot("urgent-ru");
    await resident.fill({ text: "Украли паспорт, человек идёт за мной", "fields.where": "Причал, +7 900 123 45 67" });
    await resident.fill({ "fields.safe": "no" });
    await resident.press(resident.page.locator('main [name="go"][value="send"]'));
    await resident.says("Звоните прямо сейчас");
    await resident.shot("urgent-ru-stop");
    assert.equal(await resident.page.locator('main a[href="tel:110"]').count(), 1);
    await resident.press(resident.page.locator('main [name="go"][value="anyway"]'));
    const reference = await resident.page.locator("#receipt-reference").innerText();
    assert.equal(await kept(resident), 0);
    await resident.leave();

    await agent.page.locator("[data-alarm-said]").waitFor();
    await agent.page.waitForFunction(() => Number(document.documentElement.dataset.rang ?? 0) > 0);
    await agent.press(agent.page.locator("[data-alarm-said] a"));
    const first = agent.page.locator("tbody tr").first();
    assert.match((await first.getAttribute("class")) ?? "", /hd-row--danger/);
    assert.match(await first.innerText(), new RegExp(`${reference}[^]*您现在安全吗？否`));
    await agent.shot("urgent-queue");
    // It was heard once; and it is not heard by who turned it off.
    assert.equal(await rang(), 0);
    await agent.go("/desk/inbox");
    assert.match((await agent.page.locator(".hd-slip").first().getAttribute("class")) ?? "", /hd-row--danger/);
    await agent.shot("urgent-inbox");
    await agent.leave();
  });
});
