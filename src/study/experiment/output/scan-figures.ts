// The pictures of the scan: what is played for a metabolite, what its pulse excites, what is left when k-space is sampled.
import { lineFigure, PRODUCT_COLOURS, SUBSTRATE_COLOUR, type Line } from '../../../plot/index.ts';
import { afterPulse, pulseRotations } from '../../../physics/encoding/index.ts';
import type { TissueLine } from '../../../records/index.ts';
import { frequency_Hz, MOUSE_SCANNER, type Shot } from '../../../scanner/index.ts';
import { kSpaceOf } from '../../../scanner/sequence/index.ts';
import { kSpaceFigure, sequenceDiagram } from '../../sequence/index.ts';
import { METABOLITES, shotsOf } from '../scan/protocol.ts';
import type { ExperimentStudy } from '../study.ts';
import type { Figure } from './maps.ts';

const COLOURS = [SUBSTRATE_COLOUR, PRODUCT_COLOURS[0]] as const;
const POINTS = 241;

export function scanFigures({ settings, injured }: ExperimentStudy): Figure[] {
  const { lines } = injured.animal;
  const shots = shotsOf(settings, lines);
  const product = shots[1];
  if (product === undefined) return [];
  const played = sequenceDiagram(product.sequence, Math.abs(MOUSE_SCANNER.gamma_HzPerT), 'malate');
  const { b0_T, T2Star_s } = settings.scanner;
  return [
    { ...played, name: 'shot', caption: `What is played for malate in each slice and frame: a spectral-spatial pulse, then the ${product.readout === 'epi' ? 'echo-planar' : 'spiral'} readout. Fumarate's differs by its pulse.` },
    kSpaceFigure(product.sequence, kSpaceOf(product.sequence).windows, 'malate'),
    pulses(shots, lines, b0_T, settings.grid.voxel_mm[2]),
    left(shots, lines, b0_T, T2Star_s),
  ]; // prettier-ignore
}

const linesOf = (lines: readonly TissueLine[], m: number): readonly TissueLine[] =>
  lines.filter(({ substance }) => substance === METABOLITES[m]);

const middle_ppm = (lines: readonly TissueLine[]): number =>
  lines.reduce((sum, { shift_ppm }) => sum + shift_ppm / lines.length, 0);

/** |Mxy| over the sine of the angle, against frequency in the middle of the slice, and against distance on resonance. */
function pulses(shots: readonly Shot[], lines: readonly TissueLine[], b0_T: number, thickness_mm: number): Figure {
  const larmor_MHz = frequency_Hz(b0_T) / 1e6;
  const origin_ppm = middle_ppm(linesOf(lines, 0));
  const centre_Hz = (m: number): number => (middle_ppm(linesOf(lines, m)) - origin_ppm) * larmor_MHz;
  const edge_Hz = 1.4 * Math.max(...shots.map((_, m) => Math.abs(centre_Hz(m))), 40);
  const frequency = Float64Array.from({ length: POINTS }, (_, i) => centre_Hz(1) / 2 + edge_Hz * ((2 * i) / (POINTS - 1) - 1)); // prettier-ignore
  const distance_mm = Float64Array.from(
    { length: POINTS },
    (_, i) => 1.5 * thickness_mm * ((2 * i) / (POINTS - 1) - 1),
  );
  const across = (m: Float64Array): Float64Array =>
    Float64Array.from({ length: m.length / 3 }, (_, i) => Math.hypot(m[3 * i]!, m[3 * i + 1]!));
  const named = (x: Float64Array, of: (shot: Shot, m: number) => Float64Array): Line[] =>
    shots.map((shot, m) => {
      const wanted = across(afterPulse(pulseRotations(shot.pulse.steps, [0], [0])))[0]!;
      return { x, y: of(shot, m).map((one) => one / wanted), colour: COLOURS[m]!, name: `pulse of ${METABOLITES[m]!}` };
    });
  const spectral = named(frequency, ({ pulse }, m) => across(afterPulse(pulseRotations(pulse.steps, [0], [...frequency].map((f) => f - centre_Hz(m)))))); // prettier-ignore
  const spatial = named(distance_mm, ({ pulse }) => across(afterPulse(pulseRotations(pulse.steps, [...distance_mm].map((z) => 1e-3 * z), [0])))); // prettier-ignore
  const marks = lines
    .filter(({ substance }) => METABOLITES.some((name) => name === substance))
    .map(({ shift_ppm }) => ({ x: (shift_ppm - origin_ppm) * larmor_MHz, y: 0, y2: 0.06 }));
  const most = [...spectral, ...spatial].reduce((a, { y }) => Math.max(a, ...Array.from(y)), 1);
  const y = { quantity: 'excited', unit: 'of the wanted', range: [0, 1.05 * most] as const };
  return {
    name: 'pulses',
    svg: lineFigure({
      title: 'What the pulses excite',
      columns: 2,
      panelHeight: 250,
      panels: [
        { title: 'in the middle of the slice', x: { quantity: 'frequency from fumarate', unit: 'Hz' }, y, lines: spectral, marks }, // prettier-ignore
        {
          title: 'on resonance',
          x: { quantity: 'distance from the middle of the slice', unit: 'mm' },
          y,
          lines: spatial,
        },
      ],
      note: 'By the Bloch equations, at the largest angle of the scan. Short bars: the lines of fumarate and malate.',
    }),
    caption: 'Each pulse passes its own metabolite and stops the other; slices have soft edges.',
  };
}

/** Signal of each metabolite against time, its lines in equal parts: exp(-t / T2*) and their beat. */
function left(shots: readonly Shot[], lines: readonly TissueLine[], b0_T: number, t2Star_s: number): Figure {
  const larmor_MHz = frequency_Hz(b0_T) / 1e6;
  const drawn = shots.map((shot, m): Line => {
    const mine = linesOf(lines, m);
    const centre_ppm = middle_ppm(mine);
    const times = shot.lines.flatMap(({ time_s }) => [time_s[0]!, time_s.at(-1)!]);
    const [from_s, to_s] = [Math.min(...times), Math.max(...times)];
    const time_s = Float64Array.from({ length: POINTS }, (_, i) => from_s + ((to_s - from_s) * i) / (POINTS - 1));
    const shown = time_s.map((t) => (100 / mine.length) * Math.exp(-t / t2Star_s) * mine.reduce((sum, { shift_ppm }) => sum + Math.cos(2 * Math.PI * (shift_ppm - centre_ppm) * larmor_MHz * t), 0)); // prettier-ignore
    return { x: time_s.map((t) => 1e3 * t), y: shown, colour: COLOURS[m]!, name: METABOLITES[m]! };
  });
  return {
    name: 'readout',
    svg: lineFigure({
      title: 'What is left of the signal while k-space is sampled',
      columns: 1,
      panelHeight: 220,
      panels: [
        {
          x: { quantity: 'time since the middle of the pulse', unit: 'ms' },
          y: { quantity: 'signal', unit: '% of that excited' },
          lines: drawn,
        },
      ],
    }),
    caption: `T2* of ${1e3 * t2Star_s} ms, and for malate the beat of its two lines. ${shots[0]!.readout === 'spiral' ? 'A spiral begins at the centre of k-space, so that wide things keep their signal and only edges are lost.' : 'Lines run from the centre of k-space outwards.'}`,
  };
}
