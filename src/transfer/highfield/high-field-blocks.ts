// States of one sector at high field, by the total projection of each isotope: all of them are kept there.
import { ladder } from '../../physics/spins/index.ts';
import type { Component } from './sample.ts';

export interface HighFieldBlock {
  /** Product states, highest projections first. */
  readonly states: Int32Array;
  /** Whether the next block in the list has one more quantum of the observed isotope turned down and is equal in all others. */
  readonly hasLower: boolean;
}

export interface HighFieldSector {
  readonly size: number;
  readonly twiceK: readonly number[];
  /** [sites] How far apart in the list of product states the levels of a site are. */
  readonly stride: Int32Array;
  /** [size] Place of each state in its block. */
  readonly at: Int32Array;
  readonly blocks: readonly HighFieldBlock[];
}

/** Blocks in such an order that those one quantum of `observed` apart are neighbours. */
export function highFieldSector(
  { spins, sites }: Component,
  twiceK: readonly number[],
  observed: string,
): HighFieldSector {
  const isotopes = sites.map((k) => spins.isotopes[k]!);
  const stride = Int32Array.from(twiceK, (_, g) => twiceK.slice(g + 1).reduce((product, k) => product * (k + 1), 1));
  const size = twiceK.reduce((product, k) => product * (k + 1), 1);
  // A block's number counts the quanta turned down: those of the observed isotope by one, the others by larger steps.
  const weight = new Map<string, number>();
  let next = 1;
  for (const isotope of [observed, ...new Set(isotopes)]) {
    if (weight.has(isotope)) continue;
    weight.set(isotope, next);
    next *= 1 + twiceK.reduce((sum, k, g) => sum + (isotopes[g] === isotope ? k : 0), 0);
  }
  const quanta = weight.size > 1 ? [...weight.values()][1]! : next;
  const byNumber = new Map<number, number[]>();
  for (let state = 0; state < size; state++) {
    let number = 0;
    twiceK.forEach((k, g) => (number += (Math.floor(state / stride[g]!) % (k + 1)) * weight.get(isotopes[g]!)!));
    const mates = byNumber.get(number);
    if (mates) mates.push(state);
    else byNumber.set(number, [state]);
  }
  const at = new Int32Array(size);
  const blocks = [...byNumber.keys()]
    .sort((a, b) => a - b)
    .map((number): HighFieldBlock => {
      const states = Int32Array.from(byNumber.get(number)!);
      states.forEach((state, i) => (at[state] = i));
      return { states, hasLower: number % quanta !== quanta - 1 };
    });
  return { size, twiceK, stride, at, blocks };
}

/** H of one block in Hz, real symmetric: -offset Kz, full J between like isotopes, Iz Iz between unlike ones. */
export function blockMatrix_Hz(
  { spins, sites }: Component,
  sector: HighFieldSector,
  { states }: HighFieldBlock,
  offsets_Hz: Float64Array,
): Float64Array {
  const { twiceK, stride, at } = sector;
  const n = states.length,
    nSites = sites.length;
  const out = new Float64Array(n * n);
  const twiceM = new Int32Array(nSites);
  for (let i = 0; i < n; i++) {
    for (let g = 0; g < nSites; g++)
      twiceM[g] = twiceK[g]! - 2 * (Math.floor(states[i]! / stride[g]!) % (twiceK[g]! + 1));
    let diagonal = 0;
    for (let g = 0; g < nSites; g++) {
      diagonal -= 0.5 * offsets_Hz[sites[g]!]! * twiceM[g]!;
      for (let h = 0; h < g; h++) {
        const j = spins.j_Hz[sites[g]! * spins.n + sites[h]!]!;
        if (j === 0) continue;
        diagonal += 0.25 * j * twiceM[g]! * twiceM[h]!;
        if (spins.isotopes[sites[g]!] !== spins.isotopes[sites[h]!]) continue;
        if (twiceM[h] === twiceK[h] || twiceM[g] === -twiceK[g]!) continue;
        const to = at[states[i]! - stride[h]! + stride[g]!]!; // h up, g down
        const element = 0.5 * j * ladder(twiceK[h]!, twiceM[h]!) * ladder(twiceK[g]!, twiceM[g]! - 2);
        out[to * n + i]! += element;
        out[i * n + to]! += element;
      }
    }
    out[i * n + i] = diagonal;
  }
  return out;
}

/** A sparse matrix by rows: row s has the elements `start[s]` .. `start[s + 1] - 1`. */
export interface SparseRows {
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly value: Float64Array;
}

/** K+ of the observed isotope, each site times its slope if given, from every state of `block` into `other`, one quantum above; `down` is its transpose, K-. */
export function ladderOf(
  { spins, sites }: Component,
  { twiceK, stride, at }: HighFieldSector,
  { states }: HighFieldBlock,
  observed: string,
  direction: 'up' | 'down',
  slope?: Float64Array,
): SparseRows {
  const start = new Int32Array(states.length + 1);
  const to: number[] = [],
    value: number[] = [];
  const turned = direction === 'up' ? -1 : 1;
  states.forEach((state, s) => {
    twiceK.forEach((k, g) => {
      const level = Math.floor(state / stride[g]!) % (k + 1);
      const there = level + turned;
      if (there < 0 || there > k || spins.isotopes[sites[g]!] !== observed) return;
      to.push(at[state + turned * stride[g]!]!);
      value.push((slope?.[g] ?? 1) * ladder(k, k - 2 * Math.max(level, there)));
    });
    start[s + 1] = to.length;
  });
  return { start, to: Int32Array.from(to), value: Float64Array.from(value) };
}
