import { type Browser, chromium } from "playwright-core";

/** A page that was built beside the program, to be tested in place of the one within it. */
export const PAGE_DIRECTORY = process.env["PINBRIDGE_PAGE"];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // A page that came by no network would not be let to the program.
  ...(PAGE_DIRECTORY ? ["--disable-features=LocalNetworkAccessChecks"] : []),
];

/** Debian's Chromium. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
}
