/** How a picture stands in its window: the middle of the window is at `x`, `y` of the picture. */
export interface View {
  /** Screen pixels for a pixel of the picture; null: as large as the window has room for. */
  readonly scale: number | null;
  /** Picture pixels from its middle, in the picture's own directions before the turn. */
  readonly x: number;
  readonly y: number;
  /** Quarters of a turn, clockwise. */
  readonly turn: 0 | 1 | 2 | 3;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const FITTED: View = { scale: null, x: 0, y: 0, turn: 0 };
/** Screen pixels for a pixel of the picture at most: then one sees the pixels. */
const MOST = 8;

const isAcross = ({ turn }: View): boolean => turn % 2 === 1;
const turned = (size: Size, view: View): Size =>
  isAcross(view) ? { width: size.height, height: size.width } : size;

export function fitScale(view: View, picture: Size, pane: Size): number {
  const { width, height } = turned(picture, view);
  return Math.min(pane.width / width, pane.height / height);
}

export const scaleOf = (view: View, picture: Size, pane: Size): number =>
  view.scale ?? fitScale(view, picture, pane);

/** A step on the screen, in the directions of the picture. */
function unturn(dx: number, dy: number, turn: View['turn']): readonly [number, number] {
  if (turn === 1) return [dy, -dx];
  if (turn === 2) return [-dx, -dy];
  if (turn === 3) return [-dy, dx];
  return [dx, dy];
}

/** Never past the picture's edge, and in the middle where it is smaller than its window. */
function held(view: View, picture: Size, pane: Size): View {
  if (view.scale === null) return { ...view, x: 0, y: 0 };
  const shown = isAcross(view) ? { width: pane.height, height: pane.width } : pane;
  const spare = (whole: number, part: number): number =>
    Math.max(0, (whole - part / (view.scale ?? 1)) / 2);
  const [atX, atY] = [spare(picture.width, shown.width), spare(picture.height, shown.height)];
  return {
    ...view,
    x: Math.min(atX, Math.max(-atX, view.x)),
    y: Math.min(atY, Math.max(-atY, view.y)),
  };
}

/** Moves what is seen by so many screen pixels: as a hand that drags the picture. */
export function panned(view: View, dx: number, dy: number, picture: Size, pane: Size): View {
  const scale = scaleOf(view, picture, pane);
  const [x, y] = unturn(dx / scale, dy / scale, view.turn);
  return held({ ...view, x: view.x - x, y: view.y - y }, picture, pane);
}

/**
 * @param by more than 1: larger
 * @param at what stays where it is, in screen pixels from the window's middle
 */
export function zoomed(
  view: View,
  by: number,
  picture: Size,
  pane: Size,
  at: { readonly x: number; readonly y: number } = { x: 0, y: 0 },
): View {
  const least = fitScale(view, picture, pane);
  const old = scaleOf(view, picture, pane);
  const scale = Math.min(Math.max(MOST, least), old * by);
  if (scale <= least) return { ...view, scale: null, x: 0, y: 0 };
  const [x, y] = unturn(at.x / old - at.x / scale, at.y / old - at.y / scale, view.turn);
  return held({ ...view, scale, x: view.x + x, y: view.y + y }, picture, pane);
}

export const rotated = (view: View): View => ({
  ...FITTED,
  turn: ((view.turn + 1) % 4) as View['turn'],
});
