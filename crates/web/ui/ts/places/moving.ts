/** A button below the drawn map that puts one that moves in its place; only then is anything of it loaded. */
export function movingMaps(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>("[data-map]")) {
    const figure = box.querySelector("figure");
    if (!figure) continue;
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "govuk-button govuk-button--secondary",
      textContent: box.dataset.more ?? "",
    });
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await styled(box.dataset.style ?? "");
        const { move } = await import(box.dataset.script ?? "");
        await move(box, figure);
        button.remove();
      } catch {
        button.disabled = false;
        button.textContent = box.dataset.failed ?? "";
      }
    });
    box.append(button);
  }
}

function styled(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(href)));
    document.head.append(link);
  });
}
