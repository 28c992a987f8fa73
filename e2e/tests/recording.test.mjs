// A recording of a call, in a city that keeps any: nobody is recorded who was not asked, one of them ends it, and what is kept is a
// file with the sound of it, for those whose it is.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, media } from "../harness/browser.mjs";
import { come, hears } from "../harness/calls.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 812 };
/** A Tuesday, when the hotline is answered. */
const today = "2026-11-24T10:00:00+04:00";
const agentOfTheBay = { ...staff.agent, languages: "en" };
const seconds = 8;

/** How long it is, and how loud, as a browser hears it. */
function heard(/** @type {string} */ address) {
  const read = async () => {
    const answer = await fetch(address);
    const kept = answer.headers.get("cache-control");
    const named = answer.headers.get("content-disposition");
    const sound = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(await answer.arrayBuffer());
    const samples = sound.getChannelData(0);
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
    return { length: sound.duration, energy, kept, named };
  };
  return read();
}

describe(`recording on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(
      Server.start({ at: today, staff: [agentOfTheBay], city: "cities/sample-bay" }),
      launch(media),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("everybody agrees, one stops it, and what is kept sounds", async () => {
    const caller = await come(browser, server, { language: "en", viewport: narrow });
    await caller.go("/en/call");
    await caller.page.getByRole("button", { name: "Call now" }).click();
    const agent = await come(browser, server, { language: "en" });
    await agent.signIn(agentOfTheBay);
    await agent.go("/desk/hotline?lang=en");
    const sent = [];
    agent.page.on("response", (answer) => {
      if (answer.url().includes("/desk/hotline/recorded")) sent.push(answer.json().then(({ became }) => became));
    });
    await agent.page.locator("form[action$='/answer'] button").click();
    await Promise.all([hears(agent, 1), hears(caller, 1)]);
    assert.ok(await caller.page.locator("[data-recording]").isHidden(), "who was not asked sees nothing of it");

    await agent.page.getByRole("button", { name: "Ask to record this call" }).click();
    await caller.page.getByText("May this call be recorded?").waitFor();
    await agent.page.getByText("You have agreed. The recording begins").waitFor();
    await caller.check();
    await caller.shot("recording-asked");
    assert.equal(sent.length, 0, "the agent's yes is not enough");

    await caller.page.getByRole("button", { name: "Agree to the recording" }).click();
    const on = "This call is being recorded.";
    await Promise.all([caller.page.getByText(on).waitFor(), agent.page.getByText(on).waitFor()]);
    const begun = Date.now();
    await agent.check();
    await agent.shot("recording-on");
    await new Promise((done) => setTimeout(done, seconds * 1000 - (Date.now() - begun)));
    await caller.page.getByRole("button", { name: "Stop the recording" }).click();
    const lasted = (Date.now() - begun) / 1000;
    await agent.page.getByText("This call is not recorded.").waitFor();
    const parts = sent.length;
    assert.ok((await Promise.all(sent)).includes("kept"));
    await hears(agent, 1);

    await caller.page.getByRole("button", { name: "Hang up" }).click();
    await caller.page.waitForURL("**/en/chat/**");
    const saves = caller.page.getByRole("link", { name: "Save the recording" });
    // The second in which the platform looks after it.
    for (let tries = 0; tries < 10 && (await saves.count()) === 0; tries++) {
      await new Promise((done) => setTimeout(done, 500));
      await caller.page.reload();
    }
    await caller.check();
    await caller.shot("recording-kept");
    const own = await saves.getAttribute("href");
    const mine = await caller.page.evaluate(heard, own ?? "");
    // What was said in the last three seconds before the no was on its way.
    assert.ok(mine.length > lasted - 4.5 && mine.length < lasted + 2, `${mine.length} of ${lasted} seconds`);
    assert.ok(mine.energy > 1, `it sounds: ${mine.energy}`);
    assert.equal(mine.kept, "no-store");
    assert.match(mine.named ?? "", /^attachment; filename\*=UTF-8''[A-Z0-9-]+-2026-11-24-[0-9]{4}\.webm$/u);
    assert.equal(sent.length, parts, "nothing is sent after the no");

    await agent.page.reload();
    await agent.page.locator("audio").waitFor();
    await agent.check();
    const played = await agent.page.locator("audio").evaluate(async (/** @type {HTMLAudioElement} */ audio) => {
      await audio.play();
      await new Promise((done) => setTimeout(done, 500));
      return audio.currentTime;
    });
    assert.ok(played > 0, "the desk's page plays it");
    await agent.page.reload();
    assert.equal(await agent.page.getByText("Recording played or saved").count(), 2, "the journal says who had it");
    const stranger = await come(browser, server, { language: "en" });
    const refused = await stranger.page.request.get(own ?? "");
    assert.equal(refused.status(), 401);
    assert.ok(!server.log.includes("audio/webm"));
    for (const who of [caller, agent, stranger]) await who.leave();
  });
});
