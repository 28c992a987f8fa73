import { unwired } from "../parts/wired";

const WHERE = "desk-filter";

/**
 * A form that is sent as soon as a choice is made; its button is then in the way. By keyboard a list gives its next entry
 * at each arrow, so there the form waits for Enter or its button, and the next page begins where the eyes were.
 */
export function sendAtOnce(root: ParentNode): void {
  for (const form of unwired<HTMLFormElement>(root, "data-auto")) {
    const buttons = form.querySelectorAll<HTMLElement>("[data-auto-send]");
    const show = (shown: boolean): void => buttons.forEach((button) => (button.hidden = !shown));
    let typed = false;
    show(false);
    form.addEventListener("pointerdown", () => (typed = false));
    form.addEventListener("keydown", (event) => {
      typed = true;
      if (event.key !== "Enter" || !(event.target instanceof HTMLSelectElement)) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("change", (event) => {
      const changed = event.target as HTMLElement;
      if (changed instanceof HTMLInputElement && changed.type === "search") return;
      if (typed) show(true);
      else form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      const at = typed ? document.activeElement?.id : "";
      if (at) sessionStorage.setItem(WHERE, at);
    });
    const before = sessionStorage.getItem(WHERE);
    const again = before ? form.querySelector<HTMLElement>(`#${CSS.escape(before)}`) : null;
    if (!again) continue;
    sessionStorage.removeItem(WHERE);
    again.focus({ preventScroll: true });
  }
}
