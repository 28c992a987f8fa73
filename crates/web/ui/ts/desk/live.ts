/** What `/desk/live` says of a change. */
interface Change {
  /** The name of its stream: `case/ABCD-EFGH`. */
  record: string;
  version: number;
}

const QUIET_MS = 4000;

/**
 * Listens for changes. A list says how many there were and is fetched again when asked to; the wall is fetched again
 * by itself, unless somebody is writing in it; a case says that it has changed.
 */
export function listen(): void {
  const list = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-live]");
  const opened = document.querySelector<HTMLElement>("[data-live-record]");
  if ((!list() && !opened) || !("EventSource" in window)) return;

  const changed = new Set<string>();
  const button = document.querySelector<HTMLButtonElement>("[data-live-show]");
  let later = 0;

  const refresh = (): void => {
    const target = list();
    if (!target) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.row;
    changed.clear();
    if (button) button.hidden = true;
    document.addEventListener(
      "htmx:after:swap",
      () => {
        if (focused) document.querySelector<HTMLElement>(`[data-row="${CSS.escape(focused)}"]`)?.focus();
      },
      { once: true },
    );
    target.dispatchEvent(new CustomEvent("desk:refresh"));
  };

  const note = (record: string): void => {
    const target = list();
    // A list counts the changes of its own noun.
    const of = target?.dataset.liveOf;
    if (!target || (of && record !== "?" && !record.startsWith(`${of}/`))) return;
    changed.add(record);
    if (target.dataset.live === "auto") {
      // Where much happens it would never be quiet.
      if (later) return;
      later = window.setTimeout(() => {
        later = 0;
        const writing = target.contains(document.activeElement) && document.activeElement?.matches("input, select");
        if (!writing && !document.hidden) refresh();
      }, Number(target.dataset.liveQuiet ?? QUIET_MS));
    } else if (button) {
      button.textContent = (button.dataset.text ?? "{n}").replace("{n}", String(changed.size));
      button.hidden = false;
    }
  };

  button?.addEventListener("click", refresh);
  const source = new EventSource("/desk/live");
  const tell = (): boolean => document.dispatchEvent(new Event("desk:changed"));
  source.addEventListener("changed", (event) => {
    tell();
    const change = JSON.parse((event as MessageEvent<string>).data) as Change;
    if (opened) {
      const isNews = change.record === opened.dataset.liveRecord && change.version > Number(opened.dataset.version);
      const link = document.querySelector<HTMLElement>("[data-live-link]");
      if (isNews && link) link.hidden = false;
    } else {
      note(change.record);
    }
  });
  source.addEventListener("missed", () => {
    tell();
    note("?");
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && changed.size > 0 && list()?.dataset.live === "auto") refresh();
  });
  window.addEventListener("pagehide", () => source.close());
}
