// The main walk, in the browser: someone from abroad complains about a shop in their own language, the wrong unit sends
// it back, the right one asks and answers, they rate it and reopen it, and the wall counts it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Visitor, launch, phone } from "../harness/browser.mjs";
import { answers, complaint, days, units, words } from "../harness/journey.mjs";
import { Server, engine, staff } from "../harness/server.mjs";

describe(`the walk on ${engine}`, () => {
  /** @type {import("playwright-core").Browser} */ let browser;

  before(async () => {
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
  });

  for (const [language, said] of Object.entries(words)) {
    test(`in ${language}`, async () => {
      const server = await Server.start({ at: days.opened, staff: Object.values(staff) });
      try {
        await walk(server, /** @type {"ko" | "ru"} */ (language), said);
        server.run(["verify"]);
      } finally {
        await server.stop();
      }
    });
  }

  /** @param {Server} server @param {"ko" | "ru"} language @param {typeof words.ko} said */
  async function walk(server, language, said) {
    const shot = (/** @type {Visitor} */ visitor, /** @type {string} */ name) => visitor.shot(`walk-${language}-${name}`);

    // Someone without an account, on a phone.
    const resident = await Visitor.come(browser, server, { language, viewport: phone });
    await resident.go(`/${language}`);
    await resident.go(`/${language}/services/${complaint.service}`);
    await resident.press(resident.page.locator(`main a[href$="/services/${complaint.service}/apply"]`).first());
    await shot(resident, "01-first-question");
    await resident.answer({ ...answers, text: said.complaint });
    await resident.says(said.complaint);
    await shot(resident, "02-check");
    await resident.press(resident.page.locator('[name="go"][value="send"]'));

    const reference = await resident.page.locator("#receipt-reference").innerText();
    const code = await resident.page.locator("#receipt-code").innerText();
    await resident.says(said.acceptanceDue);
    await shot(resident, "03-receipt");

    /** Someone at the desk does something with the case. */
    async function desk(
      /** @type {import("../harness/server.mjs").Staff} */ who,
      /** @type {string} */ at,
      /** @type {(visitor: Visitor) => Promise<void>} */ does,
    ) {
      server.setTime(at);
      const visitor = await Visitor.come(browser, server, { language: "zh" });
      await visitor.signIn(who);
      await does(visitor);
      await visitor.leave();
    }
    /** @param {string} command @param {Record<string, string>} [values] */
    const carryOut = (command, values) => async (/** @type {Visitor} */ visitor) => {
      await visitor.go(`/desk/cases/${reference}`);
      await visitor.send(`/desk/cases/${reference}/${command}`, values);
      await shot(visitor, `desk-${command}`);
    };
    /** Translates the latest message that waits for the resident's language. */
    const translate = (/** @type {string} */ text) => async (/** @type {Visitor} */ visitor) => {
      await visitor.go("/desk/translation");
      await shot(visitor, "desk-translation");
      const waits = visitor.page.locator(`main a[href^="/desk/translation/${reference}/"][href$="/${language}"]`);
      await visitor.press(waits.last());
      await visitor.send(new URL(visitor.page.url()).pathname, { text });
    };
    const due = (/** @type {string} */ date) => resident.page.locator(`main time[datetime^="${date}"]`).first();

    await desk(staff.agent, days.routedWrong, async (visitor) => {
      await visitor.page.locator(`main a[href*="${reference}"]`).first().waitFor();
      await shot(visitor, "desk-queue");
      await carryOut("route", { unit: "culture-tourism" })(visitor);
    });
    await desk(
      staff.tourism,
      days.returned,
      carryOut("return", { reason: units.wrongUnit, suggested: "market-regulation" }),
    );
    await desk(staff.agent, days.routedRight, carryOut("route", { unit: "market-regulation" }));
    await desk(staff.market, days.accepted, carryOut("accept"));
    await desk(staff.market, days.asked, carryOut("ask", { text: units.question }));
    await desk(staff.interpreter, days.asked, translate(said.translatedQuestion));

    // On another device, with the receipt.
    server.setTime(days.stillWaiting);
    await resident.context.clearCookies();
    await resident.go(`/${language}/follow`);
    await resident.send("/follow", { reference, code });
    await resident.says(said.translatedQuestion);
    await shot(resident, "04-asked");
    await due(days.dueWhileWaiting).waitFor();
    assert.ok(!(await resident.text()).includes(units.wrongUnit), "what units say among themselves stays there");
    await shot(resident, "04-asked");

    server.setTime(days.answered);
    await resident.send("/answer-question", { "answer-question": said.answer });
    await due(days.dueAfterWaiting).waitFor();

    await desk(staff.market, days.resolved, carryOut("advance", { stage: "mediation" }));
    await desk(staff.market, days.resolved, carryOut("resolve", { text: units.answer }));
    await desk(staff.interpreter, days.resolved, translate(said.translatedAnswer));

    server.setTime(days.rated);
    await resident.go(`/${language}/follow/${reference}`);
    await resident.says(said.translatedAnswer);
    await shot(resident, "05-answer");
    await resident.send("/rate", { solved: "yes", satisfied: "no" });
    await shot(resident, "06-rated");

    await desk(staff.supervisor, days.rated, async (visitor) => {
      await visitor.go("/desk/wall");
      await visitor.says(/[(（]1\/1[)）]/);
      await visitor.says(/[(（]0\/1[)）]/);
      await shot(visitor, "desk-wall");
    });

    server.setTime(days.reopened);
    await resident.go(`/${language}/follow/${reference}`);
    await resident.send("/reopen", { reopen: said.reopening });
    await shot(resident, "07-reopened");
    await desk(staff.market, days.resolvedAgain, carryOut("resolve", { text: units.answerAgain }));
    await desk(staff.interpreter, days.resolvedAgain, translate(said.translatedAnswer));
    server.setTime(days.resolvedAgain);
    await resident.go(`/${language}/follow/${reference}`);
    assert.equal(await resident.page.locator('form[action$="/reopen"]').count(), 0, "it may be reopened once");
    await resident.leave();
  }
});
