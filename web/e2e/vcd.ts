export interface Change {
  /** In the file's unit. */
  time: number;
  value: string;
}

/** The changes of each signal of a waveform, its first value included: by "scope.name". */
export function readVcd(text: string): Record<string, Change[]> {
  const signals: Record<string, Change[]> = {};
  const byCode = new Map<string, Change[]>();
  const scopes: string[] = [];
  const words = text.split(/\s+/);
  let time = 0;
  for (let i = 0; i < words.length; ++i) {
    const word = words[i] ?? "";
    if (word === "$scope") scopes.push(words[i + 2] ?? "");
    else if (word === "$upscope") scopes.pop();
    else if (word === "$var") {
      const [code = "", name = ""] = words.slice(i + 3, i + 5);
      const changes = byCode.get(code) ?? [];
      byCode.set(code, changes);
      signals[[...scopes, name].join(".")] = changes;
    }
    if (/^\$(?!dumpvars|dumpall|end)/.test(word)) while (words[i] !== "$end") ++i;
    else if (word.startsWith("#")) time = Number(word.slice(1));
    else if (/^[01xz]./.test(word)) byCode.get(word.slice(1))?.push({ time, value: word.charAt(0) });
  }
  return signals;
}
