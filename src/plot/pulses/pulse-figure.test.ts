import { expect, test } from 'vitest';
import { pulseFigure } from './pulse-figure.ts';
import type { PulseItem } from './pulse-rows.ts';

const channels = [
  { name: '1H', colour: '#0072b2' },
  { name: '13C', colour: '#d55e00' },
];
const echo: readonly PulseItem[] = [
  { kind: 'open' },
  { kind: 'delay', name: 'τ', duration: '16 ms' },
  { kind: 'pulses', bars: [{ channel: '13C', angle_deg: 180, words: ['180 x'] }] },
  { kind: 'close', words: '×7' },
  { kind: 'irradiation', boxes: [{ channel: '1H', words: ['500 Hz, y'] }], duration: '1 s' },
];

test('a sequence is drawn with its channels, pulses, delays and brackets', () => {
  const svg = pulseFigure({ title: 'Echoes', channels, items: echo });
  for (const words of ['Echoes', '1H', '13C', 'τ', '16 ms', '180 x', '×7', '500 Hz, y', '1 s'])
    expect(svg).toContain(`>${words}</text>`);
  expect(svg).not.toMatch(/NaN|undefined/);
});

test('a long sequence goes on in further rows, inside the drawing', () => {
  const svg = pulseFigure({ title: 'Long', channels, items: Array.from({ length: 12 }, () => echo).flat() });
  expect(svg.match(/>13C<\/text>/g)!.length).toBeGreaterThan(2);
  for (const [, x] of svg.matchAll(/<(?:line|rect)[^>]* x2?="([\d.]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(700);
});

test('a channel on which nothing happens takes little room', () => {
  const height = (items: readonly PulseItem[]): number =>
    Number(/height="([\d.]+)"/.exec(pulseFigure({ title: 'x', channels, items }))![1]);
  expect(height(echo.slice(0, 4))).toBeLessThan(height(echo) - 20);
});
