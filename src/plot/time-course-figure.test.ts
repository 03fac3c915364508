import { expect, test } from 'vitest';
import { timeCourseFigure, type TimeCourseFigure } from './time-course-figure.ts';

const times_s = Float64Array.from({ length: 10 }, (_, i) => 2 * i);
const pyruvate = { name: 'pyruvate', role: 'substrate', values: times_s.map((t) => 6e5 * Math.exp(-t / 10)) } as const;
const lactate = {
  name: 'lactate',
  role: 'product',
  values: times_s.map((t) => 400 * t),
  errors: times_s.map(() => 100),
  fit: { times_s, values: times_s.map((t) => 401 * t) },
} as const;
const figure: TimeCourseFigure = {
  title: 'Courses',
  panels: [{ title: 'voxel <1>', times_s, series: [pyruvate, lactate], fittedFrom_s: 6 }],
  xLabel: 'time (s)',
  yLabel: 'signal',
  yUnit: 'a.u.',
};

test('each metabolite is named on axes of its own scale', () => {
  const svg = timeCourseFigure(figure);
  for (const words of ['pyruvate', 'lactate', 'signal (10⁵ a.u.)', 'signal (a.u.)', 'time (s)', 'voxel &lt;1&gt;']) {
    expect(svg).toContain(`>${words}</text>`);
  }
});

test('frames before the fit are hollow, on shaded ground, and said so', () => {
  const svg = timeCourseFigure(figure);
  expect(svg.match(/<circle[^>]*fill="#ffffff" stroke="#0072b2"/g)).toHaveLength(3);
  expect(svg).toContain('>not fitted</text>');
  const all = timeCourseFigure({ ...figure, panels: [{ ...figure.panels[0]!, fittedFrom_s: 0 }] });
  expect(all).not.toContain('not fitted');
});

test('a small product gets axes of its own, a product of like size does not', () => {
  const nAxes = (scale: number): number => {
    const second = { ...lactate, name: 'alanine', values: lactate.values.map((value) => value * scale) };
    const svg = timeCourseFigure({ ...figure, panels: [{ title: 'p', times_s, series: [pyruvate, lactate, second] }] });
    return svg.match(/>signal \(/g)!.length;
  };
  expect([nAxes(0.5), nAxes(0.05)]).toEqual([2, 3]);
});

test('a value that is missing leaves no mark, and a course of zeros can be drawn', () => {
  const values = Float64Array.from(pyruvate.values);
  values[4] = NaN;
  const svg = timeCourseFigure({ ...figure, panels: [{ title: 'p', times_s, series: [{ ...pyruvate, values }] }] });
  expect(svg.match(/<circle[^>]*stroke="#0072b2"/g)).toHaveLength(9 + 1); // nine values and the key
  const zeros = { ...pyruvate, values: new Float64Array(10) };
  expect(timeCourseFigure({ ...figure, panels: [{ title: 'p', times_s, series: [zeros] }] })).toContain('</svg>');
});

test('lengths that do not fit are refused with their place', () => {
  const series = [{ ...pyruvate, values: new Float64Array(3) }];
  expect(() => timeCourseFigure({ ...figure, panels: [{ title: 'p', times_s, series }] })).toThrow(
    "3 values of pyruvate for 10 times in panel 'p' of 'Courses'",
  );
});

test('the same figure is the same text', () => {
  expect(timeCourseFigure(figure)).toBe(timeCourseFigure(figure));
});
