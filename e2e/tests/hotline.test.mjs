// The hotline's chat: begun on a narrow screen, answered at the desk with a correction, wrapped up, rated, and in its case;
// the same without scripts.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Visitor, launch } from "../harness/browser.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 812 };
const today = "2026-10-12T15:00:00+08:00";

describe(`the hotline on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    [server, browser] = await together(Server.start({ at: today, staff: [staff.agent] }), launch());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
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
    await agent.page.getByText("Rings at you").waitFor();
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
    await agent.page.locator("summary", { hasText: "End the chat" }).click();
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
    await visitor.says("채팅에서 답변");
    await visitor.leave();
  });

  test("it works without scripts, and nobody else opens it", async () => {
    const visitor = await Visitor.come(browser, server, { language: "ru", viewport: narrow, script: false });
    await visitor.go("/ru/chat");
    await visitor.send("/chat", { text: "Где продлить визу?" });
    await visitor.send("/say", { text: "Подскажите, пожалуйста." });
    await visitor.says("Подскажите, пожалуйста.");
    const chat = new URL(visitor.page.url()).pathname;
    const stranger = await Visitor.come(browser, server, { language: "ru" });
    await stranger.go(chat, { status: 401 });
    assert.ok(!(await stranger.page.content()).includes("Подскажите"));
    await stranger.leave();
    await visitor.leave();
  });
});
