// The file of a reactor, as a schema: a system of the library or one's own, and the conditions.
import { z } from 'zod';
import { nearestName } from '../../../base/index.ts';
import {
  DEFAULT_REACTION,
  libraryReactor,
  REACTORS,
  SOLVENTS,
  type Reaction,
  type ReactionSettings,
  type ReactionSystem,
  type Sourced,
} from '../../../reaction/index.ts';

const positive = z.number().positive();
const notNegative = z.number().min(0);
const fraction = z.number().min(0).max(1);
const systems = REACTORS.map(({ system }) => system.name);
const solvents = SOLVENTS.map(({ name }) => name);

const sourced = (number: z.ZodNumber) =>
  z.union(
    [
      number,
      z.strictObject({
        value: number,
        range: z.tuple([z.number(), z.number()]).optional().describe('what it may be, lowest and highest'),
        source: z.string().optional(),
        status: z.enum(['read', 'secondary', 'computed', 'memory-unverified', 'assumed']).optional(),
      }),
    ],
    { error: 'expected a number, or { value, range, source, status }' },
  );

const reaction = z.strictObject({
  name: z.string().min(1),
  stoichiometry: z.record(z.string(), z.number()).describe('below 0 consumed, above 0 made'),
  orders: z
    .record(z.string(), z.int().min(0).max(4))
    .describe('whole powers of the rate law; catalysts stand here only'),
  k: sourced(notNegative).describe('at reference_K, in mM^(1 - sum of orders) / s'),
  activation_JPerMol: sourced(z.number()),
  pairTo: z.string().optional().describe('the species that carries the pair which is added'),
  pairwise: sourced(fraction)
    .optional()
    .describe('share of additions in which both protons come from one H2; 1 if not given'),
});

const ownSystem = z.strictObject({
  name: z.string().min(1),
  species: z
    .record(z.string(), z.strictObject({ pieces: z.record(z.string(), positive) }))
    .describe(
      'what each species holds of the pieces that no reaction breaks, { fumarate: { pieces: { C4: 1, H2: 1 } } }',
    ),
  reactions: z.array(reaction).min(1),
  reference_K: positive.describe('temperature at which the rate constants hold'),
  precursor: z.string(),
  product: z.string(),
  molecule: z.string().describe('of the spin library'),
  catalyst: z.string().describe('the species in which the catalyst is put in'),
  solvent: z.enum(solvents).default('water'),
  backConversion: z
    .strictObject({ by: z.string(), k_perMMPerS: sourced(notNegative), activation_JPerMol: sourced(z.number()) })
    .optional(),
});

export const reactionSettingsSchema = z
  .strictObject({
    system: z
      .string()
      .refine((name) => systems.includes(name), {
        error: ({ input }) => `no system is called so; did you mean '${nearestName(String(input), systems)!}'?`,
      })
      .optional()
      .describe(`of the library: ${systems.join(', ')}; the first if not given`),
    ownSystem: ownSystem.optional().describe('species and reactions that are not in the library'),
    temperature_K: positive.optional(),
    pressure_Pa: positive.optional().describe('total and absolute'),
    paraFraction: fraction.optional().describe('of the gas'),
    kLa_perS: notNegative.optional().describe('gas to liquid, at 298.15 K'),
    initial_mM: z.record(z.string(), notNegative).optional().describe('by species; others begin at 0'),
    bubbling_s: positive.optional(),
    wait_s: notNegative.optional().describe('from the last bubble to the transfer'),
    volume_m3: positive.optional(),
    field_T: z.number().optional().describe('where the product is made and waits'),
    orderLifetime_s: positive
      .optional()
      .describe('with which a pair in a molecule loses its order; none is lost if not given'),
    largestFrequency_Hz: notNegative.optional().describe('what the ages must resolve'),
    tolerance: positive.max(1e-3).optional(),
    points: z.int().min(2).max(10_000).optional(),
  })
  .refine(({ system, ownSystem: own }) => system === undefined || own === undefined, {
    path: ['system'],
    message: 'give system or ownSystem, not both',
  })
  .refine(({ ownSystem: own, initial_mM }) => own === undefined || initial_mM !== undefined, {
    path: ['initial_mM'],
    message: 'is missing; ownSystem needs it',
  });

export type ReactionFile = z.output<typeof reactionSettingsSchema>;

/** The record of the station. What the file leaves out is that of the library's reactor; the conditions of one's own system begin as those of the default. */
export function reactionSettingsOf({ system, ownSystem: own, ...given }: ReactionFile): ReactionSettings {
  const base = own ? { ...DEFAULT_REACTION, system: systemOf(own) } : libraryReactor(system ?? systems[0]!);
  // Keys that were not given are absent, never undefined, which the types of zod do not say.
  return { ...base, ...(given as Partial<ReactionSettings>) };
}

type SystemFile = z.output<typeof ownSystem>;
type SourcedFile = SystemFile['reactions'][number]['k'];

function systemOf({ reactions, backConversion, ...rest }: SystemFile): ReactionSystem {
  return {
    ...rest,
    reactions: reactions.map(({ k, activation_JPerMol, pairTo, pairwise, ...one }): Reaction => ({
      ...one,
      k: sourcedOf(k),
      activation_JPerMol: sourcedOf(activation_JPerMol),
      ...(pairTo === undefined ? {} : { pairTo }),
      ...(pairwise === undefined ? {} : { pairwise: sourcedOf(pairwise) }),
    })),
    ...(backConversion && {
      backConversion: {
        by: backConversion.by,
        k_perMMPerS: sourcedOf(backConversion.k_perMMPerS),
        activation_JPerMol: sourcedOf(backConversion.activation_JPerMol),
      },
    }),
  };
}

function sourcedOf(given: SourcedFile): Sourced {
  const {
    value,
    range,
    source = 'the settings',
    status = 'assumed',
  } = typeof given === 'number' ? { value: given } : given;
  return { value, source, status, ...(range && { range: [range[0], range[1]] }) };
}
