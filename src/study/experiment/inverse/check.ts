// The inverse check: many noisy scans of a tissue that is known, quantified like the animals'. Where the fit has the model of the simulator it must find the truth within
// its intervals; where it has another one, this says how far off it is. A round trip: it proves the fit and its errors, not the physics.
import { Random } from '../../../base/index.ts';
import { DEFAULT_VALUES } from '../../../mouse/index.ts';
import { gatherCourses } from '../../../picture/index.ts';
import { quantify } from '../../../quantify/index.ts';
import { columnOf, makeTimeCourses, type Geometry } from '../../../records/index.ts';
import { noiseSd_mM, samplingTime_s, scan, voxel_m3, type Protocol } from '../../../scanner/index.ts';
import { METABOLITES, protocolOf } from '../scan/protocol.ts';
import { RAYLEIGH, rateFit } from '../measure.ts';
import { animalSettings, type ExperimentSettings } from '../settings.ts';
import { onePool, twoSpaces, uniformTissue, type Pools } from './pools.ts';

/** How an estimate does over all realisations. */
export interface Recovered {
  readonly truth: number;
  readonly mean: number;
  /** Standard error of the mean. */
  readonly meanError: number;
  /** mean / truth - 1, and its standard error. */
  readonly bias: number;
  readonly biasError: number;
  /** Realisations whose 95% interval holds the truth. */
  readonly covered: number;
  readonly values: Float64Array;
}

export interface InverseRow {
  readonly name: string;
  readonly what: string;
  /** Whether simulator and fit share their model. */
  readonly agrees: boolean;
  /** Of the first frame of fumarate. */
  readonly snr: number;
  readonly rate: Recovered;
  readonly ratio: Recovered;
}

export interface InverseCheck {
  readonly realisations: number;
  readonly rows: readonly InverseRow[];
}

/** Rate of a voxel with many dead cells. ASSUMED. */
const RATE_perS = 0.015;
/** About what the mean of the liver has in the founding study, and one of its voxels. */
const SNR = { liver: 35, voxel: 4 } as const;
const WRONG = 0.2;
/** Voxels along an edge of the scanned block. */
const SLICE = 10;
const TWO_SIDED_95 = 1.959963984540054;

interface Case {
  readonly name: string;
  readonly what: string;
  readonly agrees?: boolean;
  readonly at: keyof typeof SNR;
  readonly pools?: Pools;
  /** What the fit believes, over the truth. */
  readonly t1Factor?: number;
  readonly b1?: number;
  readonly images?: 'magnitude';
  readonly fittedAs?: 'rician';
}

function casesOf(settings: ExperimentSettings): Case[] {
  const r1 = r1Of(settings);
  const { liverBloodFraction, liverInterstitialFraction, hematocrit, liverExchange_perS } = {
    ...DEFAULT_VALUES,
    ...animalSettings(settings, 'healthy').values,
  };
  const spaces = { plasma: liverBloodFraction * (1 - hematocrit), interstitium: liverInterstitialFraction };
  const two = (exchange_perS: number): Pools => twoSpaces(RATE_perS, r1, { ...spaces, exchange_perS });
  const slow_perS = liverExchange_perS / 10;
  return [
    { name: 'agrees', what: 'the fit has the model of the simulator', agrees: true, at: 'liver' },
    { name: 'agrees, voxel', what: 'the same with the noise of one voxel', agrees: true, at: 'voxel' },
    { name: 'two compartments', what: `plasma and open interstitium fitted as one, exchange ${liverExchange_perS} /s`, at: 'liver', pools: two(liverExchange_perS) },
    { name: 'two compartments, slow', what: `the same with a slow exchange, ${Number(slow_perS.toPrecision(2))} /s`, at: 'liver', pools: two(slow_perS) },
    { name: 'T1 short', what: 'both T1 believed 20% too short', at: 'liver', t1Factor: 1 - WRONG },
    { name: 'T1 long', what: 'both T1 believed 20% too long', at: 'liver', t1Factor: 1 + WRONG },
    { name: 'B1 low', what: 'B1 20% lower than believed', at: 'liver', b1: 1 - WRONG },
    { name: 'B1 high', what: 'B1 20% higher than believed', at: 'liver', b1: 1 + WRONG },
    { name: 'Rician as Gaussian', what: 'magnitudes of one voxel, their noise taken as Gaussian', at: 'voxel', images: 'magnitude' },
    { name: 'Rician', what: 'magnitudes of one voxel, fitted as such', at: 'voxel', images: 'magnitude', fittedAs: 'rician' },
  ]; // prettier-ignore
}

