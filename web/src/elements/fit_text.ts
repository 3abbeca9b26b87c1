/** How wide letters are in parts of the font's size, rounded up: Arial's, and those of the wider fonts in its place. */
const NARROW = 0.42;
const USUAL = 0.65;
const CAPITAL = 0.78;
const WIDE = 1;

function letterWidth(letter: string): number {
  if ("iIjl.,:;'|!()[] ".includes(letter)) return NARROW;
  if ("mwMW@%…—".includes(letter)) return WIDE;
  if (letter >= "A" && letter <= "Z") return CAPITAL;
  // Characters other than Latin may be as wide as the font is high.
  return letter > "\u024f" ? WIDE : USUAL;
}

/** At most how many px wide a text is. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * fontSize;
}

/** A text that fits `room` px at this font size, with an ellipsis in place of what does not. */
export function fitText(text: string, room: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join("")}…`, fontSize) > room) letters.pop();
  return `${letters.join("")}…`;
}

/** A text in up to so many rows of `room` px, broken between words; an ellipsis stands for what does not fit. */
export function fitRows(text: string, rows: number, room: number, fontSize: number): string[] {
  const fits = (words: string[]) => textWidth(words.join(" "), fontSize) <= room;
  let rest = text.split(" ");
  const filled: string[] = [];
  while (filled.length < rows - 1 && !fits(rest)) {
    let count = rest.length;
    while (count > 1 && !fits(rest.slice(0, count))) --count;
    filled.push(fitText(rest.slice(0, count).join(" "), room, fontSize));
    rest = rest.slice(count);
  }
  return rest.length > 0 ? [...filled, fitText(rest.join(" "), room, fontSize)] : filled;
}
