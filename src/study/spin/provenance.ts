// Parts that the results of the spin commands share: the molecule with the origin of its numbers, sources, provenance.
import { z } from 'zod';
import type { RunContext } from '../run-context.ts';
import { SOURCES } from '../sources.ts';
import type { NamedSystem } from './read-system.ts';
import { spinSystemSchema, type SpinSystemSettings } from './system-settings.ts';

export const systemRecordSchema = {
  system: spinSystemSchema,
  systemProvenance: z
    .array(z.strictObject({ what: z.string(), source: z.string(), status: z.string() }))
    .describe('of a molecule from the library: where its numbers are from'),
};

export const provenanceSchema = {
  sources: z.array(z.strictObject({ key: z.string(), citation: z.string() })),
  provenance: z.strictObject({
    versions: z.record(z.string(), z.string()),
    command: z.string(),
    created: z.string(),
    inputs: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() })),
  }),
};

type SystemRecord = { [K in keyof typeof systemRecordSchema]: z.output<(typeof systemRecordSchema)[K]> };
type ProvenanceRecord = { [K in keyof typeof provenanceSchema]: z.output<(typeof provenanceSchema)[K]> };

export function systemRecord({ system, provenance }: NamedSystem): SystemRecord {
  // Arrays of the record are readonly, those of zod are not; nothing writes into either.
  return { system: system as unknown as SpinSystemSettings, systemProvenance: provenance.map((one) => ({ ...one })) };
}

export function provenanceOf(context: RunContext, keys: readonly string[]): ProvenanceRecord {
  return {
    sources: keys.map((key) => ({ key, citation: SOURCES[key]! })),
    provenance: {
      versions: { ...context.versions },
      command: context.command,
      created: context.created,
      inputs: [...context.inputs],
    },
  };
}
