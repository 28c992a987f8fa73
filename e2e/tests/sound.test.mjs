// Which pages axe need not be asked about twice: those that are built the same, and no others.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, phone } from "../harness/browser.mjs";
import { engine } from "../harness/server.mjs";
import { nameOf } from "../harness/sound.mjs";

const written = `<!doctype html><html lang="en"><title>Case</title><body><main>
  <h1 class="large">Case</h1>
  <label for="a1">Name</label><input id="a1" name="x">
  <a href="/en/1">First</a> <button>Send</button> <img alt="A cat" src="data:," width="9" height="9">
  <p>Reference AB12</p>
</main>`;

/** What makes another page of it. @type {Record<string, string>} */
const others = {
  "a label of something else": 'document.querySelector("label").htmlFor = "a2"',
  "a picture without words": 'document.querySelector("img").removeAttribute("alt")',
  "a picture with none to say": 'document.querySelector("img").alt = ""',
  "a link that says nothing": 'document.querySelector("a").textContent = ""',
  "a button that cannot be pressed": 'document.querySelector("button").disabled = true',
  "a pale text": 'document.querySelector("p").style.color = "#eee"',
  "a pale text by a style sheet": 'document.head.append(Object.assign(document.createElement("style"), { textContent: "p { color: #eee }" }))',
  "another class": 'document.querySelector("h1").className = "small"',
  "another role": 'document.querySelector("p").setAttribute("role", "button")',
  "a language that is none": 'document.documentElement.lang = "xx"',
  "a name that is there twice": 'document.querySelector("p").id = "a1"',
  "no title": 'document.title = ""',
  "the focus elsewhere": 'document.querySelector("input").focus()',
  "one thing more": 'document.querySelector("main").append(document.createElement("hr"))',
  "a text that needs more room": 'document.querySelector("a").textContent = "The first of all"',
};

describe("pages that are built the same", { skip: engine === "sqlite" ? false : "seen on SQLite" }, () => {
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
  });

  /** The name of the page once that was done to it. */
  async function named(/** @type {string} */ done, viewport = { width: 800, height: 600 }) {
    const page = await browser.newPage({ viewport });
    try {
      await page.setContent(written);
      await page.evaluate(done);
      return await nameOf(page);
    } finally {
      await page.close();
    }
  }

  test("are told by what axe judges, and by nothing else", async () => {
    const first = await named("0");
    assert.equal(await named("0"), first);
    assert.equal(await named('document.querySelector("p").textContent = "Reference AB21"'), first, "another reference");
    assert.equal(await named('document.querySelector("a").href = "/en/2"'), first, "another address");
    assert.notEqual(await named("0", phone), first, "another window");
    for (const [what, done] of Object.entries(others)) assert.notEqual(await named(done), first, what);
  });
});
