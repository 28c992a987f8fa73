// Health: a doctor is found, a card is made that goes nowhere, and a sentence fills the screen.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Api } from "../harness/api.mjs";
import { Visitor, desktop, launch, phone } from "../harness/browser.mjs";
import { days } from "../harness/journey.mjs";
import { Server, engine } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 320, height: 700 };
const pages = ["", "/doctors", "/doctors?language=ru&speciality=teeth", "/card", "/sentences"];

/** What is the pack's alone, and the same on both engines. */
const once = { skip: engine === "sqlite" ? false : "seen on SQLite" };

describe(`health on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(Server.start({ at: days.opened }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const language of /** @type {const} */ (["zh", "en", "ko", "ja", "ru"])) {
    test(`is sound and fits in ${language}`, once, async () => {
      // Russian has the longest words, and Korean the longest without a blank.
      for (const viewport of language === "ru" || language === "ko" ? [desktop, narrow] : [desktop]) {
        const visitor = await Visitor.come(browser, server, { language, viewport });
        for (const path of pages) {
          await visitor.go(`/${language}/health${path}`);
          const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${viewport.width} px`);
        }
        await visitor.page.locator('a[href="#say-need-doctor"]').click();
        await visitor.check();
        await visitor.context.close();
      }
    });
  }

  test("a card is made in both languages, and nothing of it is sent, kept or put into the address", once, async () => {
    const visitor = await Visitor.come(browser, server, { language: "ko", viewport: phone });
    const { page } = visitor;
    await visitor.go("/ko/health/card");
    /** @type {string[]} */ const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const kept = async () =>
      JSON.stringify([
        await visitor.context.storageState({ indexedDB: true }),
        await page.evaluate(async () => [
          { ...localStorage },
          { ...sessionStorage },
          await indexedDB.databases(),
          await caches.keys(),
          window.name,
          history.length,
          history.state,
        ]),
      ]);
    const [before, address] = [await kept(), page.url()];
    await page.getByLabel("이름", { exact: false }).fill("Kim Minsu");
    const contact = page.getByLabel("비상 연락처");
    await contact.fill("+82 10 1234 5678");
    await contact.press("Enter");
    // Who is allergic to something does not say in the same breath that they are not.
    const [none, penicillins] = [page.locator("#allergies-no-known-allergies"), page.getByLabel("페니실린계")];
    await penicillins.check();
    await page.getByLabel("땅콩").check();
    await none.check();
    assert.equal(await page.locator("#group-allergies input:checked").count(), 1, "none, and nothing besides");
    await penicillins.check();
    assert.equal(await none.isChecked(), false);
    await page.getByLabel("A형", { exact: false }).first().check();
    await page.getByLabel("B형 B型").first().check();
    const card = page.locator("[data-card]");
    assert.match(await card.innerText(), /이름 姓名\s+Kim Minsu/);
    assert.match(await card.innerText(), /알레르기 过敏\s+페니실린계\s+青霉素类/);
    assert.equal(await card.locator("dd").filter({ hasText: "型" }).count(), 1, "one blood type");
    await page.getByRole("button", { name: "크게 보기" }).click();
    assert.match(await page.locator("dialog[open]").innerText(), /青霉素类/);
    await visitor.check();
    await page.getByRole("button", { name: "닫기" }).click();
    assert.deepEqual(asked, []);
    assert.equal(await kept(), before);
    assert.equal(page.url(), address);

    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("[data-list]").isVisible(), false, "the card alone is printed");
    assert.equal(await card.isVisible(), true);
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("button", { name: "모두 지우기" }).click();
    assert.equal(await card.isVisible(), false);

    // It is gone with the page, also where the browser keeps that to go back to.
    await contact.fill("+82 10 1234 5678");
    await penicillins.check();
    assert.equal(await card.isVisible(), true);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    assert.equal(await contact.inputValue(), "");
    assert.equal(await penicillins.isChecked(), false);
    assert.equal(await card.isVisible(), false);
    await penicillins.check();
    await page.goto(`${server.url}/ko/health`);
    await page.goBack();
    assert.equal(await page.locator("[data-card]").isVisible(), false);
    await visitor.context.close();
  });

  test("works without scripts: a list for a pen, and a sentence over the whole screen", once, async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru", viewport: phone, script: false });
    const { page } = visitor;
    await visitor.go("/ru/health/card");
    assert.equal(await page.locator("[data-side]").isVisible(), false);
    assert.equal(await page.getByLabel("Пенициллины 青霉素类").isVisible(), true);
    await visitor.go("/ru/health/sentences");
    await page.getByRole("link", { name: "У меня болит в груди." }).click();
    const said = page.locator("#say-chest-pain");
    const box = await said.boundingBox();
    assert.ok(box && box.width >= phone.width && box.height >= phone.height, JSON.stringify(box));
    assert.match(await said.innerText(), /^我胸痛。/);
    await said.getByRole("link").click();
    assert.equal(await said.isVisible(), false);
    await visitor.context.close();
  });

  test("a doctor who speaks Russian is not made up, and an appointment begins with the hospital", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru", viewport: phone });
    const { page } = visitor;
    await visitor.go("/ru");
    await visitor.press(page.locator('main a[href="/ru/health"]'));
    await visitor.press(page.locator('main a[href="/ru/health/doctors"]'));
    await visitor.fill({ language: "ru", speciality: "teeth" });
    await visitor.press("Показать");
    // Those that are known to speak it and to treat that, and no other, are said to fit.
    const known = await new Api(server.url).get("/places.geojson?group=health&language=ru&speciality=teeth");
    const fits = page.locator("main h2:first-of-type + ul > li");
    assert.equal(await fits.count(), known.body.features.length);
    const line = page.locator(".hl-doctor").filter({ has: page.locator("form") }).first();
    const hospital = await line.locator("p[lang]").first().innerText();
    await visitor.press(line.getByRole("button", { name: /^Записаться сюда/ }));
    assert.doesNotMatch(page.url(), /\?/);
    const asked = await page.locator('[name="fields.hospital"]').inputValue();
    assert.ok(asked.startsWith(`${hospital} (`), `${asked} for ${hospital}`);
    assert.equal(await page.locator('[name="fields.speciality"]:checked').inputValue(), "teeth");
    assert.equal(await page.locator('input[type=hidden][name="fields.language"]').inputValue(), "ru");
    await visitor.context.close();
  });

  for (const [language, words, id] of [
    ["en", "chest pain", "chest-pain"],
    ["zh", "胸痛", "chest-pain"],
    ["ko", "가슴 통증", "chest-pain"],
  ]) {
    test(`a sentence is found by “${words}”`, async () => {
      const visitor = await Visitor.come(browser, server, { language: /** @type {any} */ (language) });
      await visitor.go(`/${language}/find`);
      await visitor.fill({ text: words });
      await visitor.page.locator("main form button").first().click();
      await visitor.page.locator(`main a[href="/${language}/health/sentences#say-${id}"]`).waitFor();
      await visitor.context.close();
    });
  }
});
