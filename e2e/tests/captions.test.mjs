// Captions in a call: off until everybody agreed, in each one's language, with the translation below; whoever comes stops them,
// whoever takes it back stops them; and an engine that says nothing leaves the call alone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, media } from "../harness/browser.mjs";
import { come, hears } from "../harness/calls.mjs";
import { Engines } from "../harness/engines.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";
import { Whisper, installed, said } from "../harness/whisper.mjs";

const narrow = { width: 375, height: 812 };
const today = "2026-10-12T15:00:00+08:00";
const agentOfChinese = { ...staff.agent, languages: "zh" };
const interpreter = { ...staff.interpreter, languages: "zh,ja" };

const fever = "熱があって、薬を買える場所を探しています。";
const feverInChinese = "我发烧了，正在找可以买药的地方。";
const thermometer = "请您先量一下体温，再告诉我您现在在哪里。";
const thermometerInJapanese = "まず体温を測って、今どこにいるかを教えてください。";

const pause = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

describe(`captions on ${engine}`, { skip: engine === "postgres" ? false : "seen on PostgreSQL" }, () => {
  const engines = new Engines(
    { ja: fever, zh: thermometer, "": thermometer },
    { [fever]: feverInChinese, [thermometer]: thermometerInJapanese },
  );
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    const more = await engines.listen(2);
    [server, browser] = await together(
      Server.start({ at: today, staff: [agentOfChinese, interpreter], more }),
      launch(media),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await engines.stop();
  });

  async function working(person, language) {
    const who = await come(browser, server, { language });
    await who.signIn(person);
    await who.go(`/desk/hotline?lang=${language}`);
    return who;
  }

  /** Nothing reaches the engine from now on, though people talk. */
  async function nothingIsHeard() {
    // What was under way when somebody said no.
    await pause(1_000);
    const before = engines.asked;
    await pause(9_000);
    assert.equal(engines.asked, before, "nobody's sound reaches the engine");
  }

  test("a Japanese speaker and an agent read each other, and an interpreter who comes is asked first", async () => {
    const caller = await come(browser, server, { language: "ja", viewport: narrow });
    await caller.go("/ja/call");
    await caller.page.getByRole("button", { name: "通話を始める" }).click();
    const agent = await working(agentOfChinese, "zh");
    await agent.page.locator("form[action$='/answer'] button").click();
    await Promise.all([hears(agent, 1), hears(caller, 1)]);
    await caller.page.getByText("字幕はオフです").waitFor();
    await caller.check();

    await caller.page.getByRole("button", { name: "字幕に同意する" }).click();
    await caller.page.getByText("同意いただきました").waitFor();
    await agent.page.getByText("通话中有人希望开启字幕").waitFor();
    await caller.check();
    await caller.shot("captions-asked-ja");
    await nothingIsHeard();
    assert.equal(engines.asked, 0);

    await agent.page.getByRole("button", { name: "同意开启字幕" }).click();
    await Promise.all([
      caller.page.getByText("字幕はオンです").waitFor(),
      agent.page.getByText("字幕已开启").waitFor(),
    ]);
    const patient = { timeout: 30_000 };
    await Promise.all([
      caller.page.getByText(fever).first().waitFor(patient),
      caller.page.getByText(thermometerInJapanese).first().waitFor(patient),
      agent.page.getByText(feverInChinese).first().waitFor(patient),
      agent.page.getByText(thermometer).first().waitFor(patient),
    ]);
    await Promise.all([caller.check(), agent.check()]);
    await caller.shot("captions-ja");
    await agent.shot("captions-zh");

    // Whoever comes is asked, and nothing is heard until they agreed.
    await agent.page.locator("form[action$='/ring'] select").evaluate((list) => list.closest("details")?.setAttribute("open", ""));
    await agent.page.locator("form[action$='/ring'] select").selectOption({ label: interpreter.name });
    await agent.page.locator("form[action$='/ring'] button").click();
    const third = await working(interpreter, "en");
    await third.press("Join");
    await Promise.all([hears(agent, 2), hears(caller, 2), hears(third, 2)]);
    await third.page.getByText("Somebody in the call asks for captions").waitFor();
    await caller.page.getByText("同意いただきました").waitFor();
    await nothingIsHeard();
    await third.page.getByRole("button", { name: "Agree to captions" }).click();
    await third.page.getByText("Captions are on").waitFor();
    await third.page.getByText(feverInChinese).first().waitFor(patient);
    await third.check();
    await third.shot("captions-en");

    // An engine that says nothing leaves the call alone.
    engines.silent = true;
    await caller.page.getByText("今は字幕を表示できません").waitFor(patient);
    await Promise.all([hears(agent, 2), hears(caller, 2), hears(third, 2)]);
    engines.silent = false;

    // Whoever takes it back stops it for all, and the call goes on.
    await caller.page.getByRole("button", { name: "字幕を停止する" }).click();
    await agent.page.getByText("您已同意。").waitFor();
    await nothingIsHeard();
    await Promise.all([hears(agent, 2), hears(caller, 2), hears(third, 2)]);
    for (const words of [fever, feverInChinese, thermometer]) {
      assert.ok(!server.log.includes(words), "nothing that was said is in the log");
    }
    await caller.page.getByRole("button", { name: "通話を切る" }).click();
    await caller.page.waitForURL("**/ja/chat/**");
    assert.ok(!(await caller.text()).includes(fever), "nothing that was said is kept");
    await caller.leave();
    await agent.leave();
    await third.leave();
  });
});

const why = engine === "sqlite" ? "Whisper is not installed: `cargo xtask speech` fetches it" : "seen on SQLite";

describe("captions by Whisper", { skip: installed && engine === "sqlite" ? false : why }, () => {
  /** @type {Whisper} */ let whisper;
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    const voice = said("子供が熱を出しました。日本語が通じる病院はありますか。");
    whisper = await Whisper.start();
    [server, browser] = await together(
      Server.start({ at: today, staff: [agentOfChinese], more: whisper.settings }),
      launch([...media, `--use-file-for-fake-audio-capture=${voice}`]),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await whisper?.stop();
  });

  test("an agent reads what a Japanese speaker says", async () => {
    const caller = await come(browser, server, { language: "ja", viewport: narrow });
    await caller.go("/ja/call");
    await caller.page.getByRole("button", { name: "通話を始める" }).click();
    const agent = await come(browser, server, { language: "zh" });
    await agent.signIn(agentOfChinese);
    await agent.go("/desk/hotline?lang=zh");
    await agent.page.locator("form[action$='/answer'] button").click();
    await Promise.all([hears(agent, 1), hears(caller, 1)]);
    // Both have the same microphone, and only one of them is to speak.
    await agent.page.getByRole("button", { name: "静音", exact: true }).click();
    await caller.page.getByRole("button", { name: "字幕に同意する" }).click();
    await agent.page.getByRole("button", { name: "同意开启字幕" }).click();
    // Whisper base may mishear a word. It says the same again and again.
    for (const { page } of [agent, caller]) {
      await page.getByText(/日本語が通じる病院/u).first().waitFor({ timeout: 60_000 });
    }
    await agent.check();
    await agent.shot("captions-whisper-zh");
    assert.ok(!server.log.includes("病院"), "nothing that was said is in the log");
    await caller.page.getByRole("button", { name: "通話を切る" }).click();
    await caller.page.waitForURL("**/ja/chat/**");
    await caller.leave();
    await agent.leave();
  });
});
