import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveMetrics } from './curve-metrics.ts';

describe('curveMetrics', () => {
  it('finds the top of a parabola exactly', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.01, max: 7.99, noNaN: true }), (top) => {
        const { timeToPeak_s } = curveMetrics(
          Float64Array.from({ length: 10 }, (_, i) => 9 - (i - top) ** 2),
          3,
        );
        expect(timeToPeak_s).toBeCloseTo(3 * top, 11);
      }),
    );
  });
  it('takes the frame itself where the peak lies at an end', () => {
    expect(curveMetrics(Float64Array.of(5, 3, 1, 0), 2).timeToPeak_s).toBe(0);
    expect(curveMetrics(Float64Array.of(0, 1, 3, 5), 2).timeToPeak_s).toBe(6);
  });
  it('has area and mean time of a known course', () => {
    const { auc, meanTime_s } = curveMetrics(Float64Array.of(1, 2, 1, 0), 4);
    expect(auc).toBe(4);
    expect(meanTime_s).toBe(4);
  });
  it('has the mean time of an exponential: dt q / (1 - q)', () => {
    const q = 0.8;
    const { meanTime_s } = curveMetrics(
      Float64Array.from({ length: 200 }, (_, i) => q ** i),
      2,
    );
    expect(meanTime_s).toBeCloseTo((2 * q) / (1 - q), 10);
  });
  it('has no mean time where the signal sums to zero', () =>
    expect(curveMetrics(Float64Array.of(1, -1), 2).meanTime_s).toBeNaN());
  it('of a constant course peaks at the first frame', () =>
    expect(curveMetrics(Float64Array.of(2, 2, 2), 1).timeToPeak_s).toBe(0));
  it('does not mind the scale of the signal but in its area', () => {
    const course = Float64Array.of(1, 4, 6, 5, 2);
    const [a, b] = [
      curveMetrics(course, 2),
      curveMetrics(
        course.map((x) => 1e6 * x),
        2,
      ),
    ];
    expect(b.auc).toBe(1e6 * a.auc);
    expect(b.timeToPeak_s).toBeCloseTo(a.timeToPeak_s, 12);
    expect(b.meanTime_s).toBeCloseTo(a.meanTime_s, 12);
  });
});
