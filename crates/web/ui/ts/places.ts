// The page of places: who is near, and a map that moves. Both only begin when they are asked to; the list and the drawn map
// are whole without them. The texts stand in the page's data attributes.

import { near } from "./places/near";
import { movingMaps } from "./places/moving";

near(document);
movingMaps(document);
