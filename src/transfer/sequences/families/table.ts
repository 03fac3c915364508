// The sequences there are, and the record that each makes for a molecule.
import { nearestName, ScienceError } from '../../../base/index.ts';
import type { Spins } from '../../../physics/spins/index.ts';
import { carriersOf } from '../start.ts';
import type { PulseSequence } from '../record.ts';
import { adapt } from './adapt.ts';
import { esotheric } from './esotheric.ts';
import type { Parameter, SequenceFamily } from './family.ts';
import { goldman } from './goldman.ts';
import { phInept } from './ph-inept.ts';
import { rolesOf } from './roles.ts';
import { s2hm } from './s2hm.ts';
import { slic } from './slic.ts';

export const SEQUENCE_FAMILIES: readonly SequenceFamily[] = [slic, s2hm, adapt, phInept, goldman, esotheric];

export interface SequenceWish {
  readonly field_T: number;
  /** Label of the nucleus that is to be polarized; the first 13C if not given. */
  readonly target?: string;
  /** Values for parameters by name, in place of those that the couplings give. */
  readonly options?: Readonly<Record<string, number>>;
}

export function sequenceFamily(name: string): SequenceFamily {
  const names = SEQUENCE_FAMILIES.map((one) => one.name);
  const found = SEQUENCE_FAMILIES.find((one) => one.name === name);
  if (found) return found;
  throw new ScienceError(
    'argument',
    `no sequence is called '${name}'; nearest is '${nearestName(name, names)!}'. There are ${names.join(', ')}`,
  );
}

/** The parameters of a family for a molecule, starting where the couplings or the wish say. Throws where a coupling is missing or a name unknown. */
export function sequenceParameters(
  family: SequenceFamily,
  spins: Spins,
  { target, options = {} }: SequenceWish,
): readonly Parameter[] {
  const parameters = family.parameters(spins, rolesOf(spins, target));
  const names = parameters.map(({ name }) => name);
  for (const [name, value] of Object.entries(options)) {
    const one = parameters.find((parameter) => parameter.name === name);
    if (!one) {
      throw new ScienceError(
        'argument',
        `${family.title} has no '${name}'; nearest is '${nearestName(name, names)!}'. It has ${names.join(', ')}`,
        {
          where: `sequence.options.${name}`,
        },
      );
    }
    const fits = Number.isFinite(value) && value >= 0 && (one.whole !== true || Number.isInteger(value));
    if (!fits) {
      throw new ScienceError(
        'argument',
        `is ${value}; expected a ${one.whole === true ? 'whole ' : ''}number, not negative`,
        {
          where: `sequence.options.${name}`,
        },
      );
    }
  }
  return parameters.map((one) => {
    const start = options[one.name] ?? one.start;
    return { ...one, start, lower: Math.min(one.lower, start), upper: Math.max(one.upper, start) };
  });
}

/** The record for values in the order of the parameters. */
export function sequenceOf(
  family: SequenceFamily,
  spins: Spins,
  wish: SequenceWish,
  values: readonly number[],
): PulseSequence {
  const plain = {
    name: family.title,
    field_T: wish.field_T,
    events: family.events(spins, rolesOf(spins, wish.target), values),
    source: family.source,
    equation: family.equation,
  };
  return { ...plain, carrier_ppm: carriersOf(plain, spins) };
}

/** A sequence of the table with the delays that the couplings give. */
export function makeSequence(name: string, spins: Spins, wish: SequenceWish): PulseSequence {
  const family = sequenceFamily(name);
  return sequenceOf(
    family,
    spins,
    wish,
    sequenceParameters(family, spins, wish).map((one) => one.start),
  );
}
