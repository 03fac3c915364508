// Counters of MRD files as the rest expects them: from 0, slices in the order of their places, reversed readouts with their centre in the order of time.
import type { Counters, Encoding } from '../../records/index.ts';
import type { Acquisition } from './acquisitions.ts';

const isImage = ({ readout }: Acquisition): boolean => readout.purpose.endsWith('mage');
const WORDS = { frame: 'repetition', contrast: 'contrast', phase: 'phase', set: 'set', slice: 'slice' } as const;
type Key = keyof typeof WORDS;

/** `keepContrasts`: the file names them by their counters. */
export function recounted(
  acquisitions: readonly Acquisition[],
  encodings: readonly Encoding[],
  keepContrasts: boolean,
  notes: string[],
): readonly Acquisition[] {
  return inPlace(fromZero(centred(acquisitions, encodings, notes), keepContrasts, notes), notes);
}

const counted = (one: Acquisition, counters: Partial<Counters>): Acquisition => ({
  ...one,
  readout: { ...one.readout, counters: { ...one.readout.counters, ...counters } },
});

function fromZero(
  acquisitions: readonly Acquisition[],
  keepContrasts: boolean,
  notes: string[],
): readonly Acquisition[] {
  const images = acquisitions.filter(isImage);
  const least = (key: Key): number =>
    images.reduce((low, { readout }) => Math.min(low, readout.counters[key]), Infinity);
  const keys = (Object.keys(WORDS) as Key[]).filter((key) => !(key === 'contrast' && keepContrasts));
  const first = keys.map((key) => [key, images.length === 0 ? 0 : least(key)] as const).filter(([, n]) => n > 0);
  if (first.length === 0) return acquisitions;
  notes.push(`Counters begin later than 0 and were set back: ${first.map(([key, n]) => `${WORDS[key]} at ${n}`).join(', ')}.`); // prettier-ignore
  return acquisitions.map((one) =>
    counted(one, Object.fromEntries(first.map(([key, n]) => [key, Math.max(0, one.readout.counters[key] - n)]))),
  );
}

/** Slices whose counters go to and fro in space (interleaved) are counted along the way from the first counter's end. */
function inPlace(acquisitions: readonly Acquisition[], notes: string[]): readonly Acquisition[] {
  const at = new Map<number, number>();
  const images = acquisitions.filter(isImage);
  const normal = images[0]?.directions[2];
  for (const { readout, position } of images) {
    if (!at.has(readout.counters.slice)) at.set(readout.counters.slice, position.reduce((sum, x, i) => sum + x * normal![i]!, 0)); // prettier-ignore
  }
  const slices = [...at.keys()].sort((a, b) => a - b);
  const places = slices.map((slice) => at.get(slice)!);
  const steps = places.slice(1).map((place, n) => place - places[n]!);
  if (!(steps.some((step) => step > 1e-3) && steps.some((step) => step < -1e-3))) return acquisitions;
  const ordered = slices.toSorted((a, b) => at.get(a)! - at.get(b)!);
  notes.push(`Slices are not counted in the order of their places: put in the order ${ordered.join(', ')}.`);
  const rank = new Map(ordered.map((slice, n) => [slice, slices[n]!]));
  return acquisitions.map((one) => counted(one, { slice: rank.get(one.readout.counters.slice) ?? one.readout.counters.slice })); // prettier-ignore
}

/** Many writers turn reversed readouts round but leave center_sample of the others: taken so where it fits the matrix and the other does not. */
function centred(
  acquisitions: readonly Acquisition[],
  encodings: readonly Encoding[],
  notes: string[],
): readonly Acquisition[] {
  let mirrored = 0;
  const out = acquisitions.map((one): Acquisition => {
    const { nSamples, discard, centerSample, reversed, encoding } = one.readout;
    const space = encodings[encoding];
    if (!reversed || space === undefined || (space.kind !== 'cartesian' && space.kind !== 'epi')) return one;
    const n = space.encodedMatrix[0];
    const fits = (centre: number): boolean =>
      (n >> 1) + centre - discard[0] < n && (n >> 1) + centre - (nSamples - discard[1] - 1) >= 0;
    const other = nSamples - 1 - centerSample;
    if (fits(centerSample) || other < 0 || !fits(other)) return one;
    mirrored++;
    return { ...one, readout: { ...one.readout, centerSample: other } };
  });
  if (mirrored > 0) notes.push(`center_sample of ${mirrored} reversed readouts counts from their end: in the order of time they would not fit the encoded matrix.`); // prettier-ignore
  return out;
}
