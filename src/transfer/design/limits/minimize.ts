// Least value of a costly smooth function on a set onto which projecting is cheap: projected quasi-Newton
// (Schmidt, van den Berg, Friedlander, Murphy, AISTATS 2009). Each step minimises a limited-memory BFGS model on the set by spectral
// projected gradients (Birgin, Martinez, Raydan 2000), then searches along the way to that point, so every point keeps the limits and
// no step makes the value larger.

export interface LimitedProblem {
  readonly n: number;
  /** Value at x; `slope` [n] is filled. */
  readonly evaluate: (x: Float64Array, slope: Float64Array) => number;
  readonly project: (out: Float64Array, wish: Float64Array) => void;
}

export interface LimitedSettings {
  /** Done when `patience` steps together gain less than this. */
  readonly gain: number;
  readonly patience: number;
}

export interface LimitedMinimum {
  readonly x: Float64Array;
  readonly value: number;
  /** Value at the start and after each step. */
  readonly history: readonly number[];
  readonly evaluations: number;
  readonly end: 'converged' | 'step-limit' | 'stalled';
}

/** A search that stands where its last steps led. */
export interface LimitedSearch {
  /** At most `steps` more steps. */
  advance(steps: number): LimitedMinimum;
}

const MEMORY = 25;
const INNER_STEPS = 100;
const ARMIJO = 1e-4;

export function searchLimited(
  { n, evaluate, project }: LimitedProblem,
  from: Float64Array,
  { gain, patience }: LimitedSettings,
): LimitedSearch {
  let x = new Float64Array(n);
  project(x, from);
  let slope = new Float64Array(n);
  let value = evaluate(x, slope);
  let evaluations = 1;
  const history = [value];
  const model = new CurvatureModel(n);
  const target = new Float64Array(n),
    way = new Float64Array(n);
  let nextSlope = new Float64Array(n);
  let ended: LimitedMinimum | undefined;
  const done = (end: LimitedMinimum['end']): LimitedMinimum => (ended = { x, value, history, evaluations, end });
  const advance = (steps: number): LimitedMinimum => {
    if (ended) return ended;
    for (let step = 0; step < steps; step++) {
      if (model.empty) firstTarget(target, x, slope, project);
      else modelMinimum(target, x, slope, model, project);
      for (let i = 0; i < n; i++) way[i] = target[i]! - x[i]!;
      let descent = dot(way, slope);
      if (!(descent < -1e-14 * Math.abs(value))) {
        if (model.empty) return done('converged');
        model.forget();
        continue;
      }
      let t = 1;
      let next = x,
        nextValue = value;
      for (;;) {
        next = x.map((at, i) => at + t * way[i]!);
        nextValue = evaluate(next, nextSlope);
        evaluations++;
        if (nextValue <= value + ARMIJO * t * descent) break;
        // The least value of the parabola through what is known, kept away from both ends.
        const guess = (-0.5 * t * t * descent) / (nextValue - value - t * descent);
        t = Math.min(0.5 * t, Math.max(0.1 * t, guess));
        if (t < 1e-10) break;
      }
      if (t < 1e-10) {
        if (model.empty) return done('stalled');
        model.forget();
        continue;
      }
      model.learn(next.map((at, i) => at - x[i]!), nextSlope.map((g, i) => g - slope[i]!)); // prettier-ignore
      x = next;
      value = nextValue;
      [slope, nextSlope] = [nextSlope, slope];
      history.push(value);
      descent = history.length > patience ? history[history.length - 1 - patience]! - value : Infinity;
      if (descent < gain) return done('converged');
    }
    return { x, value, history: [...history], evaluations, end: 'step-limit' };
  };
  return { advance };
}

/** Without a model: down the slope until the largest change is a twentieth of the largest value there is. */
function firstTarget(
  out: Float64Array,
  x: Float64Array,
  slope: Float64Array,
  project: LimitedProblem['project'],
): void {
  const size = Math.max(1e-3, ...x.map(Math.abs)),
    steep = Math.max(...slope.map(Math.abs));
  project(out, x.map((at, i) => at - ((0.05 * size) / steep) * slope[i]!)); // prettier-ignore
}

