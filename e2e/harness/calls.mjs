// Calls as they are heard: each connection of a page stands where a test finds it, and its sound is measured at the far end.

import assert from "node:assert/strict";

import { Visitor } from "./browser.mjs";

/** Keeps every connection that the page makes where the test finds it; with a policy, each takes only ways that it allows. */
function watch(/** @type {RTCIceTransportPolicy} */ policy) {
  const page = /** @type {any} */ (window);
  page.lines = [];
  const Plain = window.RTCPeerConnection;
  window.RTCPeerConnection = /** @type {any} */ (
    class extends Plain {
      constructor(/** @type {RTCConfiguration} */ how) {
        super({ ...how, iceTransportPolicy: policy });
        page.lines.push(this);
      }
    }
  );
}

/**
 * For each way to somebody: how much sound has come from them, and by what kind of way.
 * @param {Visitor} who @returns {Promise<{ energy: number, by: string }[]>}
 */
function heard(who) {
  return who.page.evaluate(async () => {
    const found = [];
    for (const line of /** @type {any} */ (window).lines) {
      if (line.connectionState !== "connected") continue;
      const stats = [...(await line.getStats()).values()];
      const sound = stats.find((one) => one.type === "inbound-rtp" && one.kind === "audio");
      const transport = stats.find((one) => one.type === "transport");
      const pair = stats.find((one) => one.id === transport?.selectedCandidatePairId);
      const own = stats.find((one) => one.id === pair?.localCandidateId);
      found.push({ energy: sound?.totalAudioEnergy ?? 0, by: own?.candidateType ?? "" });
    }
    return found;
  });
}

/** How each way stands and what the page asked of the server, for whoever looks for why nothing is heard. */
function stood(/** @type {Visitor} */ who) {
  return who.page.evaluate(() => ({
    lines: /** @type {any} */ (window).lines.map((line) => [
      line.connectionState,
      line.iceConnectionState,
      line.signalingState,
      line.localDescription?.type,
      line.remoteDescription?.type,
    ]),
    asked: performance
      .getEntriesByType("resource")
      .map((one) => /** @type {PerformanceResourceTiming} */ (one))
      .filter((one) => one.initiatorType === "fetch")
      .map((one) => `${Math.round(one.startTime)}+${Math.round(one.duration)} ${one.responseStatus} ${one.name.replace(/^.*?\/(?=[^/]*$)/u, "")}`),
  }));
}

/** Waits until sound grows on so many ways of that page; says by which kinds of way it comes. */
export async function hears(/** @type {Visitor} */ who, /** @type {number} */ others, patience = 20_000) {
  const until = Date.now() + patience;
  for (;;) {
    const first = await heard(who);
    await new Promise((done) => setTimeout(done, 400));
    const then = await heard(who);
    if (then.length === others && first.length === others && then.every((one, n) => one.energy > first[n].energy)) {
      return then.map(({ by }) => by);
    }
    if (Date.now() > until) assert.fail(`${others} are heard: ${JSON.stringify([then, await stood(who)], null, 1)}`);
  }
}

/** On its one way, nothing is heard. A browser measures silence as next to nothing, not as none. */
export async function isSilent(/** @type {Visitor} */ who) {
  const until = Date.now() + 20_000;
  for (;;) {
    const [first] = await heard(who);
    await new Promise((done) => setTimeout(done, 2_500));
    const [then] = await heard(who);
    if (then && first && then.energy - first.energy < 1e-4) return;
    if (Date.now() > until) assert.fail(`it is not silent: ${JSON.stringify([first, then])}`);
  }
}

/** Each description of another's line takes its time; of a line that is closed meanwhile nothing is ever heard, as the standard has it. */
function lag() {
  const { prototype } = window.RTCPeerConnection;
  const { setRemoteDescription } = prototype;
  prototype.setRemoteDescription = async function (/** @type {RTCSessionDescriptionInit} */ description) {
    await setRemoteDescription.call(this, description);
    await new Promise((done) => setTimeout(() => this.signalingState === "closed" || done(undefined), 2_000));
  };
}

/** Their page is slow in meeting others, and the media server in answering it: so lines are closed while it is busy with them. */
export async function lags(/** @type {Visitor} */ who) {
  await who.context.addInitScript(lag);
  await who.context.route("**/media", async (route) => {
    await new Promise((done) => setTimeout(done, 1_000));
    await route.continue();
  });
}

/** Somebody whose calls can be measured. */
export async function come(browser, server, options, policy = "all") {
  const who = await Visitor.come(browser, server, options);
  await who.context.addInitScript(watch, policy);
  return who;
}
