import { describe, expect, it } from 'vitest';
import { fitScale, FITTED, panned, rotated, scaleOf, zoomed } from './view.ts';
import type { View } from './view.ts';

const PICTURE = { width: 4000, height: 3000 };
const PANE = { width: 800, height: 800 };

describe('a picture in its window', () => {
  it('fits, also on its side', () => {
    expect(fitScale(FITTED, PICTURE, PANE)).toBe(0.2);
    expect(fitScale(rotated(FITTED), PICTURE, { width: 600, height: 1000 })).toBe(0.2);
  });

  it('grows around the place that is pointed at', () => {
    const view = zoomed(FITTED, 4, PICTURE, PANE, { x: 200, y: 0 });
    expect(view.scale).toBeCloseTo(0.8);
    // The picture's 1000 stood at 200 on the screen, and still does.
    expect((1000 - view.x) * 0.8).toBeCloseTo(200);
  });

  it('never grows without end, and fits again when it gets small', () => {
    let view: View = FITTED;
    for (let times = 0; times < 50; times += 1) view = zoomed(view, 2, PICTURE, PANE);
    expect(view.scale).toBe(8);
    for (let times = 0; times < 50; times += 1) view = zoomed(view, 0.5, PICTURE, PANE);
    expect(view).toEqual(FITTED);
  });

  it('is not dragged out of its window', () => {
    const large = zoomed(FITTED, 10, PICTURE, PANE);
    const view = panned(large, -1e6, 1e6, PICTURE, PANE);
    expect([view.x, view.y]).toEqual([2000 - 200, -(1500 - 200)]);
    expect(panned(FITTED, 100, 100, PICTURE, PANE)).toEqual(FITTED);
  });

  it.each([0, 1, 2, 3] as const)('follows the hand after %i quarters of a turn', (turns) => {
    let view: View = FITTED;
    for (let times = 0; times < turns; times += 1) view = rotated(view);
    view = panned(zoomed(view, 10, PICTURE, PANE), 40, 0, PICTURE, PANE);
    const scale = scaleOf(view, PICTURE, PANE);
    const steps = [
      [-40, 0],
      [0, 40],
      [40, 0],
      [0, -40],
    ].map((step) => step.map((each) => each / scale));
    expect(view.x).toBeCloseTo(steps[turns]?.[0] ?? Number.NaN);
    expect(view.y).toBeCloseTo(steps[turns]?.[1] ?? Number.NaN);
  });
});
