// Where one arrives: the page, the leaflet as other programs read it, and the screen in the hall.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { python, root } from "../harness/built.mjs";
import { days } from "../harness/journey.mjs";
import { Server, engine } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 320, height: 700 };
const pages = ["/arrivals", "/arrivals/airport", "/arrivals/weihai-port", "/ports"];
const screens = ["", "/menu", "/numbers", "/medical"];
/** What the Japanese say of the airport, and where its traveller goes next. */
const welcome = { title: "威海大水泊国際空港（WEH）：威海へようこそ", says: "国家5A級" };

// All of it is the pack's, and the same on both engines.
const once = { skip: engine === "sqlite" ? false : "seen on SQLite" };

describe(`arriving on ${engine}`, once, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;
  const folder = mkdtempSync(join(tmpdir(), "leaflets-"));

  before(async () => {
    [server, browser] = await together(Server.start({ at: days.opened }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  for (const language of /** @type {const} */ (["zh", "en", "ko", "ja", "ru"])) {
    test(`is sound on pages and on the screen in the hall in ${language}`, async () => {
      // Russian has the longest words, and Korean the longest without a blank.
      for (const viewport of language === "ru" || language === "ko" ? [desktop, narrow] : [desktop]) {
        const visitor = await Visitor.come(browser, server, { language, viewport });
        const hall = screens.map((screen) => `/arrivals/airport/kiosk${screen}`);
        for (const path of [...pages, ...hall]) {
          await visitor.go(`/${language}${path}`);
          const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${viewport.width} px`);
        }
        await visitor.context.close();
      }
    });
  }

  test("has a leaflet that other programs read, in each language and on both papers", async () => {
    const files = [];
    for (const name of ["zh-a4", "en-a4", "ko-a4", "ja-a4", "ru-a4", "ru-a5"]) {
      const [language, paper] = name.split("-");
      const answer = await fetch(`${server.url}/${language}/arrivals/airport/${paper}.pdf`);
      assert.equal(answer.headers.get("content-type"), "application/pdf");
      const file = join(folder, `${name}.pdf`);
      writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
      // Each part of the page but the numbers, which stand under no heading there.
      const shown = await (await fetch(`${server.url}/${language}/arrivals/airport`)).text();
      const parts = shown.split('<section aria-labelledby="').length - 1;
      assert.ok(parts > 0);
      files.push({ file, language, paper, parts });
    }
    const names = files.map(({ file }) => file);
    const read = spawnSync(python, [join(root, "xtask/leaflets/read.py"), ...names], { encoding: "utf8" });
    assert.equal(read.status, 0, read.stderr);
    for (const [at, one] of JSON.parse(read.stdout).entries()) {
      const { language, paper, parts } = files[at];
      assert.deepEqual(one.wrong, [], `${language} ${paper}`);
      assert.equal(one.language, language);
      assert.deepEqual(one.size, paper === "a4" ? [210, 297] : [148, 210]);
      assert.equal(one.pages, paper === "a4" ? 1 : 2, `${language} ${paper}`);
      assert.equal(one.types.H1, 1);
      assert.equal(one.types.H2, parts, `${language} ${paper}`);
      assert.equal(one.types.Figure, 1);
      if (language === "ja") assert.equal(one.title, welcome.title);
    }
    const text = spawnSync("pdftotext", ["-raw", join(folder, "ja-a4.pdf"), "-"], { encoding: "utf8" }).stdout;
    assert.ok(text.replace(/\s/g, "").includes(welcome.says), text);
  });

  test("a screen in the hall is read by touch, asks who is there and goes back by itself", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ja" });
    const { page } = visitor;
    await page.clock.install();
    await visitor.go("/zh/arrivals/airport/kiosk");
    await page.getByText("日本語").click();
    await page.waitForURL("**/ja/arrivals/airport/kiosk/menu");
    await page.getByText("見どころ").click();
    await page.waitForURL("**/ja/arrivals/airport/kiosk/tourism");
    assert.equal(await page.locator(".still").isVisible(), false);
    await page.clock.runFor(61_000);
    assert.equal(await page.locator(".still").isVisible(), true);
    await page.locator(".still").click();
    assert.equal(await page.locator(".still").isVisible(), false);
    await page.clock.runFor(91_000);
    await page.waitForURL("**/zh/arrivals/airport/kiosk");
    await page.clock.runFor(121_000);
    assert.equal(await page.evaluate(() => document.body.classList.contains("is-asleep")), true);
    // The touch that wakes it chooses nothing.
    await page.getByText("日本語").click();
    assert.equal(await page.evaluate(() => document.body.classList.contains("is-asleep")), false);
    assert.equal(new URL(page.url()).pathname, "/zh/arrivals/airport/kiosk");
    await visitor.context.close();
  });

  test("a screen in the hall works without scripts", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ko", script: false });
    const { page } = visitor;
    await visitor.go("/zh/arrivals/airport/kiosk");
    await page.getByText("한국어").click();
    await page.getByText("병원").click();
    await page.getByText("뒤로").click();
    await page.waitForURL("**/ko/arrivals/airport/kiosk/menu");
    await page.getByText("처음으로").click();
    await page.waitForURL("**/zh/arrivals/airport/kiosk");
    await visitor.context.close();
  });
});
