// The door for spin systems that come from a file or a person: every key known, every number possible, every label there.
import { nearestName, ScienceError } from '../../base/index.ts';
import { isotope } from './isotopes.ts';
import { pairIndices, type SpinSite, type SpinSystem } from './system.ts';

const SYSTEM_KEYS = ['name', 'spins', 'couplings_Hz', 'gamma_radPerSPerT', 'para'];
const SITE_KEYS = ['label', 'isotope', 'shift_ppm', 'T1_s', 'T2_s', 'position_A', 'csa_ppm'];

/** `input`, parsed from YAML or JSON, as a spin system. Throws a ScienceError of kind `format` with the place of the first fault. */
export function checkSpinSystem(input: unknown, where: string): SpinSystem {
  const fields = asObject(input, where, SYSTEM_KEYS);
  const name = text(fields['name'], `${where}.name`);
  const list = fields['spins'];
  if (!Array.isArray(list) || list.length === 0) fault('expected a list of at least one spin', `${where}.spins`);
  const spins = (list as unknown[]).map((one, i) => checkSite(one, `${where}.spins[${i}]`));
  const labels = spins.map((spin) => spin.label);
  labels.forEach((label, i) => {
    if (labels.indexOf(label) !== i) fault(`the label "${label}" is used twice`, `${where}.spins[${i}].label`);
  });
  const couplings_Hz: Record<string, number> = {};
  const seen = new Set<string>();
  for (const [pair, value] of Object.entries(asObject(fields['couplings_Hz'] ?? {}, `${where}.couplings_Hz`))) {
    const place = `${where}.couplings_Hz["${pair}"]`;
    for (const label of pair.split('-')) {
      if (labels.includes(label)) continue;
      fault(`couples "${label}", which is no spin of this system; nearest is "${nearestName(label, labels)}"`, place);
    }
    const key = [...pairIndices(pair, labels, place)].sort((a, b) => a - b).join('-');
    if (seen.has(key)) fault('this pair is given twice', place);
    seen.add(key);
    couplings_Hz[pair] = finite(value, place);
  }
  const gammas = fields['gamma_radPerSPerT'];
  const para = fields['para'];
  return {
    name,
    spins,
    couplings_Hz,
    ...(gammas === undefined ? {} : { gamma_radPerSPerT: checkGammas(gammas, `${where}.gamma_radPerSPerT`) }),
    ...(para === undefined ? {} : { para: checkPara(para, spins, `${where}.para`) }),
  };
}

function checkSite(input: unknown, where: string): SpinSite {
  const fields = asObject(input, where, SITE_KEYS);
  const label = text(fields['label'], `${where}.label`);
  if (/[-\s]/.test(label))
    fault(`the label "${label}" holds a dash or a blank, which pairs like "Ha-Hb" cannot`, `${where}.label`);
  const name = text(fields['isotope'], `${where}.isotope`);
  isotope(name, `${where}.isotope`);
  const site: Record<string, unknown> = { label, isotope: name };
  if (fields['shift_ppm'] !== undefined) site['shift_ppm'] = finite(fields['shift_ppm'], `${where}.shift_ppm`);
  for (const key of ['T1_s', 'T2_s']) {
    if (fields[key] === undefined) continue;
    const value = finite(fields[key], `${where}.${key}`);
    if (!(value > 0)) fault(`is ${value}; expected seconds above 0`, `${where}.${key}`);
    site[key] = value;
  }
  const t1 = site['T1_s'],
    t2 = site['T2_s'];
  if (typeof t1 === 'number' && typeof t2 === 'number' && t2 > 2 * t1)
    fault(`T2_s ${t2} is longer than twice T1_s ${t1}`, where);
  for (const [key, count] of [
    ['position_A', 3],
    ['csa_ppm', 9],
  ] as const) {
    const value = fields[key];
    if (value === undefined) continue;
    if (!Array.isArray(value) || value.length !== count) fault(`expected ${count} numbers`, `${where}.${key}`);
    site[key] = (value as unknown[]).map((x, i) => finite(x, `${where}.${key}[${i}]`));
  }
  return site as unknown as SpinSite;
}

function checkGammas(input: unknown, where: string): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [name, value] of Object.entries(asObject(input, where))) {
    isotope(name, where);
    const gamma = finite(value, `${where}.${name}`);
    if (gamma === 0) fault('a gyromagnetic ratio of zero', `${where}.${name}`);
    out[name] = gamma;
  }
  return out;
}

function checkPara(input: unknown, spins: readonly SpinSite[], where: string): readonly [string, string] {
  const labels = spins.map((spin) => spin.label);
  if (!Array.isArray(input) || input.length !== 2 || input[0] === input[1])
    fault('expected the labels of two different spins', where);
  for (const label of input as unknown[]) {
    const spin = spins.find((one) => one.label === label);
    if (!spin) fault(`names "${String(label)}"; the spins are ${labels.join(', ')}`, where);
    if (spin.isotope !== '1H') fault(`names "${spin.label}", which is ${spin.isotope}; parahydrogen brings 1H`, where);
  }
  return [input[0] as string, input[1] as string];
}

function asObject(input: unknown, where: string, known?: readonly string[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) fault('expected an object', where);
  const fields = input as Record<string, unknown>;
  for (const key of known ? Object.keys(fields) : []) {
    if (known!.includes(key)) continue;
    fault(`unknown key "${key}"; nearest known is "${nearestName(key, known!)}"`, where);
  }
  return fields;
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string' && value.length > 0) return value;
  return fault(`is ${JSON.stringify(value)}; expected a text`, where);
}

function finite(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return fault(`is ${JSON.stringify(value)}; expected a finite number`, where);
}

function fault(message: string, where: string): never {
  throw new ScienceError('format', message, { where });
}
