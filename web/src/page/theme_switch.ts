import { css, html, LitElement } from "lit";
import { customElement, state } from "lit/decorators.js";

import { controlStyles } from "./styles";

type Theme = "auto" | "light" | "dark";

const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const SIGNS: Record<Theme, string> = { auto: "◐", light: "☀", dark: "☾" };
const WORDS: Record<Theme, string> = { auto: "as the system", light: "light", dark: "dark" };
const KEPT_AS = "pinbridge-theme";

/** Light, dark, or as in the system; kept for the next visit. */
@customElement("pb-theme-switch")
export class ThemeSwitch extends LitElement {
  @state() private theme: Theme = keptTheme();

  static override styles = [
    controlStyles,
    css`
      button {
        width: 34px;
        padding: 0;
        font-size: 16px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.apply();
  }

  override render() {
    const words = `Colours: ${WORDS[this.theme]}`;
    return html`<button title=${words} aria-label=${words} @click=${() => this.choose(NEXT[this.theme])}>
      ${SIGNS[this.theme]}
    </button>`;
  }

  private choose(theme: Theme): void {
    this.theme = theme;
    try {
      localStorage.setItem(KEPT_AS, theme);
    } catch {
      // A browser that keeps nothing: it holds for this visit.
    }
    this.apply();
  }

  private apply(): void {
    const root = document.documentElement;
    if (this.theme === "auto") delete root.dataset["theme"];
    else root.dataset["theme"] = this.theme;
  }
}

function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return kept === "light" || kept === "dark" ? kept : "auto";
  } catch {
    return "auto";
  }
}
