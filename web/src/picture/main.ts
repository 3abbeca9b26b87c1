import "../board/wokwi_elements";

import type { Still, View } from "../protocol/messages";
import { picture } from "./picture";

// `pinbridge test` writes a copy of this page with what to draw in it, and opens that as a file. The page of a server has
// nothing to draw.
const moment = document.getElementById("moment")?.textContent;
if (moment) void show(JSON.parse(moment) as Still | View);

/** Leaves the picture's size in the document, by which `pinbridge test` chooses its window's. */
async function show(given: Still | View): Promise<void> {
  const { width, height } = await picture(given, document.body);
  Object.assign(document.body.style, { margin: "0", overflow: "hidden" });
  document.documentElement.dataset["size"] = `${Math.ceil(width)}x${Math.ceil(height)}`;
}
