import { unwired } from "./wired";

/** The error summary takes the focus, so that it is read first. Its links focus the field, not only scroll to it. */
export function focusSummary(): void {
  const summary = document.querySelector<HTMLElement>("[data-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest("a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("fieldset") ?? field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}

/** A form that was just sent is not sent again by an impatient second click. */
export function submitOnce(root: ParentNode): void {
  for (const form of unwired<HTMLFormElement>(root, "data-once")) {
    let sent = 0;
    form.addEventListener("submit", (event) => {
      if (event.timeStamp - sent < 2000 && sent > 0) event.preventDefault();
      else sent = event.timeStamp;
    });
  }
}
