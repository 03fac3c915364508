// Where in the liver cells died: around every central vein (patchy over millimetres), or in one or several foci; as much in all as was asked for.
import type { Random } from '../../base/index.ts';
import type { Field, Point } from '../anatomy/fields.ts';
import { noise } from '../anatomy/noise.ts';

export type InjuryPattern = 'centrilobular' | 'focal' | 'multifocal';
export const INJURY_PATTERNS: readonly InjuryPattern[] = ['centrilobular', 'focal', 'multifocal'];

/** Dead share inside a focus, and how many foci `multifocal` has. ASSUMED. */
const FOCUS_SEVERITY = 0.95;
const N_FOCI = 9;
const FOCUS_EDGE_mm = 0.5;
/** Standard deviation of noise of amplitude 1. */
const NOISE_SPREAD = 0.34;
const PATCH_mm = 3.2;

/** Severity at a place for a level that `severityField` finds: the more, the higher. */
type Levelled = (x: number, y: number, z: number, level: number) => number;

/** Severity, the dead share on the scale of lobules, with mean `necrotic` over `liver`, places in the liver [3 i ...]. */
export function severityField(
  pattern: InjuryPattern,
  necrotic: number,
  patchiness: number,
  liver: Float64Array,
  random: Random,
): Field {
  if (necrotic <= 0) return () => 0;
  if (necrotic >= 1) return () => 1;
  const levelled = pattern === 'centrilobular' ? patches(patchiness, random) : foci(pattern === 'focal' ? 1 : N_FOCI, liver, random); // prettier-ignore
  const mean = (level: number): number => {
    let sum = 0;
    for (let at = 0; at < liver.length; at += 3) sum += levelled(liver[at]!, liver[at + 1]!, liver[at + 2]!, level);
    return sum / (liver.length / 3);
  };
  let [low, high] = [0, 1];
  while (mean(high) < necrotic && high < 1e4) high *= 2;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (mean(middle) < necrotic) low = middle;
    else high = middle;
  }
  return (x, y, z) => levelled(x, y, z, high);
}

function patches(patchiness: number, random: Random): Levelled {
  const wave = noise(Math.floor(random.next() * 2 ** 31), PATCH_mm, patchiness / NOISE_SPREAD);
  return (x, y, z, level) => -Math.expm1(-level * Math.exp(wave(x, y, z)));
}

/** `level`: radius in mm, up to half more or less from focus to focus. Beyond any focus, and once foci fill the liver, all of it is dead. */
function foci(n: number, liver: Float64Array, random: Random): Levelled {
  const centres = Array.from({ length: n }, () => {
    const at = 3 * Math.floor(random.next() * (liver.length / 3));
    return { centre: [liver[at]!, liver[at + 1]!, liver[at + 2]!] as Point, size: 0.6 + 0.8 * random.next() };
  });
  return (x, y, z, level) => {
    let deepest = Infinity;
    for (const { centre, size } of centres) {
      const distance = Math.hypot(x - centre[0], y - centre[1], z - centre[2]);
      deepest = Math.min(deepest, distance - size * level);
    }
    const inside = Math.min(1, Math.max(0, 0.5 - deepest / FOCUS_EDGE_mm));
    return Math.min(1, FOCUS_SEVERITY * inside + (1 - FOCUS_SEVERITY) * Math.min(1, level / 30));
  };
}
