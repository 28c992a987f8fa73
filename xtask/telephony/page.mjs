// Calls from a made-up telephone network to an agent whose telephone is a page of the desk: SIPp calls, RustPBX asks Harborline, and
// Chromium answers. The caller is an echo, so what the agent hears is what they said, through the exchange and back. Run by
// `cargo xtask telephony`, with the two programs and a folder.

import assert from "node:assert/strict";

import { launch, media } from "../../e2e/harness/browser.mjs";
import { come, hears } from "../../e2e/harness/calls.mjs";
import { password, staff } from "../../e2e/harness/server.mjs";
import { NETWORK, Stage, freeTcp, freeUdp, listening, play, until, wait } from "./stage.mjs";

const [harborline, rustpbx, folder] = process.argv.slice(2);
const agent = { ...staff.agent, password, languages: "en,zh" };
const stage = await Stage.empty(folder);

/** How much sound the page has got so far. */
const energy = (who) =>
  who.page.evaluate(async () => {
    const line = window.lines.at(-1);
    const stats = [...(await line.getStats()).values()];
    return stats.find((one) => one.type === "inbound-rtp" && one.kind === "audio")?.totalAudioEnergy ?? 0;
  });

async function heardWithin(who, ms) {
  const before = await energy(who);
  await wait(ms);
  return (await energy(who)) - before;
}

