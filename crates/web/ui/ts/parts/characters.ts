import { unwired } from "./wired";

/**
 * Says how many characters are left in a text area, as the server counts them: code points, so that an emoji or a
 * rare Chinese character is one.
 */
export function countCharacters(root: ParentNode): void {
  for (const area of unwired<HTMLTextAreaElement>(root, "data-characters")) {
    const max = Number(area.dataset.characters);
    const shown = document.getElementById(`${area.id}-count`);
    const spoken = document.getElementById(`${area.id}-count-spoken`);
    if (!shown || !Number.isFinite(max)) continue;
    const number = new Intl.NumberFormat(document.documentElement.lang);
    let later = 0;
    const show = (): void => {
      const left = max - [...area.value].length;
      const text = left < 0 ? shown.dataset.over : shown.dataset.left;
      shown.textContent = (text ?? "{n}").replace("{n}", number.format(Math.abs(left)));
      shown.classList.toggle("hl-count--over", left < 0);
      window.clearTimeout(later);
      later = window.setTimeout(() => {
        if (spoken) spoken.textContent = shown.textContent;
      }, 1200);
    };
    area.addEventListener("input", show);
    window.addEventListener("pageshow", show);
    show();
  }
}
