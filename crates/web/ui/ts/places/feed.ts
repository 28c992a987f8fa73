/** What this page reads of a feature of the places' GeoJSON. */
export interface Place {
  geometry: { coordinates: [number, number] } | null;
  properties: { code: string; name: string; kind_name: string; url: string };
}

/** A feed, in the page's language. */
export async function collectionOf<T>(feed: string): Promise<T> {
  const answer = await fetch(feed, { headers: { "accept-language": document.documentElement.lang } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

/** The places of a feed. */
export async function placesOf(feed: string): Promise<Place[]> {
  return (await collectionOf<{ features: Place[] }>(feed)).features;
}
