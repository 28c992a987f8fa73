// Laws: the public register in every language; a translation from its first word to a feed that another program reads.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { python, root } from "../harness/built.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 812 };
const today = "2026-10-12T15:00:00+08:00";
const law = "/laws/urban-internationalization";

describe(`laws on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    const people = [staff.agent, staff.interpreter, staff.supervisor];
    [server, browser] = await together(Server.start({ at: today, staff: people }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** @param {import("../harness/server.mjs").Staff} who */
  async function signedIn(who) {
    const visitor = await Visitor.come(browser, server, { language: "en" });
    await visitor.signIn(who);
    await visitor.go("/desk/legal?lang=en");
    return visitor;
  }

  test("a translation is written, read by a second person and published, and a feed tells of it", async () => {
    const agent = await signedIn(staff.agent);
    await agent.go("/desk/legal/new?law=urban-internationalization&language=ko");
    await agent.send("/desk/legal/new", { title: "웨이하이시 조례", text: "제1조\n\n시험용 글입니다." });
    await agent.says("another colleague has to read it");
    const record = new URL(agent.page.url()).pathname;
    await agent.leave();

    const interpreter = await signedIn(staff.interpreter);
    await interpreter.go(record);
    await interpreter.send("/review", {});
    await interpreter.says("Done: Confirm: read against the original");
    await interpreter.leave();

    const supervisor = await signedIn(staff.supervisor);
    await supervisor.go(record);
    await supervisor.send("/publish", { on: "2026-10-12" });
    await supervisor.shot("legal-record");
    await supervisor.go("/desk/legal?state=published");
    await supervisor.says("1 translation");
    await supervisor.leave();

    const reader = await Visitor.come(browser, server, { language: "ko", script: false });
    await reader.go(`/ko${law}`);
    await reader.says("시험용 글입니다.");
    await reader.context.close();

    const answer = await fetch(`${server.url}/en/laws.atom`);
    assert.match(answer.headers.get("content-type") ?? "", /^application\/atom\+xml/);
    const read = spawnSync(python, [join(root, "xtask/feeds/news.py")], { input: await answer.text(), encoding: "utf8" });
    assert.equal(read.status, 0, read.stderr);
    const { wrong, version, entries } = JSON.parse(read.stdout);
    assert.deepEqual([wrong, version], [[], "atom10"]);
    assert.equal(entries.length, 1);
    assert.equal(entries[0].title, "웨이하이시 조례");
    assert.equal(entries[0].language, "ko");
    assert.equal(entries[0].link, `${server.url}/ko${law}`);
  });

  for (const language of /** @type {const} */ (["zh", "en", "ko", "ja", "ru"])) {
    test(`the register is sound and fits a phone in ${language}`, async () => {
      for (const viewport of language === "en" ? [desktop, narrow] : [narrow]) {
        const visitor = await Visitor.come(browser, server, { language, viewport });
        for (const path of ["/laws", law, "/laws/company"]) {
          await visitor.go(`/${language}${path}`);
          const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
        }
        await visitor.context.close();
      }
    });
  }
});
