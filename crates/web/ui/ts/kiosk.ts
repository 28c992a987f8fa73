// The screen in a hall. Whoever is reading may go on as long as they touch it; a page that nobody touches asks first and then
// goes back to where the screen begins, and there the screen goes dark. The page works without: its links lead back as well.

/** Seconds without a touch until a page asks whether somebody is there. */
const ASKS = 60;
/** Seconds from then on until it goes back. */
const LEAVES = 30;
/** Seconds without a touch until the first page goes dark. */
const SLEEPS = 120;

const { home } = document.body.dataset;
const still = document.querySelector<HTMLElement>(".still");
let timers: number[] = [];

function after(seconds: number, act: () => void): void {
  timers.push(window.setTimeout(act, seconds * 1000));
}

function ask(shown: boolean): void {
  if (still) still.hidden = !shown;
}

function wait(): void {
  timers.forEach((timer) => window.clearTimeout(timer));
  timers = [];
  if (home) {
    after(ASKS, () => ask(true));
    // Nothing of what was read is left to go back to.
    after(ASKS + LEAVES, () => window.location.replace(home));
  } else {
    after(SLEEPS, () => document.body.classList.add("is-asleep"));
  }
}

function touched(event: Event): void {
  const asleep = document.body.classList.contains("is-asleep");
  // Who wakes the screen has not chosen what happens to lie under the finger.
  if (asleep || still?.hidden === false) event.preventDefault();
  wait();
}

function woken(event: Event): void {
  const asleep = document.body.classList.contains("is-asleep");
  if (asleep || still?.hidden === false) {
    event.preventDefault();
    event.stopPropagation();
  }
  document.body.classList.remove("is-asleep");
  ask(false);
  wait();
}

for (const kind of ["pointerdown", "wheel", "scroll"]) {
  document.addEventListener(kind, touched, { capture: true, passive: false });
}
for (const kind of ["click", "keydown"]) document.addEventListener(kind, woken, { capture: true });
// A page that comes back from the browser's memory has slept meanwhile.
window.addEventListener("pageshow", wait);
document.addEventListener("contextmenu", (event) => event.preventDefault());
wait();
