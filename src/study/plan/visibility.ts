// How long each metabolite stays above the noise, against its T1: the claim of "more than five minutes in vivo", tried.
import type { Run } from '../../base/index.ts';
import { lastVisible_s, pairCourse, prepare, type TwoPool } from '../../scanner/index.ts';
import { frameNoise_mM } from './limits.ts';
import type { PlanSettings } from './settings.ts';

export interface VisibilityLine {
  /** Equal angle of all frames; undefined: one 90 degree pulse at that time and none before, which no series of images can pass. */
  readonly angle_deg: number | undefined;
  /** Last time above the least SNR, after the begin of the injection; 0 where it never is. */
  readonly until_s: readonly number[];
  /** T1 from which on it is visible for `CLAIM_S`; NaN where not even the longest does. */
  readonly neededT1_s: number;
}

export interface MetaboliteVisibility {
  readonly name: string;
  /** One voxel of the planned images, or a spectrum of the whole liver without imaging. */
  readonly seenIn: 'voxel' | 'liver';
  readonly lines: readonly VisibilityLine[];
  /** With the T1 of the settings, [line]. */
  readonly now_s: readonly number[];
}

export interface Visibility {
  readonly T1_s: readonly number[];
  readonly repetition_s: number;
  /** The substrate in healthy tissue, where nothing turns it over, and the product where all cells are dead: the best cases. */
  readonly metabolites: readonly MetaboliteVisibility[];
}

export const CLAIM_S = 300;
const ANGLES_deg = [undefined, 2, 5, 10, 20] as const;
/** Frames of the trial, s apart: fine enough for a time, coarse enough for a scan. */
const REPETITION_S = 3;
const LONGEST_S = 900;
const T1_MOST_S = 120;

export function visibilityOf(
  settings: PlanSettings,
  { healthy, necrotic }: { readonly healthy: TwoPool; readonly necrotic: TwoPool },
  voxel_mm: number,
  run: Run,
): Visibility {
  const T1_s = Array.from({ length: 23 }, (_, i) => 10 + 5 * i);
  const metabolites: MetaboliteVisibility[] = [];
  const volumes = { voxel: voxel_mm * voxel_mm * voxel_mm, liver: settings.liver_mm3 } as const;
  for (const seenIn of ['voxel', 'liver'] as const) {
    const sd = frameNoise_mM(settings, volumes[seenIn]);
    [settings.dose.substrate, settings.tissue.product].forEach((name, pool) => {
      run.step(metabolites.length, 4, 'visibility');
      const model = pool === 0 ? healthy : necrotic;
      const until = (time_s: number, angle_deg: number | undefined): number =>
        visibleUntil_s(withT1(model, pool, time_s), pool, angle_deg, sd, settings.leastSnr);
      metabolites.push({
        name,
        seenIn,
        now_s: ANGLES_deg.map((angle) => until(settings.tissue.T1_s[name]!, angle)),
        lines: ANGLES_deg.map((angle_deg) => ({
          angle_deg,
          until_s: T1_s.map((time) => until(time, angle_deg)),
          neededT1_s: neededT1_s((time) => until(time, angle_deg)),
        })),
      });
    });
  }
  return { T1_s, repetition_s: REPETITION_S, metabolites };
}

function withT1(model: TwoPool, pool: number, time_s: number): TwoPool {
  const [substrate, product] = model.r1_perS;
  return { ...model, r1_perS: pool === 0 ? [1 / time_s, product] : [substrate, 1 / time_s] };
}

function visibleUntil_s(
  model: TwoPool,
  pool: number,
  angle_deg: number | undefined,
  sd: number,
  leastSnr: number,
): number {
  const nFrames = Math.floor(LONGEST_S / REPETITION_S);
  const frames = { start_s: 0, repetition_s: REPETITION_S, nFrames };
  const angle = ((angle_deg ?? 0) * Math.PI) / 180;
  const flips = new Float64Array(nFrames).fill(angle);
  const { mz } = pairCourse(prepare(model, frames), [flips, flips]);
  const snr = mz[pool as 0 | 1].map((value) => (value * (angle_deg === undefined ? 1 : Math.sin(angle))) / sd);
  const times = snr.map((_, n) => n * REPETITION_S);
  const last = lastVisible_s(times, snr, leastSnr);
  if (Number.isNaN(last)) return 0;
  // Between two frames the signal falls as an exponential.
  const n = Math.round(last / REPETITION_S);
  if (n === nFrames - 1) return LONGEST_S;
  return last + (REPETITION_S * Math.log(snr[n]! / leastSnr)) / Math.log(snr[n]! / snr[n + 1]!);
}

/** Bisected to 0.1 s; the time grows with T1. */
function neededT1_s(until: (T1_s: number) => number): number {
  if (!(until(T1_MOST_S) >= CLAIM_S)) return NaN;
  let [low, high] = [1, T1_MOST_S];
  while (high - low > 0.1) {
    const middle = (low + high) / 2;
    if (until(middle) >= CLAIM_S) high = middle;
    else low = middle;
  }
  return high;
}
