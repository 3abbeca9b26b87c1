/** A place on the board, in Wokwi's px: x to the right, y down. */
export interface Point {
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
}
export interface Box extends Point, Size {}

/** The position of a part. Degrees are clockwise, around the middle of its drawing. */
export interface Placement extends Size {
  left: number;
  top: number;
  rotate: number;
}

/** Where a point of a part's drawing is on the board. */
export function onBoard(part: Placement, { x, y }: Point): Point {
  const middle = { x: part.width / 2, y: part.height / 2 };
  const turned = turn({ x: x - middle.x, y: y - middle.y }, part.rotate);
  return { x: part.left + middle.x + turned.x, y: part.top + middle.y + turned.y };
}

/** The smallest upright box around a part, or around an area of its drawing. */
export function boxOf(part: Placement, area: Box = { x: 0, y: 0, width: part.width, height: part.height }): Box {
  const [left, top] = [area.x, area.y];
  const [right, bottom] = [left + area.width, top + area.height];
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ].map((corner) => onBoard(part, corner));
  return boxAround(corners);
}

/** An empty list has a box of no size at the origin. */
export function boxAround(points: Point[]): Box {
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The two outermost corners. */
export function cornersOf({ x, y, width, height }: Box): Point[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}

function turn({ x, y }: Point, degrees: number): Point {
  // Quarter turns are exact, so that straight wires stay straight.
  const quarters = (((degrees % 360) + 360) % 360) / 90;
  if (quarters === 0) return { x, y };
  if (quarters === 1) return { x: -y, y: x };
  if (quarters === 2) return { x: -x, y: -y };
  if (quarters === 3) return { x: y, y: -x };
  const radians = (degrees * Math.PI) / 180;
  return { x: x * Math.cos(radians) - y * Math.sin(radians), y: x * Math.sin(radians) + y * Math.cos(radians) };
}
