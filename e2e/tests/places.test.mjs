// Places: found on a list and on its map, near or far, with and without scripts; and read as GeoJSON by other programs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { python, root } from "../harness/built.mjs";
import { days } from "../harness/journey.mjs";
import { Server, engine } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 320, height: 700 };
const pages = ["/places", "/places?page=2", "/places/airport", "/places/korean-school", "/transport", "/neighbourhoods"];
/** Bytes over the wire that a public page may take with all that belongs to it. */
const most = 120 * 1024;
/** The Gate of Happiness, where somebody stands. */
const here = { latitude: 37.5005, longitude: 122.12285 };

describe(`places on ${engine}`, () => {
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
    test(`are sound and fit the narrowest phone in ${language}`, async () => {
      for (const viewport of [desktop, narrow]) {
        const visitor = await Visitor.come(browser, server, { language, viewport });
        for (const path of pages) {
          await visitor.go(`/${language}${path}`);
          const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${viewport.width} px`);
        }
        await visitor.context.close();
      }
    });
  }

  test("are a light page", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru" });
    const session = await visitor.context.newCDPSession(visitor.page);
    await session.send("Network.enable");
    let bytes = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await visitor.go("/ru/places?page=2");
    assert.ok(bytes > 0 && bytes <= most, `${bytes} bytes`);
    await visitor.context.close();
  });

  test("the list equals the map", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.go("/en/places?page=2");
    const numbers = async (/** @type {string} */ of) => {
      const texts = await visitor.page.locator(of).allTextContents();
      return texts.map((text) => Number(/\d+/.exec(text)?.[0])).sort((a, b) => a - b);
    };
    const listed = await numbers(".hl-place__number:not(.hl-place__number--none)");
    assert.ok(listed.length > 10);
    assert.deepEqual(await numbers(".hl-chart__place text"), listed);
    await visitor.context.close();
  });

  test("are found without scripts, and what nobody knows is said", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru", script: false });
    await visitor.go("/ru/places");
    await visitor.fill({ kind: "hospital", language: "ru", open: "now" });
    await visitor.press("Показать");
    const said = await visitor.page.locator("main").innerText();
    assert.match(said, /Подходящих мест не найдено/);
    assert.match(said, /Ещё о 7 местах таких сведений нет/);
    assert.equal(await visitor.page.locator('main a[href="tel:12345"]').count(), 1);
    assert.equal(await visitor.page.locator(".hl-near:visible").count(), 0);
    await visitor.context.close();
  });

  test("are listed by how near they are, and where somebody stands goes nowhere", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ko" });
    await visitor.context.grantPermissions(["geolocation"]);
    await visitor.context.setGeolocation(here);
    /** @type {string[]} */ const asked = [];
    visitor.page.on("request", (request) => asked.push(request.url() + (request.postData() ?? "")));
    await visitor.go("/ko/places?kind=market");
    await visitor.press("내 주변");
    const near = visitor.page.locator(".hl-near__list li");
    await near.first().waitFor();
    assert.match((await near.allTextContents()).join("\n"), /^웨이하이 수산물 도매시장.*1\.4km\n창펑 농산물시장.*km$/);
    assert.ok(asked.length > 0 && asked.every((one) => !/37\.5|122\.1/.test(one)), asked.join("\n"));
    await visitor.context.close();
  });

  test("lie on a map that moves once it is asked to", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.go("/en/places?page=3");
    await visitor.press("Zoom and move the map");
    const marks = visitor.page.locator(".hl-ground__mark");
    await marks.first().waitFor();
    assert.equal(await marks.count(), await visitor.page.locator(".hl-place__number:not(.hl-place__number--none)").count());
    await visitor.check();
    await visitor.context.close();
  });

  test("are GeoJSON to other programs", async () => {
    const lines = [];
    for (const feed of ["places", "districts"]) {
      const answer = await fetch(`${server.url}/api/v1/${feed}.geojson`, { headers: { "accept-language": "ja" } });
      assert.equal(answer.headers.get("content-type"), "application/geo+json");
      lines.push(await answer.text());
    }
    const read = spawnSync(python, [join(root, "xtask/feeds/geo.py")], { input: lines.join("\n"), encoding: "utf8" });
    assert.equal(read.status, 0, read.stderr);
    const { wrong, ...counted } = JSON.parse(read.stdout);
    assert.deepEqual(wrong, []);
    assert.deepEqual(counted, { places: 65, points: 33, inside: 33, districts: 4 });
  });
});
