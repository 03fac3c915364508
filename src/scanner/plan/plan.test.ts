import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { BOX_BOLUS, GAMMA_BOLUS, simulateExchange } from '../../physics/index.ts';
import { areaRatio, misjudgedRate, rateBound_perS } from './information.ts';
import { searchAcquisitions, type SearchSpace } from './search.ts';
import { pairCourse, prepare, type Frames, type TwoPool } from './two-pool.ts';
import { lastVisible_s, longestVisible_s, visible_s } from './visibility.ts';

const DEG = Math.PI / 180;
const model: TwoPool = {
  rate_perS: 0.02,
  backRate_perS: 0.006,
  r1_perS: [1 / 28, 1 / 20],
  washOut_perS: [0.01, 0.004],
  input: { bolus: GAMMA_BOLUS, shape: [3, 3, 2.5], amplitude: 0.2 },
};
const frames: Frames = { start_s: 7, repetition_s: 3, nFrames: 20 };
const flips = [new Float64Array(20).fill(10 * DEG), new Float64Array(20).fill(35 * DEG)] as const;
const sd = [0.01, 0.01] as const;

describe('course of two pools', () => {
  it.each([
    ['gamma', model.input],
    ['box', { bolus: BOX_BOLUS, shape: [2, 11], amplitude: 0.1 }],
  ] as const)('is that of the general exchange, %s bolus', (_, input) => {
    const own = pairCourse(prepare({ ...model, input }, frames), flips);
    // Before the first pulse the general solver takes one interval; fine steps without excitation make it exact there.
    const still = Array.from({ length: 14 }, (_, i) => 0.5 * i);
    const times = [...still, ...Array.from({ length: 20 }, (_, n) => 7 + 3 * n)];
    const none = new Array<number>(14).fill(0);
    const { signal } = simulateExchange(
      {
        r1_perS: [1 / 28, 1 / 20],
        rates_perS: [
          [0.01, 0.02],
          [0.006, 0.004],
        ],
        initial: [0, 0],
        input,
      },
      times,
      [
        [...none, ...flips[0]],
        [...none, ...flips[1]],
      ],
      0,
    );
    for (const pool of [0, 1] as const)
      own.signal[pool].forEach((value, n) => expect(Math.abs(value - signal[pool]![14 + n]!)).toBeLessThan(2e-9));
  });
  it('is exact where exchange is fast too, and its derivative', () => {
    const input = { bolus: BOX_BOLUS, shape: [2, 11], amplitude: 0.1 };
    const fast = { ...model, rate_perS: 0.9, backRate_perS: 0.4, washOut_perS: [0, 0] as const, input };
    const { mz, slope } = pairCourse(prepare(fast, frames), flips);
    const general = simulateExchange(
      {
        r1_perS: [1 / 28, 1 / 20],
        rates_perS: [
          [0, 0.9],
          [0.4, 0],
        ],
        initial: [mz[0][10]!, mz[1][10]!],
      },
      [0, 3],
      [
        [flips[0][10]!, 0],
        [flips[1][10]!, 0],
      ],
    );
    // From frame 10 on, when the bolus is over.
    for (const pool of [0, 1] as const) expect(general.mz[pool]![1]! / mz[pool][11]!).toBeCloseTo(1, 12);
    const [up, down] = [1e-5, -1e-5].map(
      (d) => pairCourse(prepare({ ...fast, rate_perS: 0.9 + d }, frames), flips).signal,
    );
    for (const pool of [0, 1] as const)
      slope[pool].forEach((value, n) => expect(value).toBeCloseTo((up![pool][n]! - down![pool][n]!) / 2e-5, 7));
  });
  it('has the derivative that a small change of the rate shows', () => {
    const { slope } = pairCourse(prepare(model, frames), flips);
    const step = 1e-5;
    const [up, down] = [step, -step].map(
      (d) => pairCourse(prepare({ ...model, rate_perS: 0.02 + d }, frames), flips).signal,
    );
    for (const pool of [0, 1] as const)
      slope[pool].forEach((value, n) => expect(value).toBeCloseTo((up![pool][n]! - down![pool][n]!) / (2 * step), 6));
  });
  it.each([
    [{ rate_perS: -1 }, {}, 'rate_perS is -1'],
    [{ r1_perS: [NaN, 0] as const }, {}, 'r1_perS is NaN'],
    [{}, { repetition_s: 0 }, 'repetition_s is 0'],
    [{}, { nFrames: 0 }, 'nFrames is 0'],
    [{}, { start_s: -1 }, 'start_s is -1'],
    [{ input: { ...model.input, amplitude: 0 } }, {}, 'input.amplitude is 0'],
  ])('refuses %o %o', (a, b, message) =>
    expect(() => prepare({ ...model, ...a }, { ...frames, ...b })).toThrow(message),
  );
  it('refuses flips that do not fit', () =>
    expect(() => pairCourse(prepare(model, frames), [flips[0], [1]])).toThrow('1 flip angles for 20 frames'));
});

