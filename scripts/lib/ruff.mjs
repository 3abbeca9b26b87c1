// Runs ruff over sources: JSON on standard input, {"settings": …, "files": […]}. Debian has no ruff; the npm registry has
// it as WebAssembly, which reads no files itself. Prints each finding as FILE:LINE:, and exits with status 1 if there is
// one.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const page = createRequire(new URL("../../web/package.json", import.meta.url));
const { PositionEncoding, Workspace } = page("@astral-sh/ruff-wasm-nodejs");

const { settings, files } = JSON.parse(readFileSync(0, "utf8"));
const ruff = new Workspace(settings, PositionEncoding.Utf32);
for (const file of files) {
  for (const { code, message, start_location } of ruff.check(readFileSync(file, "utf8"))) {
    console.log(`${file}:${start_location.row}: ${code} ${message}`);
    process.exitCode = 1;
  }
}
