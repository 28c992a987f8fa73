// A second city, made up, whose pack alone makes it: its own law, weekend and time, and a language written from right to left
// that comes with the pack. Walked in that language, on a phone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { Server, engine } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 700 };
const pages = [
  "",
  "/services",
  "/services/consumer-complaint",
  "/services/urgent-help",
  "/guides",
  "/guides/seeing-a-doctor",
  "/helpers/which-clinic",
  "/places",
  "/places/night-clinic",
  "/transport",
  "/neighbourhoods",
  "/regulation",
  "/regulation/5",
  "/results",
  "/follow",
  "/help",
];
const few = ["", "/guides/seeing-a-doctor", "/places"];
/** A Tuesday; Friday and Saturday are the weekend. */
const opened = "2026-11-24T18:00:00+04:00";
const complaint = "اشتريت قدرًا من المتجر فانكسر مقبضه في اليوم نفسه، والبائع يرفض إعادة المبلغ.";

describe(`a made-up city on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(Server.start({ at: opened, city: "cities/sample-bay" }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const [language, viewport, paths, direction, says] of /** @type {const} */ ([
    ["ar", narrow, pages, "rtl", /^مدينة خيالية/],
    ["ar", desktop, few, "rtl", /^مدينة خيالية/],
    ["en", narrow, few, "ltr", /^A made-up city/],
  ])) {
    test(`says on every page that it is made up, and fits ${viewport.width} px in ${language}`, async () => {
      const visitor = await Visitor.come(browser, server, { language, viewport });
      for (const path of paths) {
        await visitor.go(`/${language}${path}`);
        const { dir, wide } = await visitor.page.evaluate(() => ({
          dir: getComputedStyle(document.documentElement).direction,
          wide: document.documentElement.scrollWidth - innerWidth,
        }));
        assert.equal(dir, direction);
        assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
        assert.match(await visitor.page.locator(".hl-demo").innerText(), says);
      }
      await visitor.context.close();
    });
  }

  test("is walked from right to left, from the first page to a receipt", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ar", viewport: narrow });
    await visitor.go("/ar");
    await visitor.fill({ text: "البائع يرفض إعادة المبلغ" });
    await visitor.press(visitor.page.locator("main form button").first());
    await visitor.press(visitor.page.locator('main a[href="/ar/guides/refused-refund"]').first());
    await visitor.says("مكتب الأسواق");
    await visitor.press(visitor.page.locator('main a[href="/ar/services/consumer-complaint"]').first());
    await visitor.press(visitor.page.locator('main a[href$="/consumer-complaint/apply"]').first());
    await visitor.answer({ topic: "goods", "fields.shop": "متجر النخيل", "fields.wish": "refund", text: complaint });
    await visitor.says(complaint);
    await visitor.press(visitor.page.locator('[name="go"][value="send"]'));
    // Three working days: Wednesday, Thursday, Sunday.
    await visitor.says("الأحد، 29 نوفمبر 2026");
    const reference = visitor.page.locator("#receipt-reference");
    assert.equal(await reference.evaluate((/** @type {Element} */ at) => getComputedStyle(at).direction), "ltr");
    assert.match(await reference.innerText(), /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await visitor.shot("sample-bay-receipt");
    await visitor.context.close();
  });

  test("names the clinics that are open now and speak Russian", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ar", viewport: narrow });
    await visitor.go("/ar/places");
    await visitor.fill({ kind: "clinic", language: "ru", open: "now" });
    await visitor.press("عرض");
    const names = visitor.page.locator(".hl-place-list h2, .hl-place-list h3");
    assert.deepEqual(await names.allInnerTexts(), ["عيادة المرفأ", "العيادة الليلية"]);
    await visitor.says("مفتوح الآن حتى الساعة 02:00");
    await visitor.fill({ by: "spoken" });
    await visitor.press("عرض");
    assert.deepEqual(await names.allInnerTexts(), ["عيادة المرفأ"]);
    await visitor.press(visitor.page.locator("[data-picker] summary"));
    await visitor.press(visitor.page.locator('[data-picker] a[lang="en-GB"]'));
    assert.equal(await visitor.page.locator("html").getAttribute("dir"), "ltr");
    await visitor.says("Harbour Clinic");
    await visitor.context.close();
  });

  test("shows what is not there in Arabic in English, and says that it is", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ar" });
    await visitor.go("/desk/sign-in?lang=ar");
    assert.equal(await visitor.page.locator("html").getAttribute("dir"), "rtl");
    const heading = visitor.page.locator('h1 [lang="en-GB"][dir="ltr"]');
    assert.equal(await heading.innerText(), "Sign in to the desk");
    assert.match(await visitor.page.title(), /^Sign in/);
    assert.doesNotMatch(await visitor.page.content(), /[\uFDD0-\uFDD2]/);
    await visitor.context.close();
  });
});
