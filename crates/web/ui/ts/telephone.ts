// The room of the hotline as a telephone: what the exchange rings at an agent is answered on the page.

import { Panel } from "./telephone/panel";

const box = document.querySelector<HTMLElement>("#telephone");
if (box) new Panel(box);