describe('bound of the rate', () => {
  const course = pairCourse(prepare(model, frames), flips);
  it('is the spread of the best fit over noise, seeded', () => {
    // Linearized least squares about the truth: the estimator that reaches the bound.
    const random = new Random(8);
    const bound = rateBound_perS(course, sd);
    let squares = 0;
    const draws = 2000;
    for (let draw = 0; draw < draws; draw++) {
      let [kk, ka, aa, rk, ra] = [0, 0, 0, 0, 0];
      for (const pool of [0, 1] as const)
        for (let n = 0; n < 20; n++) {
          const [j, s, e] = [course.slope[pool][n]!, course.signal[pool][n]!, 0.01 * random.normal()];
          kk += j * j;
          ka += j * s;
          aa += s * s;
          rk += j * e;
          ra += s * e;
        }
      squares += ((rk * aa - ra * ka) / (kk * aa - ka * ka)) ** 2;
    }
    // The relative standard error of a standard deviation of 2000 draws is 1.6%.
    expect(Math.abs(Math.sqrt(squares / draws) / bound - 1)).toBeLessThan(0.05);
  });
  it('goes with the noise, and falls with the square root of repeats', () => {
    expect(rateBound_perS(course, [0.02, 0.02]) / rateBound_perS(course, sd)).toBeCloseTo(2, 12);
  });
  it('is infinite where the product is never shown and the substrate cannot tell rate from size', () => {
    const short = { ...frames, nFrames: 1 };
    expect(rateBound_perS(pairCourse(prepare(model, short), [[0.2], [0]]), sd)).toBe(Infinity);
  });
  it('refuses a negative noise', () => expect(() => rateBound_perS(course, [0.1, -1])).toThrow('a noise of -1'));
});

it('the ratio of areas has the error that noise gives it, seeded', () => {
  const course = pairCourse(prepare(model, frames), flips);
  const { ratio, error } = areaRatio(course, [0.002, 0.002]);
  const random = new Random(4);
  const sums = course.signal.map((values) => values.reduce((a, b) => a + b, 0));
  let squares = 0;
  for (let draw = 0; draw < 3000; draw++) {
    const [s, p] = sums.map((sum) => sum + 0.002 * Math.sqrt(20) * random.normal());
    squares += (p! / s! - ratio) ** 2;
  }
  expect(Math.abs(Math.sqrt(squares / 3000) / error - 1)).toBeLessThan(0.05);
});

describe('misjudged rate', () => {
  it('is the true one where nothing is misjudged', () => {
    const { relativeBias, end } = misjudgedRate({ model, flips_rad: flips }, { model, flips_rad: flips }, frames, sd);
    expect(Math.abs(relativeBias)).toBeLessThan(1e-9);
    expect(end).toBe('converged');
  });
  it('is where the sum of squares is least', () => {
    const actual = flips.map((values) => values.map((angle) => 1.2 * angle)) as [Float64Array, Float64Array];
    const { rate_perS, end } = misjudgedRate({ model, flips_rad: actual }, { model, flips_rad: flips }, frames, sd);
    expect(end).toBe('converged');
    const seen = pairCourse(prepare(model, frames), actual).signal;
    const cost = (k: number): number => {
      const { signal } = pairCourse(prepare({ ...model, rate_perS: k }, frames), flips);
      const dot = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number =>
        a.reduce((sum, list, i) => sum + Array.from(list).reduce((part, x, n) => part + x * b[i]![n]!, 0), 0);
      return dot(seen, seen) - dot(seen, signal) ** 2 / dot(signal, signal);
    };
    for (const step of [-2e-4, 2e-4]) expect(cost(rate_perS + step)).toBeGreaterThan(cost(rate_perS));
  });
});

