// Takes the pictures of the README from the real pages: `node screenshots.mjs FOLDER`.

import { Visitor, desktop, launch, phone } from "./harness/browser.mjs";
import { answers, days, words } from "./harness/journey.mjs";
import { Server, staff } from "./harness/server.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("which folder?");

const server = await Server.start({ at: days.opened, staff: Object.values(staff) });
const browser = await launch();
try {
  const visitor = await Visitor.come(browser, server, { language: "en" });
  const shot = (/** @type {string} */ name) => visitor.shot(name, folder, false);
  await visitor.go("/en");
  await shot("home");
  await visitor.go("/en/services");
  await shot("services");
  await visitor.go("/en/regulation");
  await shot("regulation");
  await visitor.leave();

  const resident = await Visitor.come(browser, server, { language: "ko", viewport: phone });
  await resident.go("/ko/services/consumer-complaint/apply");
  await resident.shot("question-phone", folder, false);
  await resident.answer({ ...answers, text: words.ko.complaint });
  await resident.press(resident.page.locator('[name="go"][value="send"]'));
  await resident.shot("receipt-phone", folder, false);
  const reference = await resident.page.locator("#receipt-reference").innerText();
  await resident.go(`/ko/follow/${reference}`);
  await resident.shot("follow-phone", folder, false);
  await resident.leave();

  const agent = await Visitor.come(browser, server, { language: "zh", viewport: desktop });
  await agent.signIn(staff.agent);
  await agent.shot("desk", folder, false);
  await agent.go(`/desk/cases/${reference}`);
  await agent.shot("case", folder, false);
  await agent.go("/desk/translation");
  await agent.shot("translation", folder, false);
  await agent.leave();

  const supervisor = await Visitor.come(browser, server, { language: "zh", viewport: desktop });
  await supervisor.signIn(staff.supervisor);
  await supervisor.go("/desk/wall");
  await supervisor.shot("wall", folder, false);
  await supervisor.leave();
} finally {
  await browser.close();
  await server.stop();
}
