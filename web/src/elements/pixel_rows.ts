/**
 * Pixels in hexadecimal digits, row by row, the left of four in the highest bit, as a path of one rectangle a run of
 * lit ones. Other characters are dark, and what is beyond the last row is not drawn.
 */
export function pixelPath(digits: string, columns: number, rows: number): string {
  const digitsOfRow = Math.ceil(columns / 4);
  let path = "";
  for (let row = 0; row < rows; ++row) {
    const text = digits.slice(row * digitsOfRow, (row + 1) * digitsOfRow);
    path += runsOf(text, columns)
      .map(([start, length]) => `M${start} ${row}h${length}v1h-${length}z`)
      .join("");
  }
  return path;
}

/** Where lit pixels begin, and how many there are in a row. */
function runsOf(text: string, columns: number): [number, number][] {
  const runs: [number, number][] = [];
  let start = -1;
  for (let column = 0; column <= columns; ++column) {
    const isLit = column < columns && litAt(text, column);
    if (isLit && start < 0) start = column;
    if (!isLit && start >= 0) {
      runs.push([start, column - start]);
      start = -1;
    }
  }
  return runs;
}

function litAt(text: string, column: number): boolean {
  const digit = Number.parseInt(text.charAt(column >> 2), 16);
  return ((digit >> (3 - (column & 3))) & 1) === 1;
}
