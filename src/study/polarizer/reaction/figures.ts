// The pictures of a reactor: what becomes of what, how old the product is, and what temperature and pressure do.
import { lineFigure, PRODUCT_COLOURS, SUBSTRATE_COLOUR, type Line } from '../../../plot/index.ts';
import {
  HYDROGEN,
  type ReactionOutcome,
  type ReactionSettings,
  type Sweepable,
  type YieldSweep,
} from '../../../reaction/index.ts';

const GRAY = '#6b6b6b';
const PALE = '#a8a8a8';
const [PRODUCT, SIDE, OTHER, LAST] = PRODUCT_COLOURS;

/** Species that hold what the precursor is made of, the precursor and the product first. */
function followed({ system }: ReactionSettings): { readonly name: string; readonly colour: string }[] {
  const { species, precursor, product } = system;
  const pieces = Object.keys(species[precursor]!.pieces);
  const rest = Object.keys(species).filter(
    (name) => name !== precursor && name !== product && pieces.every((piece) => piece in species[name]!.pieces),
  );
  const colours = [SUBSTRATE_COLOUR, PRODUCT, SIDE, OTHER, LAST];
  return [precursor, product, ...rest].map((name, i) => ({ name, colour: colours[i] ?? PALE }));
}

function conditionsOf({ temperature_K, pressure_Pa, bubbling_s, wait_s }: ReactionSettings): string {
  const short = (value: number): number => Number(value.toPrecision(3));
  return `${short(temperature_K - 273.15)} °C, ${short(pressure_Pa / 1e5)} bar absolute, ${short(bubbling_s)} s of bubbling and ${short(wait_s)} s of waiting`;
}

/** Concentrations against time; dissolved hydrogen and the order of the pairs below. */
export function courseFigure(settings: ReactionSettings, { course, saturation_mM, order }: ReactionOutcome): string {
  const { time_s, concentration_mM } = course;
  const range = [0, time_s.at(-1)!] as const;
  const x = { quantity: 'time', unit: 's', range };
  const stop: Line[] =
    settings.wait_s > 0
      ? [
          {
            x: [settings.bubbling_s, settings.bubbling_s],
            y: [-1e9, 1e9],
            colour: PALE,
            dash: '2 3',
            name: 'end of bubbling',
          },
        ]
      : [];
  const top = Math.max(...Object.values(settings.initial_mM)) * 1.05;
  const { product } = settings.system;
  return lineFigure({
    title: `In the reactor: ${settings.system.name}`,
    panels: [
      {
        x,
        y: { quantity: 'concentration', unit: 'mM', range: [0, top] },
        lines: [
          ...stop,
          ...followed(settings).map(({ name, colour }) => ({
            x: time_s,
            y: concentration_mM[name]!,
            colour,
            name,
            width: 1.8,
          })),
        ],
      },
      {
        x,
        y: { quantity: 'dissolved H₂', unit: 'mM', range: [0, saturation_mM * 1.1] },
        lines: [
          ...stop,
          { x: [0, range[1]], y: [saturation_mM, saturation_mM], colour: GRAY, dash: '5 4', name: 'H₂ at saturation' },
          { x: time_s, y: concentration_mM[HYDROGEN]!, colour: '#333333', name: 'dissolved H₂', width: 1.8 },
        ],
      },
      {
        x,
        y: { quantity: 'singlet order', range: orderRange(course.order[HYDROGEN]!, course.order[product]!, order.gas) },
        lines: [
          ...stop,
          { x: [0, range[1]], y: [order.gas, order.gas], colour: GRAY, dash: '1.5 3', name: 'order of the gas' },
          { x: time_s, y: course.order[HYDROGEN]!, colour: '#333333', name: 'dissolved H₂', width: 1.8 },
          { x: time_s, y: course.order[product]!, colour: PRODUCT, name: product, width: 1.8 },
        ],
      },
    ],
    panelHeight: 215,
    note: `${conditionsOf(settings)}, para fraction of the gas ${Number(settings.paraFraction.toPrecision(3))}. Rate constants without a source are ASSUMED; see the notes.`,
  });
}

/** From 0, unless there is less. */
function orderRange(...parts: (Float64Array | number)[]): readonly [number, number] {
  const all = parts.flatMap((part) => (typeof part === 'number' ? [part] : Array.from(part).filter(Number.isFinite)));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(0.1 * (high - low), 0.005);
  return [low < 0 ? low - room : 0, high + room];
}

/** How old the pairs are at the moment of transfer. */
export function ageFigure({ ages }: ReactionOutcome): string | undefined {
  if (!ages) return undefined;
  const { age_s, perS } = ages.density;
  return lineFigure({
    title: 'Age of the pairs at the moment of transfer',
    panels: [
      {
        x: { quantity: 'age', unit: 's', range: [0, age_s.at(-1)!] },
        y: { quantity: 'share of the order', unit: '% per s', range: [0, 105 * Math.max(...perS)] },
        lines: [{ x: age_s, y: perS.map((value) => 100 * value), colour: PRODUCT, width: 1.8 }],
      },
    ],
    panelHeight: 230,
  });
}

const AXES = {
  temperature_K: { quantity: 'temperature', unit: '°C', of: (value: number) => value - 273.15 },
  pressure_Pa: { quantity: 'pressure, absolute', unit: 'bar', of: (value: number) => value / 1e5 },
  loading_mM: { quantity: 'catalyst', unit: 'mM', of: (value: number) => value },
  bubbling_s: { quantity: 'bubbling', unit: 's', of: (value: number) => value },
  kLa_perS: { quantity: 'kLa at 25 °C', unit: '1/s', of: (value: number) => value },
} as const;

/** What a sweep changes, as set. */
const asSet = ({ initial_mM, system, ...settings }: ReactionSettings, over: Sweepable): number =>
  over === 'loading_mM' ? initial_mM[system.catalyst]! : settings[over];

/** Shares of the precursor at the end, one panel for each sweep; a dotted line where the settings stand. */
export function yieldFigure(settings: ReactionSettings, sweeps: readonly YieldSweep[]): string {
  return lineFigure({
    title: `Yields: ${settings.system.name}`,
    columns: Math.min(2, sweeps.length),
    panels: sweeps.map(({ over, values, yields }) => {
      const { quantity, unit, of } = AXES[over];
      const here = of(asSet(settings, over));
      return {
        x: { quantity, unit, range: [of(values[0]!), of(values.at(-1)!)] as const },
        y: { quantity: 'share of the precursor', unit: '%', range: [0, 105] as const },
        lines: [
          ...followed(settings).map(({ name, colour }) => ({
            x: values.map(of),
            y: yields[name]!.map((value) => 100 * value),
            colour,
            name,
            width: 1.8,
          })),
          { x: [here, here], y: [-1e9, 1e9], colour: PALE, dash: '2 3', name: 'as set' },
        ],
      };
    }),
    panelHeight: 250,
    note: `Where not swept: ${conditionsOf(settings)}.`,
  });
}
