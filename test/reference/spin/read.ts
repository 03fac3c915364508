// The reference files of this folder for a test, in Node and in the browser alike.
import exchange from './exchange.json' with { type: 'json' };
import fumarateSweeps from './fumarate_field_sweeps_A.json' with { type: 'json' };
import highfield from './highfield.json' with { type: 'json' };
import larger from './larger_systems.json' with { type: 'json' };
import parahydrogen from './parahydrogen.json' with { type: 'json' };
import redfield from './redfield.json' with { type: 'json' };
import relaxation from './relaxation.json' with { type: 'json' };
import thermal from './thermal.json' with { type: 'json' };

const FILES: Readonly<Record<string, unknown>> = {
  'exchange.json': exchange,
  'fumarate_field_sweeps_A.json': fumarateSweeps,
  'highfield.json': highfield,
  'larger_systems.json': larger,
  'parahydrogen.json': parahydrogen,
  'redfield.json': redfield,
  'relaxation.json': relaxation,
  'thermal.json': thermal,
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the references are foreign, untyped JSON
export function spinReference(name: string): any {
  if (!(name in FILES)) throw new Error(`no reference ${name}`);
  return FILES[name];
}
