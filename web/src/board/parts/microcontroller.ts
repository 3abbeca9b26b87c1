import type { Board } from "../../elements/boards/board";
import { isGuestChip } from "../../model/guest_chips";
import type { DrawnPart } from "../../protocol/messages";
import { drawnBy, guestText } from "./own_part";
import { assign, type PartAdapter } from "./part_adapter";

/** What decides how a part is drawn. */
export type Kind = Pick<DrawnPart, "type" | "attributes">;

/** The drawings of boards, once one was needed. */
let boards: typeof import("../../elements/boards/index") | undefined;

/** Brings the drawings of these parts that are boards. Without them there is a box with the pins. */
export async function loadBoards(parts: Kind[]): Promise<void> {
  const types = parts.map(boardType).filter((type) => /^(board|wokwi)-/.test(type));
  if (types.length === 0) return;
  boards ??= await import("../../elements/boards/index").catch(() => undefined);
  await Promise.allSettled(types.flatMap((type) => boards?.boardOf(type)?.art?.load() ?? []));
}

/** For a microcontroller's board, also where it is the chip of a guest; undefined for other parts. */
export function microcontroller(kind: Kind): PartAdapter | undefined {
  const board = boards?.boardOf(boardType(kind));
  return board && isDrawable(board) ? drawnAs(board, kind.type) : undefined;
}

/** An imported chip has the type of its board as an attribute. */
function boardType({ type, attributes }: Kind): string {
  return isGuestChip(type) ? (attributes["board"] ?? "") : type;
}

function isDrawable({ art }: Board): boolean {
  return art === undefined || customElements.get(art.tag) !== undefined;
}

function drawnAs(board: Board, type: string): PartAdapter {
  const drawing = drawnBy("pb-microcontroller", type);
  return {
    ...drawing,
    dress(element, part) {
      drawing.dress?.(element, part);
      assign(element, { board });
    },
    describe({ part }, { shows }) {
      const guest = isGuestChip(type) ? `, ${guestText(shows["connected"], shows["guest"])}` : "";
      return `${board.table.name} ${part}${guest}`;
    },
  };
}
