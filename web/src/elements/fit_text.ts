/** Liberation Sans and Arial are at most this wide on average, in parts of the font's size, for what names are made of. */
const AVERAGE_WIDTH = 0.56;

/** A text that fits `width` px at this font size, with an ellipsis in place of what does not. */
export function fitText(text: string, width: number, fontSize: number): string {
  const room = Math.max(1, Math.floor(width / (fontSize * AVERAGE_WIDTH)));
  const letters = [...text];
  return letters.length <= room ? text : `${letters.slice(0, room - 1).join("")}…`;
}
