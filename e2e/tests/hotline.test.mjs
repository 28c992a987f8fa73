// The hotline's chat: begun on a narrow screen, answered at the desk with a correction, wrapped up, rated, and in its case;
// the same without scripts.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Visitor, launch } from "../harness/browser.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

/** The way to a server, which can be cut. */
class Way {
  /** @type {Set<import("node:net").Socket>} */ #open = new Set();
  #isCut = false;
  url = "";

  static async to(/** @type {Server} */ server) {
    const way = new Way();
    const { port, hostname } = new URL(server.url);
    way.door = createServer((from) => {
      if (way.#isCut) return from.destroy();
      const to = connect(Number(port), hostname);
      for (const [one, other] of [[from, to], [to, from]]) {
        way.#open.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          way.#open.delete(one);
          other.destroy();
        });
      }
    });
    await new Promise((ready) => way.door.listen(0, "127.0.0.1", ready));
    way.url = `http://127.0.0.1:${way.door.address().port}`;
    return way;
  }

  cut() {
    this.#isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  mend() {
    this.#isCut = false;
  }

  async close() {
    this.cut();
    await new Promise((done) => this.door.close(done));
  }
}

const narrow = { width: 375, height: 812 };
const today = "2026-10-12T15:00:00+08:00";

describe(`the hotline on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;
  const folder = mkdtempSync(join(tmpdir(), "harborline-files-"));

  /** A paper to send. */
  function paper(/** @type {string} */ name, text = "%PDF-1.4 a lease") {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** What is fetched when that link is followed. */
  async function fetched(/** @type {Visitor} */ who, /** @type {string} */ name) {
    const link = who.page.locator("a", { hasText: name });
    const [file] = await Promise.all([who.page.waitForEvent("download"), link.click()]);
    const parts = [];
    for await (const part of await file.createReadStream()) parts.push(part);
    return { name: file.suggestedFilename(), text: Buffer.concat(parts).toString() };
  }

  before(async () => {
    [server, browser] = await together(Server.start({ at: today, staff: [staff.agent] }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a chat in Korean is answered in Chinese, with a correction, and its case says so", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ko", viewport: narrow });
    await visitor.go("/ko/hotline");
    await visitor.check();
    await visitor.shot("hotline-ko");
    await visitor.go("/ko/chat");
    await visitor.check();
    await visitor.send("/chat", { text: "거류증이 다음 달에 만료돼요. 어디에서 연장하나요?" });
    await visitor.says("상담원을 찾고 있습니다");
    await visitor.check();
    const chat = new URL(visitor.page.url()).pathname;

    const agent = await Visitor.come(browser, server, { language: "en" });
    await agent.signIn(staff.agent);
    await agent.go("/desk/hotline?lang=en");
    await agent.press("I am ready");
    // It rings as soon as a round has found both.
    await agent.page.getByText("Rings at you").first().waitFor();
    await agent.check();
    await agent.press("Take the chat");
    await agent.says("거류증이");
    await agent.page.getByRole("link", { name: "Correct the translation of line 1" }).click();
    await agent.send("/translate", { text: "居留证下个月到期，在哪里延期？" });
    await agent.says("corrected by a person");
    await agent.send("/say", { text: "请到出入境窗口办理。" });
    await agent.check();
    await agent.shot("hotline-desk");

    // The page is left open: what is new comes by itself.
    await visitor.page.getByText("请到出入境窗口办理。").waitFor();
    await visitor.send("/say", { text: "감사합니다!" });
    await agent.page.getByText("감사합니다!").waitFor();

    // A file from either side: it comes by itself, and is saved.
    await visitor.send("/attach", { file: paper("page.html", "<html>no paper") }, { status: 422 });
    await visitor.check();
    await visitor.send("/attach", { file: paper("임대차.pdf") });
    await visitor.says("임대차.pdf · 1 kB");
    await visitor.check();
    await visitor.shot("hotline-file-ko");
    await agent.page.getByText("임대차.pdf · 1 kB").waitFor();
    assert.deepEqual(await fetched(agent, "임대차.pdf"), { name: "임대차.pdf", text: "%PDF-1.4 a lease" });
    await agent.send("/attach", { file: paper("form.pdf", "%PDF-1.4 a form") });
    await agent.check();
    await visitor.page.getByText("form.pdf · 1 kB").waitFor();
    assert.equal((await fetched(visitor, "form.pdf")).text, "%PDF-1.4 a form");
    await agent.page.locator("summary", { hasText: "End the conversation" }).click();
    await agent.send("/end", {});
    await agent.page.locator("summary", { hasText: "Wrap up" }).click();
    await agent.send("/wrap-up", {});
    await agent.says("Ended");
    await agent.leave();

    await visitor.go(chat);
    await visitor.send("/rate", { solved: "yes", satisfied: "yes" });
    await visitor.says("의견을 주셔서 감사합니다");
    await visitor.check();
    await visitor.shot("hotline-chat-ko");
    await visitor.go(chat.replace("/chat/", "/follow/"));
    await visitor.says("핫라인이 바로 답변");
    await visitor.leave();
  });

  test("both sides see who writes, what is said and how far it was read, as it happens", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru", viewport: narrow });
    await visitor.go("/ru/chat");
    await visitor.send("/chat", { text: "Как сделать карту для автобуса?" });
    const reference = new URL(visitor.page.url()).pathname.split("/").at(-1);
    const agent = await Visitor.come(browser, server, { language: "zh" });
    await agent.signIn(staff.agent);
    await agent.go("/desk/hotline?lang=zh");
    await agent.press("上线待命");
    await agent.page.getByText("正在呼叫您").first().waitFor();
    await agent.press("接入对话");
    // By the socket alone: nothing is asked for as long as it is there.
    let asked = 0;
    for (const { page } of [visitor, agent]) {
      page.on("request", (request) => (asked += /\/lines\?/.test(request.url()) ? 1 : 0));
    }
    await visitor.page.getByText("Оператор на связи.", { exact: true }).waitFor();
    await agent.page.locator("#say").pressSequentially("您好");
    await visitor.page.getByText("Горячая линия пишет…").waitFor();
    await agent.page.keyboard.press("Control+Enter");
    await visitor.page.locator("[data-line]", { hasText: "您好" }).waitFor();
    await agent.page.getByText("已读").waitFor();
    assert.equal(await agent.page.locator("#say").inputValue(), "");
    // What is ready opens by a key, and is put in.
    await agent.page.locator("#say").press("/");
    await agent.page.locator("[data-palette]").waitFor();
    await agent.check();
    await agent.shot("hotline-palette");
    await agent.page.keyboard.press("ArrowDown");
    await agent.page.keyboard.press("Enter");
    assert.notEqual(await agent.page.locator("#say").inputValue(), "");
    await visitor.page.locator("#text").fill("Спасибо <b>вам</b>!");
    await visitor.page.getByRole("button", { name: "Отправить", exact: true }).click();
    await agent.page.getByText("Спасибо <b>вам</b>!").waitFor();
    assert.equal(await visitor.page.locator("[data-line]", { hasText: "Спасибо" }).count(), 1);
    await visitor.page.waitForTimeout(3_500);
    assert.equal(asked, 0, "nothing is asked for");
    await visitor.check();
    await visitor.shot("hotline-live-ru");
    await agent.check();
    await agent.shot("hotline-live-desk");
    await visitor.go(`/ru/follow/${reference}`);
    await agent.leave();
    await visitor.leave();
  });

  test("what is written while the network is away is sent once when it is back", async () => {
    const way = await Way.to(server);
    const context = await browser.newContext({ baseURL: way.url, locale: "ko-KR", viewport: narrow });
    const page = await context.newPage();
    await page.goto("/ko/chat");
    await page.locator("#text").fill("버스 카드는 어디서 만드나요?");
    await page.locator("main form button").click();
    await page.getByText("상담원을 찾고 있습니다").waitFor();
    await page.waitForFunction(() => document.querySelector("[data-line-state]")?.hasAttribute("hidden"));
    await page.waitForTimeout(500);
    way.cut();
    await page.getByText("연결이 끊겨 다시 연결하고 있습니다").waitFor();
    for (const text of ["첫째", "둘째"]) {
      await page.locator("#text").fill(text);
      await page.getByRole("button", { name: "보내기", exact: true }).click();
    }
    await page.locator("[data-pending]", { hasText: "둘째" }).waitFor();
    await page.locator("#text").fill("아직 쓰는 중");
    way.mend();
    await page.locator("[data-line]", { hasText: "둘째" }).waitFor();
    await page.locator("[data-pending]").waitFor({ state: "hidden" });
    await page.reload();
    assert.equal(await page.locator("#text").inputValue(), "아직 쓰는 중", "a draft is kept");
    const said = await page.locator("[data-line]").allTextContents();
    for (const text of ["첫째", "둘째"]) assert.equal(said.filter((line) => line.includes(text)).length, 1, text);
    await context.close();
    await way.close();
  });

  test("it works without scripts, and nobody else opens it", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru", viewport: narrow, script: false });
    await visitor.go("/ru/chat");
    await visitor.send("/chat", { text: "Где продлить визу?" });
    await visitor.send("/say", { text: "Подскажите, пожалуйста." });
    await visitor.says("Подскажите, пожалуйста.");
    await visitor.send("/attach", { file: paper("паспорт.pdf") });
    await visitor.says("паспорт.pdf · 1 kB");
    assert.equal((await fetched(visitor, "паспорт.pdf")).text, "%PDF-1.4 a lease");
    const chat = new URL(visitor.page.url()).pathname;
    const stranger = await Visitor.come(browser, server, { language: "ru" });
    await stranger.go(chat, { status: 401 });
    assert.ok(!(await stranger.page.content()).includes("Подскажите"));
    await stranger.leave();
    await visitor.leave();
  });
});
