// A map that moves: the districts, the places of the list by their numbers, and, where the configuration names them, tiles.

import * as L from "leaflet";
import { collectionOf, placesOf } from "./places/feed";

/** How far from a mark, in pixels, a tap still means it. */
const REACH = 24;

/** Puts it in the place of the drawn one. */
export async function move(box: HTMLElement, drawn: HTMLElement): Promise<void> {
  const says = box.dataset;
  const [places, districts] = await Promise.all([
    placesOf(says.map ?? ""),
    collectionOf<GeoJSON.GeoJsonObject>(says.districts ?? ""),
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
  // A class is an option of the lines themselves, which the types do not know.
  const look: L.GeoJSONOptions & L.PathOptions = { interactive: false, className: "hl-ground__land" };
  const land = L.geoJSON(districts, look).addTo(map);

  const numbers = new Map(
    [...document.querySelectorAll<HTMLElement>(".hl-place[id]")].map((item) => [
      item.id,
      item.querySelector(".hl-place__number")?.lastChild?.textContent ?? "",
    ]),
  );
  const shown = places.flatMap((place) => {
    const number = numbers.get(place.properties.code);
    if (!place.geometry || !number) return [];
    const [longitude, latitude] = place.geometry.coordinates;
    const icon = L.divIcon({ className: "hl-ground__mark", html: escaped(number), iconSize: [30, 30] });
    const mark = L.marker([latitude, longitude], { icon, interactive: false, keyboard: false }).addTo(map);
    return [{ place, mark }];
  });
  const marks = shown.map(({ mark }) => mark);
  // Marks may cover each other: a tap means the nearest. Whoever has no pointer has the list.
  map.on("click", ({ containerPoint }) => {
    const near = shown
      .map(({ place, mark }) => ({ place, mark, far: map.latLngToContainerPoint(mark.getLatLng()).distanceTo(containerPoint) }))
      .sort((a, b) => a.far - b.far)[0];
    if (!near || near.far > REACH) return map.closePopup();
    const name = Object.assign(document.createElement("a"), {
      href: near.place.properties.url,
      textContent: near.place.properties.name,
    });
    return L.popup({ closeButton: false, offset: [0, -8] }).setLatLng(near.mark.getLatLng()).setContent(name).openOn(map);
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