/** Minimum of slope.d + d.B d / 2 with x + d on the set, by spectral projected gradients. */
function modelMinimum(
  out: Float64Array,
  x: Float64Array,
  slope: Float64Array,
  model: CurvatureModel,
  project: LimitedProblem['project'],
): void {
  const n = x.length;
  const d = new Float64Array(n),
    bd = new Float64Array(n),
    gradient = slope.slice(),
    wish = new Float64Array(n),
    way = new Float64Array(n),
    bWay = new Float64Array(n);
  let length = 1 / model.sigma;
  const small = 1e-5 * Math.sqrt(dot(slope, slope));
  for (let inner = 0; inner < INNER_STEPS; inner++) {
    for (let i = 0; i < n; i++) wish[i] = x[i]! + d[i]! - length * gradient[i]!;
    project(out, wish);
    for (let i = 0; i < n; i++) way[i] = out[i]! - x[i]! - d[i]!;
    const descent = dot(way, gradient);
    if (!(descent < 0)) break;
    model.applyInto(bWay, way);
    const bend = dot(way, bWay);
    const t = bend > 0 ? Math.min(1, -descent / bend) : 1;
    for (let i = 0; i < n; i++) {
      d[i]! += t * way[i]!;
      bd[i]! += t * bWay[i]!;
      gradient[i] = slope[i]! + bd[i]!;
    }
    const moved = dot(way, way);
    if (moved * model.sigma * model.sigma < small * small) break;
    length = bend > 0 ? moved / bend : 1 / model.sigma;
  }
  for (let i = 0; i < n; i++) out[i] = x[i]! + d[i]!;
}

/** B = sigma 1 + sum of y y'/(y.s) - a a', a = B s / sqrt(s.B s): BFGS as a sum of outer products, the oldest pair first. */
class CurvatureModel {
  sigma = 1;
  private readonly n: number;
  private pairs: { s: Float64Array; y: Float64Array }[] = [];
  private plus: Float64Array[] = [];
  private minus: Float64Array[] = [];
  constructor(n: number) {
    this.n = n;
  }
  get empty(): boolean {
    return this.pairs.length === 0;
  }
  forget(): void {
    this.pairs = [];
  }
  learn(s: Float64Array, y: Float64Array): void {
    const ss = dot(s, s),
      yy = dot(y, y);
    let sy = dot(s, y);
    if (!(ss > 0)) return;
    // Where the function bends down, the pair is mixed with the model until it bends up a little (Powell's damping with B = sigma 1).
    const sigma = this.empty ? Math.sqrt(yy / ss) : this.sigma;
    const floor = 0.1 * sigma * ss;
    if (sy < floor) {
      const theta = (sigma * ss - floor) / (sigma * ss - sy);
      y = y.map((g, i) => theta * g + (1 - theta) * sigma * s[i]!);
      sy = floor;
    }
    this.pairs.push({ s, y });
    if (this.pairs.length > MEMORY) this.pairs.shift();
    this.sigma = Math.max(1e-12, dot(y, y) / sy);
    this.plus = [];
    this.minus = [];
    for (const pair of this.pairs) {
      const a = new Float64Array(this.n);
      this.applyInto(a, pair.s);
      const sBs = dot(a, pair.s);
      const scaleA = 1 / Math.sqrt(sBs),
        scaleY = 1 / Math.sqrt(dot(pair.y, pair.s));
      this.minus.push(a.map((v) => v * scaleA));
      this.plus.push(pair.y.map((v) => v * scaleY));
    }
  }
  applyInto(out: Float64Array, v: Float64Array): void {
    for (let i = 0; i < this.n; i++) out[i] = this.sigma * v[i]!;
    for (let j = 0; j < this.plus.length; j++) {
      const p = this.plus[j]!,
        m = this.minus[j]!;
      const up = dot(p, v),
        down = dot(m, v);
      for (let i = 0; i < this.n; i++) out[i]! += up * p[i]! - down * m[i]!;
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
