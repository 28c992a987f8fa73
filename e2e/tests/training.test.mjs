// Training of staff: a course from its opening to a level, who speaks a language, and levels from a file.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Api, assertProblem } from "../harness/api.mjs";
import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const today = "2026-10-12T15:00:00+08:00";
/** The narrowest phones. */
const narrow = { width: 375, height: 812 };

describe(`training on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;
  const files = mkdtempSync(join(tmpdir(), "harborline-training-"));

  before(async () => {
    [server, browser] = await together(
      Server.start({ at: today, staff: [staff.agent, staff.market, staff.tourism, staff.supervisor] }),
      launch(),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(files, { recursive: true, force: true });
  });

  /** @param {import("../harness/server.mjs").Staff} who */
  async function signedIn(who, viewport = desktop) {
    const visitor = await Visitor.come(browser, server, { language: "en", viewport });
    await visitor.signIn(who);
    await visitor.go("/desk/training?lang=en");
    return visitor;
  }

  const place = (/** @type {Visitor} */ visitor) => new URL(visitor.page.url()).pathname;
  const choose = (/** @type {Visitor} */ visitor, /** @type {string} */ form, /** @type {string} */ name) =>
    visitor.page.locator(`#do-${form} [name="staff"] option`, { hasText: name }).getAttribute("value");

  /** A file with levels. */
  function levels(/** @type {string[]} */ ...rows) {
    const path = join(files, "levels.csv");
    writeFileSync(path, ["login,language,level,reached_on,expires_on,title", ...rows, ""].join("\r\n"));
    return path;
  }

  test("a course is opened, held and attended, and the hotline finds who learnt Russian in it", async () => {
    const supervisor = await signedIn(staff.supervisor);
    await supervisor.press("New course", { role: "link" });
    await supervisor.send("/desk/training/new", { kind: "language", "titles.en": "Russian at the counter" }, { status: 422 });
    assert.equal(await supervisor.page.locator('[name="titles.en"]').inputValue(), "Russian at the counter");
    await supervisor.send("/desk/training/new", { language: "ru" });
    await supervisor.says("Done: Course opened");
    const course = place(supervisor);

    await supervisor.send("/schedule", { starts_at: "2026-10-12T09:00", ends_at: "2026-10-12T11:00", place: "Room 3", seats: "12" });
    await supervisor.says("Room 3");
    const market = (await choose(supervisor, "attend", "Market")) ?? "";
    await supervisor.send("/move-session", { place: "Room 4" });
    await supervisor.says("Room 4");
    await supervisor.send("/enrol", { staff: [market] });
    await supervisor.says("Done: Enrol people");
    await supervisor.send("/take-attendance", { attended: [market] });
    await supervisor.says("Session 1, Market: Attended");
    await supervisor.send("/reach", { staff: market, level: "working", reached_on: "2026-10-12", expires_on: "2026-11-20" });
    await supervisor.says(/Market .*Russian Working .*expires soon/);
    await supervisor.shot("training-course");
    await supervisor.leave();

    const agent = await signedIn(staff.agent);
    await agent.press("Who speaks it", { role: "link" });
    await agent.fill({ language: "ru", level: "working" });
    await agent.press("Find");
    await agent.says("Russian, at least “Working”");
    await agent.says(/Market .*Working .*expires soon/);
    await agent.shot("training-speakers");
    await agent.fill({ level: "native" });
    await agent.press("Find");
    await agent.says("Nobody has this level today");
    // Of their unit's courses they see all and change nothing; nobody sees another unit's.
    await agent.go(course);
    await agent.says("there is nothing for you to do with it");
    await agent.leave();
    const elsewhere = await signedIn(staff.tourism);
    await elsewhere.go(course, { status: 404 });
    await elsewhere.leave();

    const taught = await signedIn(staff.market);
    await taught.press("My training", { role: "link" });
    await taught.says("Russian at the counter");
    await taught.says("attended 1 of 1 sessions");
    await taught.leave();
  });

  test("an officer gives no level to themselves, by a form or by the API", async () => {
    const officer = await signedIn(staff.market);
    await officer.press("New course", { role: "link" });
    await officer.send("/desk/training/new", { kind: "recognition", "titles.en": "Certificates", language: "ko" });
    const course = place(officer);
    const own = (await choose(officer, "reach", "Market")) ?? "";
    await officer.send("/reach", { staff: own, level: "native", reached_on: "2026-10-01" }, { status: 422 });
    await officer.says("enter");
    assert.ok(await officer.page.locator("#reach-staff-error").isVisible(), "it stands at the field");
    await officer.leave();
    const api = await new Api(server.url).as(staff.market);
    const reach = { staff: Number(own), level: "native", reached_on: "2026-10-01" };
    const refused = await api.post(`${course}/reach`, reach);
    assertProblem(refused, 422, "invalid");
    assert.deepEqual((await api.get(course)).body.levels, []);
  });

  test("a file with a bad cell enters nothing; mended, it is entered", async () => {
    const supervisor = await signedIn(staff.supervisor);
    await supervisor.press("Import and export", { role: "link" });
    const row = "agent,ko,native,2019-03-01,,Native speaker";
    const bring = (/** @type {string} */ second, /** @type {{ status?: number }} */ options = {}) =>
      supervisor.send("/desk/training/import", { file: levels(row, second), said_in: "en" }, options);
    await bring("tourism,ko,fluent,2026-05-01,,TOPIK 4", { status: 422 });
    await supervisor.says(/1 cell needs correcting/);
    await supervisor.says(/3 level fluent basic, working or native is wanted/);
    await supervisor.shot("training-import-bad");
    await bring("tourism,ko,working,2026-05-01,2027-05-01,TOPIK 4");
    await supervisor.says("2 rows, all correct");
    await supervisor.shot("training-import-good");
    await supervisor.send("/desk/training/import/enter");
    await supervisor.says("2 levels entered · 2 courses opened");
    await bring("tourism,ko,basic,2026-05-01,2027-05-01,TOPIK 4");
    await supervisor.says("changes the level: it was Working");
    await supervisor.send("/desk/training/import/enter");
    await supervisor.says("1 level entered · 0 courses opened");
    await bring("tourism,ko,working,2026/5/1,1.5.2027,TOPIK 4");
    await supervisor.send("/desk/training/import/enter");
    await supervisor.go("/desk/training/speakers?language=ko&level=working");
    await supervisor.says("2 people");
    await supervisor.leave();
    const found = await (await new Api(server.url).as(staff.agent)).get("/desk/training/speakers?language=ko&level=native");
    assert.deepEqual(
      found.body.speakers.map((/** @type {{ login: string }} */ speaker) => speaker.login),
      ["agent"],
    );
  });

  test("words that are looked for stay out of the address", async () => {
    const supervisor = await signedIn(staff.supervisor);
    await supervisor.fill({ q: "TOPIK" });
    await supervisor.page.locator('[name="q"]').press("Enter");
    await supervisor.page.waitForURL("**/desk/training?*");
    await supervisor.page.waitForLoadState("load");
    await supervisor.check();
    assert.ok(!supervisor.page.url().includes("TOPIK"), supervisor.page.url());
    await supervisor.says("TOPIK 4");
    await supervisor.says("1 course");
    await supervisor.press("Clear the filters", { role: "link" });
    await supervisor.says("4 courses");
    await supervisor.leave();
  });

  for (const viewport of [desktop, narrow]) {
    test(`every page can be used at ${viewport.width} px`, async () => {
      const supervisor = await signedIn(staff.supervisor, viewport);
      const course = (await supervisor.page.locator("tbody a[data-row]", { hasText: "Russian" }).getAttribute("href")) ?? "";
      const market = (await (await new Api(server.url).as(staff.supervisor)).get(course)).body.levels[0].staff;
      for (const path of [
        "/desk/training",
        "/desk/training?state=closed",
        course,
        "/desk/training/new",
        `/desk/training/people/${market}`,
        "/desk/training/units",
        "/desk/training/units/market-regulation",
        "/desk/training/speakers",
        "/desk/training/speakers?language=ru&level=basic",
        "/desk/training/expiring",
        "/desk/training/import",
      ]) {
        await supervisor.go(path);
        const beyond = await supervisor.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(beyond <= 0, `${path} is ${beyond} px too wide`);
      }
      await supervisor.go(course);
      await supervisor.page.evaluate(() => {
        for (const form of document.querySelectorAll("details")) form.open = true;
      });
      await supervisor.check();
      await supervisor.shot(`training-course-${viewport.width}`);
      await supervisor.leave();
    });
  }

  test("works without scripts", async () => {
    const visitor = await Visitor.come(browser, server, { language: "en", script: false });
    await visitor.signIn(staff.supervisor);
    await visitor.go("/desk/training?lang=en");
    await visitor.fill({ language: "ko" });
    await visitor.press("Apply");
    await visitor.says("3 courses");
    await visitor.go("/desk/training/units");
    await visitor.fill({ unit: "culture-tourism" });
    await visitor.press("Apply");
    await visitor.says(/Tourism Korean \(Working\)/);
    await visitor.leave();
  });
});
