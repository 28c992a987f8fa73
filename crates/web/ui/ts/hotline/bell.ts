const BELL = "hotline:bell";

interface Ring {
  contact: string;
  language: string;
  href: string;
}

/** What says that somebody waits, with a sound and a notice of the browser, if the button was pressed that asks for both. */
export interface Bell {
  rings(rings: Ring[]): void;
  said(contact: string): void;
}

export function bell(): Bell {
  const button = document.querySelector<HTMLButtonElement>("[data-bell]");
  const banner = document.querySelector<HTMLElement>("[data-ringing]");
  let context: AudioContext | undefined;
  let known: string[] = [];
  const isOn = (): boolean => localStorage.getItem(BELL) === "on";
  const show = (): void => {
    if (!button) return;
    button.textContent = (isOn() ? button.dataset.on : button.dataset.off) ?? "";
    button.setAttribute("aria-pressed", String(isOn()));
  };
  const wake = async (): Promise<void> => {
    context ??= new AudioContext();
    await context.resume();
  };
  const tell = (title: string, body: string, href: string, tones: number[]): void => {
    if (!isOn()) return;
    if (context?.state === "running") sound(context, tones);
    if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
    // One for each chat: what is told anew takes the place of what was.
    const notice = new Notification(title, { body, tag: href });
    notice.addEventListener("click", () => {
      window.focus();
      location.assign(href);
    });
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const on = !isOn();
      localStorage.setItem(BELL, on ? "on" : "off");
      show();
      if (!on) return;
      void wake();
      if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
    });
    show();
  }
  // A browser lets no page sound before somebody has touched it.
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => void (isOn() && wake()), { once: true });
  }
  return {
    rings(rings) {
      for (const { contact, language, href } of rings) {
        if (!known.includes(contact)) tell(button?.dataset.rings ?? "", language, href, [880, 660, 880, 660]);
      }
      known = rings.map(({ contact }) => contact);
      if (!banner) return;
      const links = rings.map(({ href, language, contact }) => {
        const link = document.createElement("a");
        link.href = href;
        link.textContent = `${banner.dataset.text ?? ""} · ${language} ${contact}`;
        return link;
      });
      banner.replaceChildren(...links);
      banner.hidden = links.length === 0;
    },
    said(contact) {
      tell(button?.dataset.said ?? "", contact, `/desk/hotline/${contact}`, [660]);
    },
  };
}

function sound(context: AudioContext, tones: number[]): void {
  const volume = context.createGain();
  volume.gain.value = 0.2;
  volume.connect(context.destination);
  tones.forEach((tone, at) => {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = tone;
    oscillator.connect(volume);
    oscillator.start(context.currentTime + at * 0.2);
    oscillator.stop(context.currentTime + at * 0.2 + 0.15);
  });
}