async function main() {
  const [sip, http, echo] = [await freeUdp(), await freeTcp(), await freeUdp()];
  const socket = `ws://127.0.0.1:${http}/ws`;
  const { base, form, contacts, verify } = await stage.harborline(harborline, `domain = "127.0.0.1:${sip}"\nws_url = "${socket}"\n`, agent);
  const between = await listening(base);
  const to = `http://127.0.0.1:${between.port}/exchange`;
  const users = (header) => `[[proxy.user_backends]]
type = "http"
url = "${to}/telephones"
method = "POST"
headers = ${header}
sip_headers = ["To"]
[proxy.trunks.network]
dest = "sip:${NETWORK}:5060"
inbound_hosts = ["${NETWORK}"]`;
  const modules = ["acl", "auth", "registrar", "call"];
  let exchange = await stage.exchange(rustpbx, to, { sip, http }, modules, users);
  const last = (path) => between.heard.filter((one) => one.path === `/exchange/${path}`).at(-1);
  const calls = async (ms) =>
    stage.begin("sipp", [
      ...["-sn", "uac", "-s", "hotline", "-m", "1", "-d", `${ms}`, "-p", `${await freeUdp()}`],
      ...["-i", NETWORK, "-mi", NETWORK, "-mp", `${echo}`, "-rtp_echo", "-nostdin", "-timeout", "60", `127.0.0.1:${sip}`],
    ]);

  const browser = await launch(media);
  const who = await come(browser, { url: base }, { language: "en" });
  const { page } = who;
  const says = (text) => page.locator("#telephone").getByText(text, { exact: true }).waitFor();
  const button = (name) => page.locator("#telephone").getByRole("button", { name, exact: true });
  await who.signIn(agent);
  await who.go("/desk/hotline?lang=en");
  await says("Calls ring here. Please keep this page open.");
  assert.equal(JSON.parse(last("telephones").answer).username, agent.login);
  await who.check();
  await page.getByRole("button", { name: "I am ready" }).click();
  await says("Calls ring here. Please keep this page open.");
  console.log("1. the page is the agent's telephone: registered at the exchange by a name that the desk gave");

  // It rings, is answered, and both are heard.
  const dialled = Date.now();
  const call = await calls(60_000);
  await says("Your telephone rings.");
  const rang = Date.now() - dialled;
  await who.check();
  await button("Answer the call").click();
  await says("You are connected.");
  await hears(who, 1);
  const voice = await heardWithin(who, 2_000);
  const talking = await until("a contact that goes on", async () => (await contacts()).find((one) => one.state === "talking"));
  await page.locator("[data-telephone-contact]").getByRole("heading", { name: new RegExp(talking.reference) }).waitFor();
  await who.check();
  await button("Mute").click();
  await wait(500);
  const muted = await heardWithin(who, 2_000);
  await button("Unmute").click();
  await hears(who, 1);
  assert.ok(voice > 20 * muted, `what comes back is what the agent says: ${voice}, muted ${muted}`);
  console.log(`2. rang in the page ${rang} ms after the call was placed; energy of what the agent hears in 2 s: ${voice.toFixed(4)}, muted ${muted.toFixed(6)}`);

  // Nobody hears anybody meanwhile.
  await button("Hold").click();
  await says("On hold: nobody hears you.");
  await who.check();
  await button("Resume").click();
  await says("You are connected.");
  await hears(who, 1);
  console.log("3. held and resumed: heard again");

  await button("Hang up").click();
  await says("The call is over.");
  await call.over;
  const over = await until("it is to be wrapped up", async () => (await contacts()).find((one) => one.state === "wrapping-up"));
  await until("its record", () => last("records"));
  assert.equal(last("records").status, 204);
  const { answerTime, endTime } = JSON.parse(/\{[\s\S]*\}/.exec(last("records").body)[0]);
  const apart = [over.answered_at, over.ended_at].map((here, n) => Math.abs(Date.parse(here) - Date.parse([answerTime, endTime][n])));
  assert.deepEqual([over.reference, over.kind, over.language], [talking.reference, "call", "en"]);
  assert.ok(Math.max(...apart) < 1000, `${apart}`);
  console.log(`4. hung up by the agent: answer and end ${apart[0]} and ${apart[1]} ms from the exchange's own times`);

  const wrap = page.locator("[data-telephone-contact] form[action$='/wrap-up']");
  await page.locator("[data-telephone-contact] summary", { hasText: "Wrap up" }).click();
  await wrap.locator("[name='outcome']").first().waitFor();
  await who.fill({ outcome: "answered" }, wrap);
  await wrap.getByRole("button").click();
  await until("it is wrapped up", async () => (await contacts()).every((one) => one.state === "ended"));
  await says("Calls ring here. Please keep this page open.");
  console.log("5. wrapped up beside the telephone, without leaving the page");

  // Passed on: there is nobody else.
  const declined = await calls(500);
  await says("Your telephone rings.");
  await button("Pass on").click();
  assert.notEqual(await declined.over, 0);
  assert.equal((await contacts()).length, 1, "no case of a call that nobody answered");
  await says("Calls ring here. Please keep this page open.");
  console.log("6. passed on, and there is nobody else: the caller is turned away, and no case is left of it");

  // Who called hangs up.
  const short = await calls(3_000);
  await says("Your telephone rings.");
  await button("Answer the call").click();
  await hears(who, 1);
  assert.equal(await short.over, 0, short.said);
  await says("The call is over.");
  await until("it is to be wrapped up", async () => (await contacts()).find((one) => one.state === "wrapping-up"));
  console.log("7. who called hangs up: the page says so");
  await who.leave();

  // The exchange goes, and comes back.
  const again = await come(browser, { url: base }, { language: "en" });
  const stands = (text) => again.page.locator("#telephone").getByText(text, { exact: true }).waitFor({ timeout: 60_000 });
  await again.signIn(agent);
  await again.go("/desk/hotline?lang=en");
  await stands("Calls ring here. Please keep this page open.");
  await stage.stop(exchange);
  await stands("Your telephone is not connected: no call rings here. We keep trying.");
  const gone = Date.now();
  exchange = await stage.exchange(rustpbx, to, { sip, http }, modules, users);
  await stands("Calls ring here. Please keep this page open.");
  console.log(`8. the exchange died: the page said so, and was registered again ${Date.now() - gone} ms after it began anew`);
  // A second page of the same browser is no second telephone.
  const second = await again.context.newPage();
  await second.goto("/desk/hotline?lang=en");
  await second.getByText("Your telephone is in another tab or window.").waitFor();
  await again.page.close();
  await second.locator("#telephone").getByText("Calls ring here. Please keep this page open.").waitFor();
  console.log("9. a second page waits until the first is closed");
  await browser.close();

  // Nobody's page is open, though they said that they are ready.
  const { reference } = (await contacts()).find((one) => one.state === "wrapping-up");
  const signedIn = await form("/desk/sign-in", { login: agent.login, password });
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  assert.equal((await form(`/desk/hotline/${reference}/wrap-up`, { outcome: "answered" }, cookie)).status, 303);
  assert.equal((await form("/desk/hotline/at", { at: "ready" }, cookie)).status, 303);
  const begun = Date.now();
  assert.notEqual(await (await calls(500)).over, 0);
  assert.equal(JSON.parse(last("route").answer).action, "forward");
  const turned = Date.now() - begun;
  // A page that was closed at once takes no leave: the exchange rings it until its turn is over.
  assert.ok(turned < 25_000, `${turned}`);
  console.log(`10. ready, but no page is open: the caller is turned away after ${turned} ms`);
  await verify();
  console.log("11. verify finds nothing");
}

await play(stage, main);
