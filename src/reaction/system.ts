// A reaction system as data: what is in the reactor and what turns into what.
import type { NumberStatus } from '../physics/spins/index.ts';

/** A number with where it is from; `range` is what a ranged assumption may be. */
export interface Sourced {
  readonly value: number;
  readonly range?: readonly [number, number];
  readonly source: string;
  readonly status: NumberStatus;
}

/** Dissolved hydrogen is a species of this name in every system, and the piece of the same name is what it brings. */
export const HYDROGEN = 'H2';

export interface Species {
  /** Pieces that no reaction breaks, such as { C4: 1, H2: 2 }: what the balances count. */
  readonly pieces: Readonly<Record<string, number>>;
}

export interface Reaction {
  readonly name: string;
  /** By species: below 0 consumed, above 0 made. */
  readonly stoichiometry: Readonly<Record<string, number>>;
  /** Rate = k times each concentration (mM) to this whole power; what is consumed has at least 1. A catalyst stands here only. */
  readonly orders: Readonly<Record<string, number>>;
  /** At the reference temperature of the system, in mM^(1 - sum of orders) / s. */
  readonly k: Sourced;
  /** Arrhenius: k(T) = k exp(-(E / R)(1 / T - 1 / T_ref)). */
  readonly activation_JPerMol: Sourced;
  /** The species that carries the pair which is added; nothing where no one follows it. */
  readonly pairTo?: string;
  /** Share of the events in which both protons come from one H2; 1 if not given. */
  readonly pairwise?: Sourced;
}

export interface ReactionSystem {
  readonly name: string;
  readonly species: Readonly<Record<string, Species>>;
  readonly reactions: readonly Reaction[];
  /** Temperature at which the rate constants hold. */
  readonly reference_K: number;
  /** Yields count against what is put in of this species. */
  readonly precursor: string;
  /** The species that leaves for the transfer, and its name in the spin library. */
  readonly product: string;
  readonly molecule: string;
  /** The form in which the catalyst is put in. */
  readonly catalyst: string;
  /** Name of the solvent, see SOLVENTS. */
  readonly solvent: string;
  /** Dissolved para turned back to normal hydrogen, first order in the species `by`: rate per mM of it. */
  readonly backConversion?: {
    readonly by: string;
    readonly k_perMMPerS: Sourced;
    readonly activation_JPerMol: Sourced;
  };
}

/** Molar gas constant, J/(mol K): exact in the SI of 2019. */
export const GAS_CONSTANT_JPerMolK = 8.31446261815324;

export function arrhenius(activation_JPerMol: number, temperature_K: number, reference_K: number): number {
  return Math.exp((-activation_JPerMol / GAS_CONSTANT_JPerMolK) * (1 / temperature_K - 1 / reference_K));
}

export const assumed = (value: number, range: readonly [number, number], why: string): Sourced => ({
  value,
  range,
  source: `ASSUMED: ${why}`,
  status: 'assumed',
});
