import { expect, test } from 'vitest';
import { tornadoFigure, waterfallFigure } from '../index.ts';

const rects = (svg: string): Record<string, number>[] =>
  [
    ...svg.matchAll(/<rect [^>]*fill-opacity="0.2"[^>]*>|<rect x[^>]*height="17"[^>]*>|<rect x[^>]*height="16"[^>]*>/g),
  ].map(([tag]) =>
    Object.fromEntries([...tag.matchAll(/ (x|width)="([\d.]+)"/g)].map(([, key, value]) => [key!, Number(value)])),
  );

test('a waterfall draws what is left in the scale of its axis, and what was lost up to the step before', () => {
  const step = (label: string, value: number) => ({ label, value, group: 'order', columns: [`${value}%`] });
  const svg = waterfallFigure({
    title: 'Road',
    steps: [step('gas', 80), step('reactor & co', 40)],
    groups: [{ name: 'order', colour: '#0072b2' }],
    columns: ['left'],
    quantity: 'order',
    unit: '%',
    start: 100,
  });
  const [lostFirst, first, lostSecond, second] = rects(svg);
  expect(first!['width']! / second!['width']!).toBeCloseTo(2, 2);
  expect(lostFirst!['width']! * 4).toBeCloseTo(first!['width']!, 0);
  expect(lostSecond!['width']).toBeCloseTo(second!['width']!, 1);
  for (const words of ['reactor &amp; co', '80%', 'order (%)', 'lost in the step'])
    expect(svg).toContain(`>${words}</text>`);
  const two = ['#0072b2', '#d55e00'].map((colour, i) => ({ name: `group ${i}`, colour }));
  const keyed = waterfallFigure({
    title: 'Road',
    steps: [step('gas', 80)],
    groups: two,
    columns: ['left'],
    quantity: '',
  });
  expect(keyed.match(/width="8"[^>]*fill-opacity="0.2"/g)).toHaveLength(2); // lost in the step: pale in both colours
  expect(() => waterfallFigure({ title: 'none', steps: [], groups: [], columns: [], quantity: '' })).toThrow(
    'no steps',
  );
});

test('a tornado draws each input from the middle to where its ends lead', () => {
  const svg = tornadoFigure({
    title: 'Hangs on',
    bars: [
      { label: 'T1', range: '20 to 60 s', atLow: 5, atHigh: 20, rank: '0.7' },
      { label: 'time', range: '1 to 2 s', atLow: 11, atHigh: 9, rank: '0.1' },
    ],
    middle: 10,
    quantity: 'polarization',
    unit: '%',
    rankHeader: 'index',
    lowName: 'low',
    highName: 'high',
    note: 'one more',
  });
  const widths = rects(svg).map(({ width }) => width!);
  expect(widths[1]! / widths[0]!).toBeCloseTo(2, 1);
  expect(widths[2]! / widths[3]!).toBeCloseTo(1, 1);
  for (const words of ['T1', '20 to 60 s', '0.7', 'index', 'high', 'one more'])
    expect(svg).toContain(`>${words}</text>`);
  expect(() =>
    tornadoFigure({ title: 'none', bars: [], middle: 0, quantity: '', rankHeader: '', lowName: '', highName: '' }),
  ).toThrow('no bars');
});

test('the axis of a tornado ends where its quantity does', () => {
  const bar = { label: 'rate', range: '0 to 1', atLow: 60, atHigh: 99.5, rank: '' };
  const figure = { title: 'Found', bars: [bar], middle: 80, quantity: 'found', unit: '%', rankHeader: '', lowName: 'low', highName: 'high' }; // prettier-ignore
  expect(tornadoFigure(figure)).toContain('>110</text>');
  expect(tornadoFigure({ ...figure, bounds: [0, 100] })).not.toContain('>110</text>');
});
