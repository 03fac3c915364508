// A reactor as monomials: species, hydrogen taken up, and the order of the pairs as further states.
import type { Monomial } from './monomials.ts';
import { arrhenius, HYDROGEN, type Reaction, type ReactionSystem } from './system.ts';

export interface Conditions {
  readonly temperature_K: number;
  readonly kLa_perS: number;
  readonly saturation_mM: number;
  /** Time constant with which a pair in a molecule forgets its order; Infinity: it does not. */
  readonly orderLifetime_s: number;
}

/** Monomials, with the name of the rate that scales each: 'kLa', 'back-conversion', 'order lifetime' or that of a reaction. */
export interface Network {
  readonly size: number;
  readonly species: readonly string[];
  /** State that counts the hydrogen that came out of the gas, mM. */
  readonly uptake: number;
  /** Pairs in order, mM, where those of the gas count 1: of dissolved hydrogen and of the species that carry a pair. */
  readonly order: Readonly<Record<string, number>>;
  /** State: integral of the rate at which a pair in the product is lost, 1. */
  readonly loss: number;
  /** States: product made by adding hydrogen, and the order it had at that moment, mM; none of it taken away again. */
  readonly made: number;
  readonly madeInOrder: number;
  readonly monomials: readonly Monomial[];
  readonly rateOf: readonly string[];
  /** Those of `monomials` that add pairs to the product. */
  readonly adding: readonly Monomial[];
}

/** Name of a rate in sensitivities that is not a reaction. */
export const GAS_TRANSFER = 'kLa';
export const BACK_CONVERSION = 'back-conversion';
export const ORDER_DECAY = 'order decay';

export function networkOf(system: ReactionSystem, conditions: Conditions): Network {
  const species = Object.keys(system.species);
  const carriers = [...new Set(system.reactions.flatMap(({ pairTo }) => (pairTo === undefined ? [] : [pairTo])))];
  const uptake = species.length;
  const order = Object.fromEntries([HYDROGEN, ...carriers].map((name, i) => [name, uptake + 1 + i]));
  const loss = uptake + 2 + carriers.length;
  const [made, madeInOrder] = [loss + 1, loss + 2];
  const indexOf = (name: string): number => species.indexOf(name);
  const monomials: Monomial[] = [];
  const rateOf: string[] = [];
  const add = (rate: string, monomial: Monomial): Monomial => {
    monomials.push(monomial);
    rateOf.push(rate);
    return monomial;
  };

  const { kLa_perS, saturation_mM, orderLifetime_s, temperature_K } = conditions;
  const [h2, orderOfH2] = [indexOf(HYDROGEN), order[HYDROGEN]!];
  add(GAS_TRANSFER, {
    k: kLa_perS * saturation_mM,
    factors: [],
    changes: [
      [h2, 1],
      [uptake, 1],
      [orderOfH2, 1],
    ],
  });
  add(GAS_TRANSFER, {
    k: kLa_perS,
    factors: [h2],
    changes: [
      [h2, -1],
      [uptake, -1],
    ],
  });
  add(GAS_TRANSFER, { k: kLa_perS, factors: [orderOfH2], changes: [[orderOfH2, -1]] });

  const adding: Monomial[] = [];
  for (const reaction of system.reactions) {
    const k = reaction.k.value * arrhenius(reaction.activation_JPerMol.value, temperature_K, system.reference_K);
    const factors = factorsOf(reaction, species);
    const changes = Object.entries(reaction.stoichiometry).map(([name, n]) => [indexOf(name), n] as const);
    add(reaction.name, { k, factors, changes });
    const used = -(reaction.stoichiometry[HYDROGEN] ?? 0);
    if (used > 0) {
      const inOrder = replaced(factors, h2, [orderOfH2]);
      add(reaction.name, { k, factors: inOrder, changes: [[orderOfH2, -used]] });
      if (reaction.pairTo !== undefined) {
        const molecules = reaction.stoichiometry[reaction.pairTo]!;
        const pairs = molecules * (reaction.pairwise?.value ?? 1);
        const pair = add(reaction.name, { k, factors: inOrder, changes: [[order[reaction.pairTo]!, pairs]] });
        if (reaction.pairTo === system.product) {
          adding.push(pair);
          add(reaction.name, { k, factors, changes: [[made, molecules]] });
          add(reaction.name, { k, factors: inOrder, changes: [[madeInOrder, pairs]] });
        }
      }
    }
    for (const name of carriers) {
      const consumed = -(reaction.stoichiometry[name] ?? 0);
      if (consumed <= 0) continue;
      const own = order[name]!;
      add(reaction.name, { k, factors: replaced(factors, indexOf(name), [own]), changes: [[own, -consumed]] });
      if (name === system.product)
        add(reaction.name, { k, factors: replaced(factors, indexOf(name), []), changes: [[loss, consumed]] });
    }
  }

  if (system.backConversion) {
    const { by, k_perMMPerS, activation_JPerMol } = system.backConversion;
    const k = k_perMMPerS.value * arrhenius(activation_JPerMol.value, temperature_K, system.reference_K);
    add(BACK_CONVERSION, { k, factors: [indexOf(by), orderOfH2], changes: [[orderOfH2, -1]] });
  }
  if (Number.isFinite(orderLifetime_s)) {
    for (const name of carriers)
      add(ORDER_DECAY, { k: 1 / orderLifetime_s, factors: [order[name]!], changes: [[order[name]!, -1]] });
    add(ORDER_DECAY, { k: 1 / orderLifetime_s, factors: [], changes: [[loss, 1]] });
  }
  return { size: madeInOrder + 1, species, uptake, order, loss, made, madeInOrder, monomials, rateOf, adding };
}

function factorsOf({ orders }: Reaction, species: readonly string[]): number[] {
  return Object.entries(orders).flatMap(([name, power]) => new Array<number>(power).fill(species.indexOf(name)));
}

/** `factors` with the first `index` replaced by others. */
function replaced(factors: readonly number[], index: number, by: readonly number[]): number[] {
  const at = factors.indexOf(index);
  return [...factors.slice(0, at), ...by, ...factors.slice(at + 1)];
}