describe('search', () => {
  const space: SearchSpace = {
    start_s: [6, 14],
    repetition_s: [2, 4],
    nFrames: [10, 20],
    designs: ['constant', 'maximumProduct', 'maximumBoth', 'constantSignal', 'level'],
    angles_rad: [1 * DEG, 90 * DEG],
    longest_s: 90,
  };
  const found = searchAcquisitions([model], sd, space, ([bound]) => bound!);
  it('ranks the best of every design', () => {
    expect(found.map((one) => one.design).sort()).toEqual([
      'constant',
      'constantSignal',
      'level',
      'maximumBoth',
      'maximumProduct',
    ]);
    found.forEach((one, i) => i > 0 && expect(one.score).toBeGreaterThanOrEqual(found[i - 1]!.score));
  });
  it('finds constant angles as good as those of a fine grid over everything', () => {
    const constant = found.find((one) => one.design === 'constant')!;
    let least = Infinity;
    for (const start_s of space.start_s)
      for (const repetition_s of space.repetition_s)
        for (const nFrames of space.nFrames) {
          const prepared = prepare(model, { start_s, repetition_s, nFrames });
          for (let a = 0; a < 25; a++)
            for (let b = 0; b < 25; b++) {
              const angles = [a, b].map((i) => new Float64Array(nFrames).fill(DEG * Math.exp((Math.log(90) * i) / 24)));
              least = Math.min(least, rateBound_perS(pairCourse(prepared, [angles[0]!, angles[1]!]), sd));
            }
        }
    expect(constant.score).toBeLessThan(least * 1.0005);
    expect(constant.score).toBeGreaterThan(least * 0.95);
  });
  it('keeps level signals level', () => {
    const level = found.find((one) => one.design === 'level')!;
    const oneWay = { ...model, backRate_perS: 0 };
    const again = searchAcquisitions([oneWay], sd, { ...space, designs: ['level'] }, ([bound]) => bound!)[0]!;
    const { signal } = pairCourse(prepare(oneWay, again.frames), again.flips_rad);
    const later = signal[1].slice(8);
    expect(Math.max(...later) / Math.min(...later)).toBeCloseTo(1, 9);
    expect(level.score).toBeGreaterThan(0);
  });
  it('says where nothing is left to see', () =>
    expect(() =>
      searchAcquisitions([model], sd, { ...space, start_s: [1e5], longest_s: 1e6 }, ([bound]) => bound!),
    ).toThrow('no scan that starts at 100000 s shows any signal'));
  it('says where nothing fits', () =>
    expect(() => searchAcquisitions([model], sd, { ...space, longest_s: 5 }, ([bound]) => bound!)).toThrow(
      'longest_s = 5 s',
    ));
});

describe('visibility', () => {
  const decay = { snrAtStart: 300, lossRate_perS: 1 / 28, repetition_s: 3 };
  it('has its closed form', () => {
    const flip_rad = 10 * DEG;
    const time_s = visible_s({ ...decay, flip_rad }, 3);
    const left =
      300 * Math.sin(flip_rad) * Math.exp(-time_s / 28) * Math.exp((time_s / 3) * Math.log(Math.cos(flip_rad)));
    expect(left).toBeCloseTo(3, 10);
    expect(visible_s({ ...decay, flip_rad: 0.1 * DEG }, 3)).toBe(0);
    expect(visible_s({ ...decay, flip_rad: Math.PI / 2 }, 3)).toBe(0);
  });
  it('is longest at a small angle, that a scan over angles finds too', () => {
    const { time_s } = longestVisible_s(decay, 3);
    let most = 0;
    for (let a = 0.6; a < 90; a += 0.05) most = Math.max(most, visible_s({ ...decay, flip_rad: a * DEG }, 3));
    expect(time_s).toBeGreaterThanOrEqual(most);
    expect(time_s).toBeCloseTo(most, 2);
  });
  it('finds the last frame above the noise', () => {
    expect(lastVisible_s([0, 2, 4, 6], [1, 5, 3, 2], 3)).toBe(4);
    expect(lastVisible_s([0], [1], 3)).toBeNaN();
  });
});
