// What a suite needs, started side by side.

/**
 * Gives what these promise, once all of it is there. When one of them fails, the others are ended before its reason is
 * thrown: a browser that nobody holds is closed by nobody, and keeps node waiting for ever.
 * @template {({ stop(): Promise<void> } | { close(): Promise<void> })[]} Started
 * @param {[...{ [At in keyof Started]: Promise<Started[At]> }]} starting
 * @returns {Promise<Started>}
 */
export async function together(...starting) {
  const done = await Promise.allSettled(starting);
  const failed = done.find(({ status }) => status === "rejected");
  if (!failed) return Promise.all(starting);
  for (const one of done) {
    if (one.status !== "fulfilled") continue;
    await ("stop" in one.value ? one.value.stop() : one.value.close());
  }
  throw /** @type {PromiseRejectedResult} */ (failed).reason;
}
