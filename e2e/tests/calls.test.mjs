// Calls in the browser and call-backs: three hear each other, with sound that is measured at the far ends; a call goes on after a
// page was loaded anew; by a relay alone, where coturn is installed; and a call-back is asked for, made, not reached and reached.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Visitor, launch, media } from "../harness/browser.mjs";
import { come, hears } from "../harness/calls.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 812 };
const today = "2026-10-12T15:00:00+08:00";
const interpreter = { ...staff.interpreter, languages: "zh,ja" };
const relayed = spawnSync("turnserver", ["--version"]).error === undefined;

async function working(browser, server, person, policy = "all") {
  const who = await come(browser, server, { language: "en" }, policy);
  await who.signIn(person);
  await who.go("/desk/hotline?lang=en");
  return who;
}

describe(`calls on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(
      Server.start({ at: today, staff: [staff.agent, interpreter, staff.tourism] }),
      launch(media),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("a Japanese speaker calls, an agent rings an interpreter, three hear each other, and the case holds it", async () => {
    const caller = await come(browser, server, { language: "ja", viewport: narrow });
    await caller.go("/ja/call");
    await caller.check();
    await caller.page.getByRole("button", { name: "通話を始める" }).click();
    await caller.page.getByText("呼び出し中です").waitFor();
    await caller.check();
    await caller.shot("call-waiting-ja");

    const agent = await working(browser, server, staff.agent);
    await agent.says("Japanese Call");
    await agent.check();
    await agent.press("Answer the call");
    await agent.page.getByText("You are connected.").waitFor();
    await caller.page.getByText("通話中です").waitFor();
    await Promise.all([hears(agent, 1), hears(caller, 1)]);
    await agent.check();

    // Beside the call, which goes on.
    await agent.page.locator("summary", { hasText: "Ask somebody in" }).click();
    await agent.page.locator("form[action$='/ring'] select").selectOption({ label: interpreter.name });
    await agent.page.locator("form[action$='/ring'] button").click();
    const third = await working(browser, server, interpreter);
    await third.says("You are asked in");
    await third.check();
    await third.press("Join");
    await Promise.all([hears(agent, 2), hears(caller, 2), hears(third, 2)]);
    await caller.check();
    await caller.shot("call-three-ja");
    await agent.shot("call-desk");

    // A picture only when somebody wants one.
    assert.equal(await agent.page.locator("video[data-peer='0']:not([hidden])").count(), 0);
    await caller.page.getByRole("button", { name: "カメラをオンにする" }).click();
    await agent.page.locator("video[data-peer='0']:not([hidden])").waitFor();
    await agent.page.getByRole("button", { name: "Hold" }).click();
    await caller.page.getByText("保留中です").waitFor();
    await agent.page.getByRole("button", { name: "Resume" }).click();
    await caller.page.getByText("通話中です").waitFor();

    // Whoever loads the page anew is in the same call.
    await caller.page.reload();
    await Promise.all([hears(caller, 2), hears(agent, 2)]);
    await agent.page.locator("summary", { hasText: "End the call" }).click();
    await agent.page.locator("form[action$='/end'] button").click();
    await agent.page.locator("summary", { hasText: "Wrap up" }).waitFor();
    await caller.page.getByText("通話は終了しました").waitFor();
    await agent.page.locator("summary", { hasText: "Wrap up" }).click();
    await agent.send("/wrap-up", {});
    await agent.says("Ended");
    await agent.check();
    await agent.page.getByRole("link", { name: /^Case / }).click();
    await agent.page.getByText("Call to the hotline").first().waitFor();
    await agent.check();
    await agent.leave();
    await third.leave();

    await caller.page.getByRole("link", { name: "受付票と案件" }).click();
    await caller.page.getByText("問題は解決しましたか").waitFor();
    await caller.send("/rate", { solved: "yes", satisfied: "yes" });
    await caller.check();
    await caller.shot("call-over-ja");
    await caller.leave();
  });

  test("a call comes about although what one told was lost", async () => {
    const caller = await come(browser, server, { language: "en", viewport: narrow });
    let lost = 0;
    await caller.page.route("**/call/signals", (route) => {
      if (!(route.request().postData() ?? "").includes("description") || lost > 0) return route.continue();
      lost += 1;
      return route.fulfill({ status: 204 });
    });
    await caller.go("/en/call");
    await caller.page.getByRole("button", { name: "Call now" }).click();
    await caller.page.getByText("It rings.").waitFor();
    const agent = await working(browser, server, staff.agent);
    await agent.press("Answer the call");
    await Promise.all([hears(agent, 1), hears(caller, 1)]);
    assert.equal(lost, 1);
    await caller.page.getByRole("button", { name: "Hang up" }).click();
    await caller.page.waitForURL("**/en/chat/**");
    await caller.leave();
    await agent.page.locator("summary", { hasText: "Wrap up" }).click();
    await agent.send("/wrap-up", {});
    await agent.leave();
  });

  test("who has no microphone is offered a chat, and who only waits makes no case", async () => {
    const caller = await come(browser, server, { language: "ru", viewport: narrow });
    await caller.context.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
    });
    await caller.go("/ru/call");
    await caller.page.getByRole("button", { name: "Позвонить" }).click();
    await caller.page.getByText("Микрофон недоступен").waitFor();
    await caller.check();
    await caller.leave();
    const other = await come(browser, server, { language: "ko", viewport: narrow });
    await other.go("/ko/call");
    await other.page.getByRole("button", { name: "지금 통화" }).click();
    await other.page.getByText("연결 중입니다").waitFor();
    await other.page.getByRole("button", { name: "통화 끊기" }).click();
    await other.page.waitForURL("**/ko/hotline");
    await other.leave();
    const agent = await working(browser, server, staff.agent);
    await agent.says("Nobody waits.");
    await agent.leave();
  });

  test("a call-back is asked for in the caller's own time, missed once, and made", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ko", viewport: narrow });
    await visitor.go("/ko/call-back");
    await visitor.shot("call-back-ko");
    await visitor.send("/call-back", { number: "12", offset: "540", time: "17:00", day: "2026-10-12" }, { status: 422 });
    await visitor.send("/call-back", { number: "+82 10 1234 5678", offset: "540", time: "17:00", day: "2026-10-12" });
    await visitor.says("이 시간에 전화드리겠습니다");
    await visitor.says("17:00~19:00");
    await visitor.says("16:00~18:00");
    await visitor.check();
    await visitor.shot("call-back-asked-ko");
    const address = new URL(visitor.page.url()).pathname;

    const agent = await working(browser, server, staff.agent);
    await agent.says("Call-backs to come");
    await agent.press("I am ready");
    server.setTime("2026-10-12T16:00:05+08:00");
    // Whoever was not heard of for an hour is gone.
    await agent.press("I am ready");
    await agent.page.getByText("Rings at you").waitFor();
    await agent.check();
    await agent.press("Call back");
    await agent.says("+82 10-1234-5678");
    await agent.check();
    await agent.shot("call-back-desk");
    await agent.page.locator("summary", { hasText: "Not reached" }).click();
    await agent.send("/not-reached", {});
    await visitor.go(address);
    await visitor.says("연결되지 않아 이 시간에 다시 전화드리겠습니다");
    await visitor.says("18:00~19:00");
    server.setTime("2026-10-12T17:00:10+08:00");
    await agent.go("/desk/hotline?lang=en");
    await agent.press("I am ready");
    await agent.page.getByText("Rings at you").waitFor();
    await agent.press("Call back");
    await agent.page.locator("summary", { hasText: "End the call-back" }).click();
    await agent.send("/end", {});
    await agent.page.locator("summary", { hasText: "Wrap up" }).click();
    await agent.send("/wrap-up", {});
    assert.ok(!(await agent.text()).includes("1234-5678"), "the number is not shown any more");
    await agent.leave();
    await visitor.go(address.replace("/chat/", "/follow/"));
    await visitor.says("회신 전화를 받지 않음");
    await visitor.leave();
    assert.ok(!/1234.?5678/u.test(server.log), "no number in the log");
  });
});

/** Two ports that nobody uses just now. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((done) => server.close(done));
  return port;
}

const unseen = engine === "postgres" ? "turnserver is not installed" : "seen on PostgreSQL";

describe(`calls by a relay on ${engine}`, { skip: relayed && engine === "postgres" ? false : unseen }, () => {
  test("two who find no other way hear each other by coturn, with names for some hours", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harborline-turn-"));
    const secret = join(folder, "secret");
    writeFileSync(secret, "a secret only for tests\n");
    const port = await freePort();
    const relay = spawn(
      "turnserver",
      [
        ...["-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", `--listening-port=${port}`, "--use-auth-secret"],
        ...["--static-auth-secret=a secret only for tests", "--realm=harborline", "--no-tls", "--no-dtls", "--no-cli"],
        // Never where others reach it: this machine alone is relayed to.
        ...["--allow-loopback-peers", "--log-file=stdout", "--pidfile", join(folder, "pid")],
      ],
      { stdio: "ignore" },
    );
    process.once("exit", () => relay.kill("SIGKILL"));
    const more = ["--turn-url", `turn:127.0.0.1:${port}`, "--turn-secret-file", secret];
    // The relay has its own clock, so the server's must be right.
    const [server, browser] = await together(
      Server.start({ at: new Date().toISOString(), staff: [staff.agent], more }),
      launch(media),
    );
    try {
      const caller = await come(browser, server, { language: "en", viewport: narrow }, "relay");
      await caller.go("/en/call");
      await caller.page.getByRole("button", { name: "Call now" }).click();
      await caller.page.getByText("It rings.").waitFor();
      const agent = await working(browser, server, staff.agent, "relay");
      await agent.press("Answer the call");
      assert.deepEqual(await hears(caller, 1), ["relay"]);
      assert.deepEqual(await hears(agent, 1), ["relay"]);
      await caller.leave();
      await agent.leave();
    } finally {
      await browser.close();
      await server.stop();
      relay.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
