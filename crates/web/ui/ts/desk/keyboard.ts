const OFF = "harborline-desk-keys-off";

/**
 * Shortcuts of one key. They do nothing while something is being written or a modifier is held, and can be switched
 * off (WCAG 2.1.4), which this browser remembers.
 */
export function keyboard(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-keys-dialog]");
  if (!dialog) return;
  const opener = document.querySelector<HTMLButtonElement>("[data-keys]");
  const box = dialog.querySelector<HTMLInputElement>("[data-keys-on]");
  let on = remembered();
  if (box) {
    box.checked = on;
    box.addEventListener("change", () => {
      on = box.checked;
      remember(on);
    });
  }
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (!dialog.open && !event.isComposing && whileWriting(event)) event.preventDefault();
  });
  let goes = 0;
  document.addEventListener("keydown", (event) => {
    if (!on || dialog.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (writes(event.target)) return;
    const going = event.timeStamp - goes < 1500;
    goes = 0;
    if (going) {
      const link = document.querySelector<HTMLAnchorElement>(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
        return;
      }
    }
    if (act(event.key, dialog)) event.preventDefault();
    else if (event.key === "g") goes = event.timeStamp;
  });
}

/** What is done while something is written, with a modifier held: a day of translating needs no mouse. */
function whileWriting(event: KeyboardEvent): boolean {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target instanceof HTMLTextAreaElement ? event.target.form : null;
    const main = form?.querySelector<HTMLButtonElement>("button.hd-button--main");
    main?.click();
    return main != null;
  }
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const inserts = document.querySelectorAll<HTMLButtonElement>("[data-insert]:not([hidden])");
    const chosen = inserts[Number(event.code.slice(-1)) - 1];
    chosen?.click();
    return chosen !== undefined;
  }
  if (event.altKey && event.code === "KeyS") {
    const skip = document.querySelector<HTMLAnchorElement>("[data-skip]");
    skip?.click();
    return skip !== null;
  }
  return false;
}

function act(key: string, dialog: HTMLDialogElement): boolean {
  switch (key) {
    case "j":
      return move(1);
    case "k":
      return move(-1);
    case "/": {
      const search = document.querySelector<HTMLInputElement>("[data-search]");
      search?.focus();
      search?.select();
      return search !== null;
    }
    case "r": {
      const show = document.querySelector<HTMLElement>("[data-live-show]:not([hidden]), [data-live-link]:not([hidden])");
      show?.click();
      return show !== null;
    }
    case "?":
      dialog.showModal();
      return true;
    default:
      return false;
  }
}

/** Moves the focus from row to row; Enter then opens, since the row's link has it. */
function move(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  if (rows.length === 0) return false;
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const to = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[to]?.focus();
  rows[to]?.scrollIntoView({ block: "nearest" });
  return true;
}

function writes(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function remembered(): boolean {
  try {
    return window.localStorage.getItem(OFF) !== "yes";
  } catch {
    return true;
  }
}

function remember(on: boolean): void {
  try {
    if (on) window.localStorage.removeItem(OFF);
    else window.localStorage.setItem(OFF, "yes");
  } catch {
    // Then it holds for this page only.
  }
}
