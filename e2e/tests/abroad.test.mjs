// The city abroad: what the press finds, and takes away.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Visitor, launch } from "../harness/browser.mjs";
import { days } from "../harness/journey.mjs";
import { Server, engine } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 320, height: 700 };

// It is the pack's, and the same on both engines.
const once = { skip: engine === "sqlite" ? false : "seen on SQLite" };

describe(`the city abroad on ${engine}`, once, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(Server.start({ at: days.opened }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("is a sound page whose pictures can be seen, and news that programs read, in each language", async () => {
    for (const language of /** @type {const} */ (["zh", "en", "ko", "ja", "ru"])) {
      const visitor = await Visitor.come(browser, server, { language, viewport: narrow });
      await visitor.go(`/${language}/press`);
      const { page } = visitor;
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${language} is ${wide} px too wide`);
      for (const picture of await page.locator("main img").all()) {
        await picture.scrollIntoViewIfNeeded();
        const drawn = picture.evaluate(async (/** @type {any} */ img) => {
          await img.decode();
          return img.naturalWidth > 0;
        });
        assert.ok(await drawn, `${language}: ${await picture.getAttribute("src")}`);
      }
      const feed = await page.locator('link[type="application/atom+xml"]').getAttribute("href");
      const entries = await page.evaluate(async (/** @type {any} */ feed) => {
        const answer = await fetch(feed);
        const xml = new DOMParser().parseFromString(await answer.text(), "application/xml");
        return [answer.headers.get("content-type"), xml.querySelectorAll("feed > entry > title").length];
      }, feed);
      const news = await page.locator("section[aria-labelledby=news] ol > li").count();
      assert.ok(news > 0);
      assert.deepEqual(entries, ["application/atom+xml; charset=utf-8", news]);
      await visitor.context.close();
    }
  });
});
