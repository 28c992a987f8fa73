const SOUND = "desk:sound";
const HEARD = "desk:heard";
const PATIENCE_MS = 500;

/**
 * Says that somebody is not safe, and sounds for each of them once, if the sound was turned on in this browser. A browser
 * lets no page sound before somebody has touched it: until then the button says that the sound is off.
 */
export function alarm(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-alarm]");
  const said = document.querySelector<HTMLElement>("[data-alarm-said]");
  if (!button || !said) return;
  let context: AudioContext | undefined;
  let later = 0;

  const isOn = (): boolean => context?.state === "running" && localStorage.getItem(SOUND) === "on";
  const show = (): void => {
    button.textContent = (isOn() ? button.dataset.on : button.dataset.off) ?? "";
  };
  const wake = async (): Promise<void> => {
    context ??= new AudioContext();
    context.onstatechange = show;
    await context.resume();
    show();
  };
  const ask = async (): Promise<void> => {
    const answer = await fetch("/desk/alarm", { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const waiting = (await answer.json()) as string[];
    said.hidden = waiting.length === 0;
    const heard = sessionStorage.getItem(HEARD)?.split(" ") ?? [];
    const unheard = waiting.filter((reference) => !heard.includes(reference));
    if (unheard.length === 0 || !context || !isOn()) return;
    sessionStorage.setItem(HEARD, waiting.join(" "));
    sound(context);
  };
  const askSoon = (): void => {
    window.clearTimeout(later);
    later = window.setTimeout(() => void ask(), PATIENCE_MS);
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    const off = isOn();
    localStorage.setItem(SOUND, off ? "off" : "on");
    if (!off) await wake();
    show();
    askSoon();
  });
  if (localStorage.getItem(SOUND) === "on") {
    void wake();
    const touched = (event: Event): void => {
      // The button itself says what it does.
      if (!button.contains(event.target as Node)) void wake().then(askSoon);
    };
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touched, { once: true });
  }
  document.addEventListener("desk:changed", askSoon);
  askSoon();
}

/** Two tones, twice: short, and unlike what a browser sounds by itself. */
function sound(context: AudioContext): void {
  const volume = context.createGain();
  volume.gain.value = 0.25;
  volume.connect(context.destination);
  for (const [at, tone] of [[0, 880], [0.18, 660], [0.5, 880], [0.68, 660]] as const) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = tone;
    oscillator.connect(volume);
    oscillator.start(context.currentTime + at);
    oscillator.stop(context.currentTime + at + 0.15);
  }
}
