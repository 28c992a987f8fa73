/** What this page reads of a feature of the places' GeoJSON. */
export interface Place {
  geometry: { coordinates: [number, number] } | null;
  properties: { code: string; name: string; kind_name: string; url: string };
}

/** The places of a feed, in the page's language. */
export async function placesOf(feed: string): Promise<Place[]> {
  const answer = await fetch(feed, { headers: { "accept-language": document.documentElement.lang } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).features;
}
