// Systems and settings from outside: one line that says what is wrong and where.
import { nearestName, ScienceError } from '../base/index.ts';
import { solventOf } from './solvents.ts';
import { HYDROGEN, type Reaction, type ReactionSystem } from './system.ts';
import type { ReactionSettings } from './settings.ts';

const fault = (where: string, message: string): never => {
  throw new ScienceError('format', message, { where });
};

function known(name: string, species: readonly string[], where: string): void {
  if (species.includes(name)) return;
  fault(where, `there is no species '${name}'; did you mean '${nearestName(name, species) ?? HYDROGEN}'?`);
}

/** Throws unless every name is known, every reaction keeps every piece, and no rate law can make a concentration negative. */
export function checkReactionSystem(system: ReactionSystem): void {
  const species = Object.keys(system.species);
  known(HYDROGEN, species, 'species');
  if (!((system.species[HYDROGEN]!.pieces[HYDROGEN] ?? 0) > 0))
    fault(`species.${HYDROGEN}`, `dissolved hydrogen holds no piece '${HYDROGEN}'; write pieces: { H2: 1 }`);
  for (const role of ['precursor', 'product', 'catalyst'] as const) known(system[role], species, role);
  solventOf(system.solvent);
  if (!(system.reference_K > 0)) fault('reference_K', `is ${system.reference_K}; expected kelvin above 0`);
  system.reactions.forEach((reaction, i) => checkReaction(reaction, `reactions[${i}] ${reaction.name}`, system));
  const names = system.reactions.map((one) => one.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) fault('reactions', `two reactions are called '${twice}'`);
  if (!system.reactions.some(({ pairTo }) => pairTo === system.product))
    fault('reactions', `none adds a pair to '${system.product}'; give one of them pairTo: ${system.product}`);
  if (system.backConversion) {
    known(system.backConversion.by, species, 'backConversion.by');
    if (!(system.backConversion.k_perMMPerS.value >= 0))
      fault('backConversion.k_perMMPerS', `is ${system.backConversion.k_perMMPerS.value}; expected at least 0`);
  }
}

function checkReaction(reaction: Reaction, where: string, system: ReactionSystem): void {
  const { stoichiometry, orders, k, pairTo, pairwise } = reaction;
  const species = Object.keys(system.species);
  for (const name of Object.keys(stoichiometry)) known(name, species, `${where}, stoichiometry`);
  for (const [name, power] of Object.entries(orders)) {
    known(name, species, `${where}, orders`);
    if (!Number.isInteger(power) || power < 0 || power > 4)
      fault(`${where}, orders.${name}`, `is ${power}; expected a whole number from 0 to 4`);
  }
  if (!(k.value >= 0) || !Number.isFinite(k.value)) fault(`${where}, k`, `is ${k.value}; expected at least 0`);
  for (const [name, n] of Object.entries(stoichiometry)) {
    if (!Number.isFinite(n)) fault(`${where}, stoichiometry.${name}`, `is ${n}; expected a finite number`);
    if (n < 0 && !((orders[name] ?? 0) >= 1))
      fault(
        `${where}, orders.${name}`,
        `${name} is consumed, so the rate must vanish without it: give it order 1 or more`,
      );
  }
  const pieces = new Set(Object.keys(stoichiometry).flatMap((name) => Object.keys(system.species[name]!.pieces)));
  for (const piece of pieces) {
    let sum = 0;
    for (const [name, n] of Object.entries(stoichiometry)) sum += n * (system.species[name]!.pieces[piece] ?? 0);
    if (Math.abs(sum) > 1e-12)
      fault(`${where}, stoichiometry`, `${piece} is not balanced: ${sum > 0 ? '+' : ''}${sum}`);
  }
  if (pairTo === undefined) return;
  known(pairTo, species, `${where}, pairTo`);
  if (!((stoichiometry[pairTo] ?? 0) > 0)) fault(`${where}, pairTo`, `'${pairTo}' is not made in this reaction`);
  if (!((stoichiometry[HYDROGEN] ?? 0) < 0)) fault(`${where}, pairTo`, `this reaction consumes no ${HYDROGEN}`);
  const share = pairwise?.value ?? 1;
  if (!(share >= 0 && share <= 1)) fault(`${where}, pairwise`, `is ${share}; expected 0 to 1`);
}

export function checkReactionSettings(settings: ReactionSettings): void {
  const { system, temperature_K, initial_mM } = settings;
  checkReactionSystem(system);
  const solvent = solventOf(system.solvent);
  const positive = (['pressure_Pa', 'temperature_K', 'volume_m3', 'bubbling_s'] as const).find(
    (key) => !(settings[key] > 0) || !Number.isFinite(settings[key]),
  );
  if (positive) fault(positive, `is ${settings[positive]}; expected above 0`);
  if (!(temperature_K > solvent.freezing_K))
    fault('temperature_K', `is ${temperature_K} K; ${solvent.name} freezes at ${solvent.freezing_K} K`);
  if (temperature_K > 500) fault('temperature_K', `is ${temperature_K} K; expected at most 500`);
  if (settings.pressure_Pa > 2e7) fault('pressure_Pa', `is ${settings.pressure_Pa}; expected at most 2e7 (200 bar)`);
  if (!(settings.kLa_perS >= 0) || !Number.isFinite(settings.kLa_perS))
    fault('kLa_perS', `is ${settings.kLa_perS}; expected at least 0`);
  if (!(settings.wait_s >= 0) || !Number.isFinite(settings.wait_s))
    fault('wait_s', `is ${settings.wait_s}; expected at least 0`);
  if (!(settings.paraFraction >= 0 && settings.paraFraction <= 1))
    fault('paraFraction', `is ${settings.paraFraction}; expected a number from 0 to 1`);
  if (!Number.isFinite(settings.field_T)) fault('field_T', `is ${settings.field_T}; expected tesla`);
  if (settings.orderLifetime_s !== undefined && !(settings.orderLifetime_s > 0))
    fault('orderLifetime_s', `is ${settings.orderLifetime_s}; expected above 0`);
  if (
    settings.largestFrequency_Hz !== undefined &&
    !(settings.largestFrequency_Hz >= 0 && Number.isFinite(settings.largestFrequency_Hz))
  )
    fault('largestFrequency_Hz', `is ${settings.largestFrequency_Hz}; expected at least 0`);
  for (const [name, value] of Object.entries(initial_mM)) {
    known(name, Object.keys(system.species), 'initial_mM');
    if (!(value >= 0) || !Number.isFinite(value)) fault(`initial_mM.${name}`, `is ${value}; expected at least 0`);
  }
  if (!((initial_mM[system.precursor] ?? 0) > 0))
    fault(`initial_mM.${system.precursor}`, `is missing or 0; there is nothing to hydrogenate`);
  if (settings.kLa_perS === 0 && !((initial_mM[HYDROGEN] ?? 0) > 0))
    fault('kLa_perS', `is 0 and no ${HYDROGEN} is dissolved: there is no hydrogen`);
}
