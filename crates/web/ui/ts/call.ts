// A call in the browser: the caller's page, the desk's, and the zone of whoever asks for a call-back. Each part looks for its own
// mark in the page and does nothing without it. The texts stand in the page's data attributes.

import { call } from "./call/page";
import { ownOffset } from "./call/offset";

call(document);
ownOffset(document);
