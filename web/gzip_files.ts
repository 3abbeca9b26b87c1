import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

import type { Plugin } from "vite";

/** Writes `FILE.gz` beside each file of the build that gzip makes smaller: the server sends it to browsers that take gzip. */
export function gzipFiles(): Plugin {
  return {
    name: "gzip-files",
    apply: "build",
    async writeBundle({ dir = "." }, bundle) {
      await Promise.all(Object.keys(bundle).map((name) => gzipFile(join(dir, name))));
    },
  };
}

async function gzipFile(path: string): Promise<void> {
  const plain = await readFile(path);
  const packed = await promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION });
  if (packed.length < plain.length) await writeFile(`${path}.gz`, packed);
}