const r1Of = ({ analysis }: ExperimentSettings): readonly [number, number] => [
  1 / analysis.T1_s.fumarate,
  1 / analysis.T1_s.malate,
];

/** With the frames, angles and T1 of the experiment; voxels, whose noise is their own, are the realisations. A multiple of 100. */
export function inverseCheck(settings: ExperimentSettings, realisations = 200): InverseCheck {
  const random = new Random(settings.seed).fork('inverse check');
  const rows = casesOf(settings).map((one) => rowOf(settings, one, realisations, random.fork(one.name)));
  return { realisations, rows };
}

function rowOf(settings: ExperimentSettings, one: Case, n: number, random: Random): InverseRow {
  const matrix = [SLICE, SLICE, n / (SLICE * SLICE)] as const;
  const geometry: Geometry = { shape: matrix, affineRas_mm: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 4, 0] };
  const { readout: _, ...frames } = protocolOf(settings);
  const protocol: Protocol = { ...frames, matrix, filter: 'none', images: one.images ?? 'complex' };
  const sd = noiseSd_mM(protocol.coil, {
    b0_T: protocol.b0_T,
    voxel_m3: voxel_m3(geometry),
    sampling_s: samplingTime_s(protocol),
  });
  const snr = SNR[one.at];
  const pools = one.pools ?? onePool(RATE_perS, r1Of(settings));
  const unit = scanOnce(pools, protocol, geometry, 1);
  const amount_mM = (snr * sd) / unit.noiseFree[0]!.images.data[0]!;
  const maps = one.b1 === undefined ? {} : { b1: new Float64Array(n).fill(one.b1) };
  const seen = scan(uniformTissue(pools, geometry, amount_mM), protocol, random.fork('scan'), maps);
  const voxels = Int32Array.from({ length: n }, (_, v) => v);
  const noise = one.fittedAs ?? 'gaussian';
  const fit = rateFit(settings, noise);
  const result = quantify(
    makeTimeCourses({
      metabolites: METABOLITES,
      repetition_s: protocol.repetition_s,
      flipAngles_rad: seen.flipAngles_rad,
      nVoxels: n,
      data: gatherCourses(seen.images, voxels),
    }),
    {
      fit: { ...fit, relaxation_perS: r1Of(settings).map((r1) => r1 / (one.t1Factor ?? 1)) },
      sd: METABOLITES.map(() => new Float64Array(n).fill(sd)),
      offset: METABOLITES.map(() => (noise === 'rician' ? RAYLEIGH * sd : 0)),
      rowNames: Array.from(voxels, (v) => `realisation ${v}`),
    },
    random.fork('quantify'),
  );
  const [rates, low, high] = ['', '_low95', '_high95'].map((end) => columnOf(result, `rate_malate_perS${end}`).values);
  const [ratios, errors] = ['', '_se'].map((end) => columnOf(result, `ratio_malate${end}`).values);
  const [fumarate, malate] = unit.noiseFree.map(({ images }) => areaOfFirst(images.data, n));
  return {
    name: one.name,
    what: one.what,
    agrees: one.agrees === true,
    snr,
    rate: recovered(RATE_perS, rates!, (v) => [low![v]!, high![v]!]),
    ratio: recovered(malate! / fumarate!, ratios!, (v) => {
      const reach = TWO_SIDED_95 * errors![v]!;
      return [ratios![v]! - reach, ratios![v]! + reach];
    }),
  };
}

const scanOnce = (pools: Pools, protocol: Protocol, geometry: Geometry, amount_mM: number) =>
  scan(uniformTissue(pools, geometry, amount_mM), protocol, new Random(1));

/** Sum over frames of the first voxel. */
function areaOfFirst(data: ArrayLike<number>, nVoxels: number): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += nVoxels) sum += data[at]!;
  return sum;
}

function recovered(truth: number, values: Float64Array, interval: (v: number) => readonly [number, number]): Recovered {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const meanError = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n);
  const covered = values.filter((_, v) => interval(v)[0] <= truth && truth <= interval(v)[1]).length;
  return { truth, mean, meanError, bias: mean / truth - 1, biasError: meanError / truth, covered, values };
}
