// A partner from a table to the public page, and what others see of it on the way.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Api } from "../harness/api.mjs";
import { Visitor, desktop, launch } from "../harness/browser.mjs";
import { days } from "../harness/journey.mjs";
import { Server, engine, staff } from "../harness/server.mjs";
import { together } from "../harness/together.mjs";

const narrow = { width: 375, height: 800 };

/** @type {import("../harness/server.mjs").Staff} */
const planner = { login: "planner", role: "planner", unit: "hotline-centre", name: "Planner", languages: "zh,en" };

const name = { zh: "样例境外项目", ko: "예시 해외 사업" };
const contact = "견본 담당자";

/** The second row is of a kind that there is not, and of a country that nobody knows. */
const broken = `kind,name_zh,name_ko,country,since,status
outbound-project,${name.zh},${name.ko},韩国,,
sister-town,样例市,,Atlantis,1993,in-force
`;
const mended = broken.replace("sister-town", "sister-city").replace("Atlantis", "JP");

describe(`partners on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;
  const folder = mkdtempSync(join(tmpdir(), "harborline-partners-"));

  before(async () => {
    [server, browser] = await together(
      Server.start({ at: days.opened, staff: [planner, staff.market, staff.agent] }),
      launch(),
    );
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @param {string} called @param {string} content */
  function table(called, content) {
    const file = join(folder, called);
    writeFileSync(file, content);
    return file;
  }

  /** @param {import("../harness/server.mjs").Staff} who */
  async function signedIn(who, viewport = desktop) {
    const visitor = await Visitor.come(browser, server, { language: "zh", viewport });
    await visitor.signIn(who);
    return visitor;
  }

  /** The reference of the partner of that name. */
  async function reference(/** @type {string} */ of) {
    const listed = await (await new Api(server.url).as(planner)).get("/desk/partners");
    const found = listed.body.partners.find((/** @type {any} */ partner) => partner.names.zh === of);
    assert.ok(found, `${of} is in the register`);
    return found.reference;
  }

  test("a table is mended, entered, and one of it becomes public", async () => {
    const visitor = await signedIn(planner);
    await visitor.go("/desk/partners");
    await visitor.go("/desk/partners/import");
    await visitor.send("/desk/partners/import", { file: table("broken.csv", broken) }, { status: 422 });
    await visitor.says(/3 ?kind/);
    await visitor.says(/3 ?country/);
    assert.equal(await visitor.page.locator('form[action$="/import/enter"]').count(), 0, "nothing can be entered yet");
    await visitor.shot("partners-bad-cells");
    await visitor.send("/desk/partners/import", { file: table("mended.csv", mended) });
    await visitor.says(name.zh);
    await visitor.send("/desk/partners/import/enter");
    await visitor.says("样例市");
    await visitor.shot("partners-entered");

    const path = `/desk/partners/${await reference(name.zh)}`;
    await visitor.go(path);
    await visitor.send(`${path}/add-contact`, { name: contact, email: "nobody@example.org", language: "ko" });
    await visitor.says(contact);
    await visitor.send(`${path}/agree`, { decided_by: "市政府常务会议" });
    await visitor.send(`${path}/activate`, { since: "2026-09" });
    const anyone = await Visitor.come(browser, server, { language: "ko" });
    await anyone.go(path.replace("/desk", "/ko"), { status: 404 });
    await visitor.send(`${path}/publish`);
    await visitor.says("市政府常务会议");
    await visitor.shot("partners-desk");

    await anyone.go("/ko/partners");
    await anyone.says(name.ko);
    await anyone.press(name.ko, { role: "link" });
    await anyone.says("2026년 9월");
    await anyone.says("대한민국");
    const text = await anyone.text();
    assert.ok(!text.includes(contact) && !text.includes("市政府常务会议"), "what stays on the desk is not public");
    await anyone.shot("partners-public");
    await anyone.leave();
    await visitor.leave();
  });

  test("an officer of another unit sees the partner, and neither contacts nor forms", async () => {
    const path = `/desk/partners/${await reference(name.zh)}`;
    const officer = await signedIn(staff.market);
    await officer.go("/desk/partners");
    await officer.says(name.zh);
    await officer.go(path);
    await officer.says(name.ko);
    assert.ok(!(await officer.text()).includes(contact), "contacts are not theirs to see");
    assert.equal(await officer.page.locator(`form[action^="${path}/"]`).count(), 0);
    await officer.go("/desk/partners/import", { status: 403 });
    const api = await new Api(server.url).as(staff.market);
    const edited = await api.post(`${path}/edit`, { kind: "sister-city", names: { zh: "别的名字" } });
    assert.equal(edited.status, 403, edited.text);
    await officer.leave();
  });

  test("every page is whole on a narrow screen, and without scripts", async () => {
    const path = `/desk/partners/${await reference(name.zh)}`;
    const visitor = await signedIn(planner, narrow);
    const pages = ["/desk/partners", "/desk/partners?state=active&kind=sister-city", path, "/desk/partners/new", "/desk/partners/import"];
    for (const page of [...pages, "/zh/partners", "/ru/partners?by=country", path.replace("/desk", "/ru")]) {
      await visitor.go(page);
      const [wide, seen] = await visitor.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(wide <= seen, `${page} is ${wide} wide on a screen of ${seen}`);
    }
    await visitor.go(path);
    await visitor.page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
    await visitor.check();
    await visitor.shot("partners-narrow");
    await visitor.leave();

    const plain = await Visitor.come(browser, server, { language: "zh", script: false });
    await plain.go("/zh/partners?kind=outbound-project");
    await plain.says(name.zh);
    await plain.leave();
  });

  test("what is looked for stays out of the address", async () => {
    const visitor = await signedIn(planner);
    await visitor.go("/desk/partners");
    await visitor.fill({ q: contact });
    await Promise.all([
      visitor.page.waitForURL(/search=yes/),
      visitor.page.locator('[name="q"]').press("Enter"),
    ]);
    await visitor.check();
    assert.ok(!decodeURIComponent(visitor.page.url()).includes(contact));
    await visitor.says(name.zh);
    assert.equal(await visitor.page.locator("[data-row]").count(), 1);
    await visitor.leave();
    const agent = await signedIn(staff.agent);
    await agent.page.keyboard.press("g");
    await agent.page.keyboard.press("p");
    await agent.page.waitForURL(/\/desk\/partners$/);
    await agent.leave();
  });
});
