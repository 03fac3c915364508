// The different RF pulses of a sequence, and what each excites.
import type { RfPulse, Sequence, SequenceBlock } from '../../records/index.ts';
import {
  flipAngle_rad,
  pulseProfile,
  pulseStepsOf,
  useOf,
  type PulseProfile,
  type PulseWithGradient,
} from '../../scanner/sequence/index.ts';

/** Pulses of one shape, with one gradient under it; angle, phase and frequency may differ. */
export interface PulseGroup {
  readonly use: ReturnType<typeof useOf>;
  /** Indices from 0. */
  readonly blocks: readonly number[];
  readonly flips_rad: readonly [number, number];
  readonly offsets_Hz: readonly [number, number];
  /** That with the largest angle. */
  readonly rf: RfPulse;
  /** Undefined where the gradient has no one direction. */
  readonly played: PulseWithGradient | undefined;
  /** Gradients of the other pulses may have other directions. */
  readonly turns: boolean;
}

export interface DrawnPulse extends PulseGroup {
  readonly played: PulseWithGradient;
  readonly profile: PulseProfile;
}

/** Pulses with gradients that are looked at, and those that are drawn: below 2 s of processor time, each with at most 4000 steps and 3000 spins. */
const MOST_LOOKED = 200;
const MOST_DRAWN = 6;

/** Profiles of the pulses of a sequence, and notes on those left out. */
export function drawnPulses(sequence: Sequence): { readonly pulses: DrawnPulse[]; readonly notes: string[] } {
  const { groups, looked } = pulseGroups(sequence);
  const notes: string[] = [];
  const name = ({ blocks }: PulseGroup): string => `of block ${blocks[0]! + 1}`;
  if (!looked) notes.push(`More than ${MOST_LOOKED} different pulses: what later ones excite is not drawn.`);
  const several = groups.filter(({ played }) => played === undefined);
  if (several.length > 0)
    notes.push(`What the RF pulse ${name(several[0]!)} excites is not drawn: its gradients have several directions${several.length > 1 ? ` (${several.length} such pulses)` : ''}.`); // prettier-ignore
  const single = groups.filter((group): group is PulseGroup & { played: PulseWithGradient } => group.played !== undefined); // prettier-ignore
  const pulses = single.slice(0, MOST_DRAWN).map((group) => ({ ...group, profile: pulseProfile(group.played.steps, kindOf(group)) })); // prettier-ignore
  if (single.length > MOST_DRAWN)
    notes.push(
      `What ${single.length - MOST_DRAWN} more of the ${single.length} different RF pulses excite is not drawn, to stay below 2 s.`,
    );
  return { pulses, notes };
}

/** Pulses that refocus or invert turn over; the others bring across. */
export const kindOf = ({ use }: Pick<PulseGroup, 'use'>): 'across' | 'turned' =>
  use === 'refocusing' || use === 'inversion' ? 'turned' : 'across';

interface Growing {
  use: PulseGroup['use'];
  blocks: number[];
  flips: [number, number];
  offsets: [number, number];
  rf: RfPulse;
  played: PulseWithGradient | undefined;
  turns: boolean;
}

/** In the order of their first blocks. */
export function pulseGroups({ blocks }: Sequence): {
  readonly groups: readonly PulseGroup[];
  readonly looked: boolean;
} {
  const byParts = new Map<string, Growing>();
  const byShape = new Map<string, Growing>();
  const ids = new Map<object, number>();
  const idOf = (part: object | undefined): number => {
    if (part === undefined) return -1;
    const id = ids.get(part) ?? ids.size;
    ids.set(part, id);
    return id;
  };
  let looked = true;
  blocks.forEach((block, index) => {
    const { rf } = block;
    if (rf === undefined) return;
    const parts = [rf.amplitude_Hz, rf.phase_rad, rf.time_s, ...block.gradients, block.rotation].map(idOf).join() + rf.use + rf.delay_s; // prettier-ignore
    let group = byParts.get(parts);
    if (group === undefined) {
      if (byParts.size >= MOST_LOOKED) {
        looked = false;
        return;
      }
      group = grown(byShape, block, rf);
      byParts.set(parts, group);
    }
    group.blocks.push(index);
    const { frequencyOffset_Hz: offset_Hz } = rf;
    group.offsets = [Math.min(group.offsets[0], offset_Hz), Math.max(group.offsets[1], offset_Hz)];
  });
  const groups = [...byShape.values()].map(({ flips, offsets, ...rest }) => ({ ...rest, flips_rad: flips, offsets_Hz: offsets })); // prettier-ignore
  return { groups, looked };
}

/** The group of the pulse, new or with what is new about it. */
function grown(byShape: Map<string, Growing>, block: SequenceBlock, rf: RfPulse): Growing {
  const played = pulseStepsOf(block);
  const use = useOf(rf);
  const flip = flipAngle_rad(rf);
  const key = `${use} ${rf.duration_s} ${rf.amplitude_Hz.length} ${played === undefined ? 'several directions' : shapeKey(played)}`;
  const known = byShape.get(key);
  if (known === undefined) {
    const made: Growing = { use, blocks: [], flips: [flip, flip], offsets: [Infinity, -Infinity], rf, played, turns: false }; // prettier-ignore
    byShape.set(key, made);
    return made;
  }
  if (flip > known.flips[1]) [known.rf, known.played] = [rf, played];
  known.flips = [Math.min(known.flips[0], flip), Math.max(known.flips[1], flip)];
  const [a, b] = [known.played?.direction, played?.direction];
  if (a !== undefined && b !== undefined && a.some((value, axis) => Math.abs(value - b[axis]!) > 1e-3)) known.turns = true; // prettier-ignore
  return known;
}

/** RF over its peak and the gradient, to about a thousandth, as a hash (FNV-1a). */
function shapeKey({ steps: { b1_Hz, gradient_HzPerM } }: PulseWithGradient): string {
  const peak = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [b1, g] = [peak(b1_Hz) || 1, peak(gradient_HzPerM) || 1];
  let hash = 0x811c9dc5;
  const add = (value: number): void => {
    hash = Math.imul(hash ^ Math.round(1000 * value + 0.123), 0x01000193);
  };
  b1_Hz.forEach((value) => add(value / b1));
  gradient_HzPerM.forEach((value) => add(value / g));
  return `${hash} ${g.toPrecision(4)}`;
}
