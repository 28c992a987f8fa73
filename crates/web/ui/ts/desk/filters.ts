import { unwired } from "../parts/wired";

/** A form that is sent as soon as a choice is made; its button is then in the way. */
export function sendAtOnce(root: ParentNode): void {
  for (const form of unwired<HTMLFormElement>(root, "data-auto")) {
    for (const button of form.querySelectorAll<HTMLElement>("[data-auto-send]")) button.hidden = true;
    form.addEventListener("change", (event) => {
      const changed = event.target as HTMLElement;
      if (changed instanceof HTMLInputElement && changed.type === "search") return;
      form.requestSubmit();
    });
  }
}
