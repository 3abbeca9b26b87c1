/** The first of the eight characters that a guest draws itself, as the program writes them. */
const FIRST_DRAWN = 0xe000;

// As the program's table of the HD44780's ROM has them (src/parts/hd44780_rom.cpp).
const A00: [code: number, characters: string][] = [
  [0x5c, "¥"],
  [0x7e, "→←"],
  [0xa1, Array.from({ length: 0xdf - 0xa1 + 1 }, (_, i) => String.fromCharCode(0xff61 + i)).join("")],
  [0xe0, "αäβεμσρg√⁻jˣ¢£ñöpqθ∞ΩüΣπxy千万円÷"],
  [0xff, "█"],
];
const A02: [code: number, characters: string][] = [
  [0x10, "►◄“”⇈⇊●↵↑↓→←≤≥▲▼"],
  [0x7f, "⌂"],
  [0x80, "БДЖЗИЙЛПУЦЧШЩЪЫЭα♪ΓπΣσ♫τ⍾ΘΩδ∞♥ε∩"],
  [0xa0, "║"],
  [0xa8, "ƒ"],
  [0xac, "ЮЯ"],
  [0xaf, "‘"],
  [0xb4, "₧"],
  [0xb8, "ω"],
];

const TABLES = { A00: table(A00), A02: table(A02) };
export type LcdRom = keyof typeof TABLES;

/** The character codes of a line, as the font of this ROM counts them. */
export function lcdCodes(text: string, rom: LcdRom): number[] {
  return [...text].map((character) => {
    const code = character.charCodeAt(0);
    if (code >= FIRST_DRAWN && code < FIRST_DRAWN + 8) return code - FIRST_DRAWN;
    if (code >= 0x20 && code < 0x7f && !(rom === "A00" && character === "\\")) return code;
    const special = TABLES[rom].get(character);
    if (special !== undefined) return special;
    return rom === "A02" && code > 0xa0 && code <= 0xff ? code : 0x20;
  });
}

function table(rows: [number, string][]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [first, characters] of rows) {
    [...characters].forEach((character, i) => {
      // ASCII keeps its own code: "g" and "x" stand in the Greek rows, too.
      if (character.charCodeAt(0) >= 0x80) found.set(character, first + i);
    });
  }
  return found;
}
