import "../src/board/wokwi_elements";
import "../src/page/theme.css";
import "./stories.css";
import { html, render } from "lit";

import { adapterOf, loadDrawings } from "../src/board/parts/catalog";
import { ownStories } from "./own_stories";
import type { Story } from "./story";
import { wokwiStories } from "./wokwi_stories";

/** The drawing, made and dressed as the board does it. */
function drawing({ part, stand, levels, outputs, dressing }: Story): HTMLElement {
  const adapter = adapterOf(part.type, part.attributes);
  const element = document.createElement(adapter.tag);
  adapter.dress?.(element, part);
  Object.assign(element, dressing, {
    levels: part.pins.map(({ name }) => levels[name] ?? 2),
    directions: part.pins.map(({ name }) => (outputs.includes(name) ? 1 : 0)),
  });
  adapter.show?.(element, stand, part);
  return element;
}

function group(title: string, stories: Story[]) {
  return html`<section>
    <h2>${title}</h2>
    <div class="stories">
      ${stories.map(
        (story) =>
          html`<figure>
            ${drawing(story)}
            <figcaption>${story.title}</figcaption>
          </figure>`,
      )}
    </div>
  </section>`;
}

function themeButton(theme: "light" | "dark") {
  return html`<button @click=${() => (document.documentElement.dataset["theme"] = theme)}>${theme}</button>`;
}

const stories = { ...ownStories, ...wokwiStories };
await loadDrawings(Object.values(stories).flatMap((of) => of.map(({ part }) => part)));
render(
  html`<h1>Parts ${themeButton("light")} ${themeButton("dark")}</h1>
    ${Object.entries(stories).map(([title, stories]) => group(title, stories))}`,
  document.body,
);
