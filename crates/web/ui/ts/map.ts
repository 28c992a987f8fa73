// A map that moves: the districts, the places of the list by their numbers, and, where the configuration names them, tiles.

import * as L from "leaflet";
import { placesOf } from "./places/feed";

/** Puts it in the place of the drawn one. */
export async function move(box: HTMLElement, drawn: HTMLElement): Promise<void> {
  const says = box.dataset;
  const [places, districts] = await Promise.all([
    placesOf(says.map ?? ""),
    fetch(says.districts ?? "").then((answer) => answer.json()),
  ]);
  const ground = document.createElement("div");
  ground.className = "hl-ground";
  ground.setAttribute("role", "region");
  ground.setAttribute("aria-label", says.label ?? "");
  drawn.querySelectorAll("svg").forEach((svg) => svg.remove());
  drawn.prepend(ground);

  const map = L.map(ground, { zoomControl: false, attributionControl: false, zoomSnap: 0.5 });
  L.control.zoom({ zoomInTitle: says.in, zoomOutTitle: says.out }).addTo(map);
  if (says.tiles) {
    L.control.attribution({ prefix: false }).addTo(map);
    L.tileLayer(says.tiles, { attribution: escaped(says.credit ?? ""), maxZoom: 19 }).addTo(map);
  }
  const land = L.geoJSON(districts, { interactive: false, style: { className: "hl-ground__land" } }).addTo(map);

  const numbers = new Map(
    [...document.querySelectorAll<HTMLElement>(".hl-place[id]")].map((item) => [
      item.id,
      item.querySelector(".hl-place__number")?.lastChild?.textContent ?? "",
    ]),
  );
  const marks = places.flatMap((place) => {
    const number = numbers.get(place.properties.code);
    if (!place.geometry || !number) return [];
    const [longitude, latitude] = place.geometry.coordinates;
    const icon = L.divIcon({ className: "hl-ground__mark", html: escaped(number), iconSize: [30, 30] });
    const mark = L.marker([latitude, longitude], { icon, title: place.properties.name, alt: place.properties.name });
    mark.on("click", () => location.assign(place.properties.url));
    return [mark.addTo(map)];
  });
  const bounds = marks.length > 0 ? L.featureGroup(marks).getBounds() : land.getBounds();
  map.fitBounds(bounds.pad(0.1), { maxZoom: 15 });
}

/** Leaflet takes markup where a text is meant. */
function escaped(text: string): string {
  const element = document.createElement("p");
  element.textContent = text;
  return element.innerHTML;
}
