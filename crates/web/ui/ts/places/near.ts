import { placesOf, type Place } from "./feed";

/** How many are shown. */
const MOST = 10;
/** The mean radius of the Earth, in metres. */
const EARTH = 6_371_009;

/** A button that lists the nearest places. Where the reader stands is measured against the feed here, and goes nowhere. */
export function near(root: ParentNode): void {
  const box = root.querySelector<HTMLElement>("[data-near]");
  const button = box?.querySelector("button");
  if (!box || !button || !navigator.geolocation) return;
  box.hidden = false;
  const status = box.querySelector<HTMLElement>("[role=status]")!;
  const list = box.querySelector("ol")!;
  const says = (text: string) => (status.textContent = text);
  button.addEventListener("click", () => {
    says(box.dataset.waiting ?? "");
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        try {
          const places = nearest(await placesOf(box.dataset.near ?? ""), coords);
          list.replaceChildren(...places.map(([place, metres]) => line(place, metres)));
          says(places.length === 0 ? (box.dataset.none ?? "") : "");
        } catch {
          says(box.dataset.failed ?? "");
        }
      },
      () => says(box.dataset.denied ?? ""),
      { timeout: 20_000, maximumAge: 60_000 },
    );
  });
}

function nearest(places: Place[], from: GeolocationCoordinates): [Place, number][] {
  return places
    .flatMap((place): [Place, number][] => (place.geometry ? [[place, metres(place.geometry.coordinates, from)]] : []))
    .sort(([, a], [, b]) => a - b)
    .slice(0, MOST);
}

/** Over ground, by the haversine. */
function metres([longitude, latitude]: [number, number], from: GeolocationCoordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const chord =
    half(latitude - from.latitude) +
    Math.cos(radians(latitude)) * Math.cos(radians(from.latitude)) * half(longitude - from.longitude);
  return 2 * EARTH * Math.asin(Math.sqrt(chord));
}

function line(place: Place, metres: number): HTMLLIElement {
  const far = metres < 1000 ? { value: Math.round(metres / 10) * 10, unit: "meter" } : { value: metres / 1000, unit: "kilometer" };
  const numbers = new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: far.unit,
    maximumFractionDigits: 1,
  });
  const name = Object.assign(document.createElement("a"), {
    className: "govuk-link",
    href: place.properties.url,
    textContent: place.properties.name,
  });
  const what = Object.assign(document.createElement("span"), {
    className: "hl-soft",
    textContent: ` ${place.properties.kind_name} · ${numbers.format(far.value)}`,
  });
  const item = document.createElement("li");
  item.append(name, what);
  return item;
}
