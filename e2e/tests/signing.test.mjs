// Signing in: one's own sessions and password, who is signed in, and the security log.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Api, assertProblem } from "../harness/api.mjs";
import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { Server, engine, password, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

/** The narrowest phones. */
const narrow = { width: 375, height: 812 };
const another = "seven gulls over a quay";
const languages = /** @type {const} */ (["zh", "en", "ko", "ja", "ru"]);

describe(`signing in on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(
      Server.start({
        at: "2026-10-12T09:00:00+08:00",
        staff: [staff.agent, staff.market, staff.tourism, staff.supervisor, staff.administrator],
      }),
      launch(),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** @param {import("../harness/server.mjs").Staff} who */
  async function signedIn(who, viewport = desktop) {
    const visitor = await Visitor.come(browser, server, { language: "en", viewport });
    await visitor.signIn(who);
    return visitor;
  }

  test("somebody sees where they are signed in and ends what they left open", async () => {
    const [here, elsewhere] = [await signedIn(staff.agent), await signedIn(staff.agent)];
    await new Api(server.url).as(staff.agent);
    await here.go("/desk/account?lang=en");
    await here.says("this one");
    await here.says("A program, through the API");
    await here.shot("signing-account");
    await here.press(here.page.getByRole("button", { name: /^End: .*Chrome/ }));
    await here.says("The session has ended.");
    await elsewhere.go("/desk/hotline", { check: false });
    assert.match(elsewhere.page.url(), /\/desk\/sign-in\?.*expired/);
    await here.press("Sign out everywhere else");
    await here.says("You are signed out everywhere else.");
    assert.equal(await here.page.getByRole("button", { name: /^End/ }).count(), 0);
    await here.leave();
    await elsewhere.leave();
  });

  test("what is told live stops in the moment in which an administrator ends the session", async () => {
    const officer = await signedIn(staff.market);
    const chief = await signedIn(staff.administrator);
    await officer.page.evaluate(() => {
      const source = new EventSource("/desk/live");
      const state = /** @type {any} */ (window);
      source.onopen = () => (state.told = "open");
      source.onerror = () => (state.told = "ended");
    });
    await officer.page.waitForFunction(() => /** @type {any} */ (window).told === "open");
    await chief.go("/desk/sessions?lang=en");
    await chief.shot("signing-sessions");
    officer.foresee(401);
    const began = Date.now();
    await chief.press(chief.page.getByRole("button", { name: /^End: Market/ }));
    await officer.page.waitForFunction(() => /** @type {any} */ (window).told === "ended");
    assert.ok(Date.now() - began < 5_000, "at once");
    await chief.says("The session has ended.");
    await officer.go("/desk", { check: false });
    assert.match(officer.page.url(), /\/desk\/sign-in/);
    await officer.leave();
    await chief.leave();
  });

  test("another sign-in in the same browser ends the session before", async () => {
    const visitor = await signedIn(staff.tourism);
    const old = (await visitor.context.cookies()).find(({ name }) => name === "harborline-session")?.value ?? "";
    // The browser was closed and opened again.
    await visitor.context.clearCookies({ name: /session/ });
    await visitor.signIn(staff.tourism);
    const before = new Api(server.url, { authorization: `Bearer ${old}` });
    assertProblem(await before.get("/desk/sessions"), 401, "sign-in");
    await visitor.leave();
  });

  test("somebody changes their password, and is told what is wrong with one", async () => {
    const supervisor = await signedIn(staff.supervisor);
    await supervisor.go("/desk/account?lang=en");
    const change = (/** @type {string[]} */ [current, fresh, again], options = {}) =>
      supervisor.send(
        "/desk/account/password",
        { "current-password": current, "new-password": fresh, "again-password": again },
        options,
      );
    for (const [entered, said] of /** @type {[string[], string][]} */ ([
      [["not this one", another, another], "This is not your current password"],
      [[password, "qwertyuiop", "qwertyuiop"], "easy to guess"],
      [[password, "short", "short"], "at least 10 characters"],
      [[password, another, `${another}!`], "not the same"],
    ])) {
      await change(entered, { status: 422 });
      await supervisor.says(said);
      assert.equal(await supervisor.page.locator('[name="new-password"]').inputValue(), "");
    }
    await supervisor.shot("signing-password-wrong");
    await change([password, another, another]);
    await supervisor.says("Your password is changed.");
    await supervisor.shot("signing-password-changed");
    // And back again, for the tests that follow.
    await change([another, password, password]);
    await supervisor.says("Your password is changed.");
    await supervisor.leave();
  });

  test("an administrator reads in the log what happened, and finds and takes out what they look for", async () => {
    const officer = await signedIn(staff.market);
    await officer.go("/desk/security", { status: 403 });
    await officer.leave();
    const chief = await signedIn(staff.administrator);
    await chief.go("/desk/security?lang=en");
    await chief.says("GET /desk/security");
    await chief.says("Signed in");
    await chief.shot("signing-log");
    // The list follows what is chosen.
    const chooses = chief.page.locator("select[name=kind]").selectOption("denied");
    await Promise.all([chief.page.waitForURL(/kind=denied/), chooses]);
    await chief.says("1 entry");
    await chief.says("Market (market)");
    const [download] = await Promise.all([
      chief.page.waitForEvent("download"),
      chief.page.getByRole("link", { name: "Download CSV" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^security-2026-10-12\.csv$/);
    await chief.go("/desk/security?kind=exported");
    await chief.says("security log");
    await chief.press("Clear the filters", { role: "link" });
    await chief.leave();
  });

  for (const viewport of [desktop, narrow]) {
    for (const language of languages) {
      test(`every page can be used at ${viewport.width} px in ${language}`, async () => {
        const chief = await signedIn(staff.administrator, viewport);
        for (const path of ["/desk/account", "/desk/sessions", "/desk/security", "/desk/security?kind=erased"]) {
          await chief.go(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
          const beyond = await chief.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(beyond <= 0, `${path} is ${beyond} px too wide`);
          await chief.shot(`signing/${language}-${viewport.width}${path.replaceAll(/[/?=]/g, "-")}`);
        }
        await chief.leave();
      });
    }
  }

  test("works without scripts", async () => {
    const visitor = await Visitor.come(browser, server, { language: "en", script: false });
    await visitor.signIn(staff.administrator);
    await visitor.go("/desk/security?lang=en");
    await visitor.fill({ kind: "signed-in" });
    await visitor.press("Apply");
    await visitor.says("Signed in");
    await visitor.go("/desk/account");
    await visitor.send("/desk/account/end-others");
    await visitor.says("You are signed out everywhere else.");
    await visitor.leave();
  });
});
