// What public pages tell search engines and other programs, read by programs that are not ours.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { python, root } from "../harness/built.mjs";
import { days } from "../harness/journey.mjs";
import { Server, engine } from "../harness/server.mjs";

/** What pages tell of, and that a guide is an article of somebody's with its sources. */
const told = {
  "/en/guides/refused-refund": ["Article", "CreativeWork", "GovernmentOrganization", "WebSite"],
  "/ko/guides/residence-registration": ["Article", "CreativeWork", "GovernmentOrganization", "WebSite"],
  "/ru/places/airport": ["CivicStructure", "GeoCoordinates"],
  "/zh/places/korean-school": ["School"],
};

describe(`what pages tell programs on ${engine}`, { skip: engine === "sqlite" ? false : "seen on SQLite" }, () => {
  /** @type {Server} */ let server;

  before(async () => {
    server = await Server.start({ at: days.opened });
  });

  after(async () => {
    await server?.stop();
  });

  test("is a sitemap by its schema, and things in the words of schema.org", async () => {
    const get = async (/** @type {string} */ path) => (await fetch(server.url + path)).text();
    /** @type {Record<string, string>} */ const pages = {};
    for (const path of Object.keys(told)) pages[path] = await get(path);
    const input = JSON.stringify({ sitemap: await get("/sitemap.xml"), pages });
    const read = spawnSync(python, [join(root, "xtask/feeds/pages.py")], { input, encoding: "utf8" });
    assert.equal(read.status, 0, read.stderr);
    const { wrong, addresses, pages: things } = JSON.parse(read.stdout);
    assert.deepEqual(wrong, []);
    assert.ok(addresses > 500, `${addresses} addresses`);
    assert.deepEqual(things, told);
  });
});
