/** Rooms and tabs scroll sideways on a narrow screen: the current one is in view from the beginning. */
export function showCurrent(root: ParentNode): void {
  const current = ".hd-bar__nav [aria-current], .hd-tabs [aria-current]";
  for (const link of root.querySelectorAll<HTMLElement>(current)) {
    const row = link.closest<HTMLElement>(".hd-bar__nav, .hd-tabs ul");
    if (!row) continue;
    const [at, within] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += at.left + at.width / 2 - (within.left + within.width / 2);
  }
}
