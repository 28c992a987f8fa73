// Somebody new in the city finds an answer by themselves: from the first page, by what it leads to, on a phone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Visitor, launch } from "../harness/browser.mjs";
import { Server, engine } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const phone = { width: 375, height: 812 };
/** A Tuesday: evening in the made-up city, and the middle of the night in Weihai. */
const evening = "2026-11-24T18:00:00+04:00";

// What is read is the pack's, and the same on both engines.
describe(`a newcomer on ${engine}`, { skip: engine === "sqlite" ? false : "seen on SQLite" }, () => {
  /** @type {Server} */ let weihai;
  /** @type {Server} */ let bay;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    const made = { at: evening, city: "cities/sample-bay" };
    [weihai, bay, browser] = await together(Server.start({ at: evening }), Server.start(made), launch());
  });

  after(async () => {
    await browser?.close();
    await weihai?.stop();
    await bay?.stop();
  });

  /**
   * Follows these links of the page one after another, from the first page, and keeps a picture of each page.
   * @param {Server} city @param {"en" | "ko" | "ja"} language @param {string} name @param {string[]} taps
   */
  async function follow(city, language, name, taps) {
    const visitor = await Visitor.come(browser, city, { language, viewport: phone });
    await visitor.go(`/${language}`);
    for (const [at, tap] of taps.entries()) {
      await visitor.press(tap, { role: "link" });
      await visitor.shot(`walks/${name}-${at + 1}`);
    }
    return visitor;
  }

  const heading = (/** @type {Visitor} */ visitor) => visitor.page.getByRole("heading", { level: 1 }).innerText();

  test("is told in two taps, in Korean, what to do about a refund that is refused", async () => {
    const visitor = await follow(weihai, "ko", "refund", ["쇼핑·소비", "상점이 환불해 주지 않을 때"]);
    assert.equal(new URL(visitor.page.url()).pathname, "/ko/guides/refused-refund");
    await visitor.says("글로 업체에 환불을 요구하세요");
    await visitor.says("12315");
    await visitor.leave();
  });

  test("asks in Korean where to register, and reads of it first", async () => {
    const visitor = await Visitor.come(browser, weihai, { language: "ko", viewport: phone });
    // The index is filled once the server has started.
    while (!weihai.log.includes("the index of the search stands")) await new Promise((done) => setTimeout(done, 100));
    await visitor.go("/ko");
    await visitor.fill({ text: "어디서 거주 신고를 하나요" });
    await visitor.press(visitor.page.locator("main form button").first());
    await visitor.shot("walks/register-found");
    const first = visitor.page.locator(".hl-hit a").first();
    assert.equal(await first.getAttribute("href"), "/ko/guides/residence-registration");
    await visitor.leave();
  });

  test("is told in English by two questions whether to register", async () => {
    const visitor = await follow(weihai, "en", "must-i", [
      "Arriving and staying",
      "Must I register?",
      "In a rented home or a home of my own",
      "Not yet, or less than 24 hours ago",
    ]);
    assert.equal(await heading(visitor), "Yes: within 24 hours of moving in");
    await visitor.says("In a rented home or a home of my own");
    await visitor.leave();
  });

  test("finds a clinic where Russian is spoken and that is open now", async () => {
    const visitor = await Visitor.come(browser, bay, { language: "en", viewport: phone });
    await visitor.go("/en/places");
    await visitor.fill({ kind: "clinic", language: "ru", by: "spoken", open: "now" });
    await visitor.press("Show");
    await visitor.shot("walks/clinic-open");
    assert.deepEqual(await visitor.page.locator(".hl-place h2").allInnerTexts(), ["Harbour Clinic"]);
    await visitor.leave();
  });

  test("comes in four taps to the airport's leaflet in Japanese", async () => {
    const visitor = await follow(weihai, "ja", "leaflet", ["施設", "威海に着いたら", "威海大水泊国際空港（WEH）"]);
    const sheet = visitor.page.locator('main a[href$="/a4.pdf"]').first();
    const answer = await visitor.page.request.get((await sheet.getAttribute("href")) ?? "");
    assert.equal(answer.headers()["content-type"], "application/pdf");
    await visitor.leave();
  });
});
