// The road as stages: what each leaves of order or polarization, of amount and of volume.
import { orderOf, type LegOutcome } from '../../../dose/index.ts';
import type { Gas, Made } from './reactor.ts';
import type { DoseSettings } from './settings/settings.ts';

/** One step of the road, from pure parahydrogen on. */
export interface Stage {
  readonly name: string;
  readonly kind: string;
  /** From the first bubble to the end of this stage; undefined for the gas. */
  readonly time_s: number | undefined;
  readonly duration_s: number | undefined;
  readonly field_T: number | undefined;
  readonly temperature_K: number | undefined;
  readonly lifetime_s: number | undefined;
  readonly volume_m3: number | undefined;
  readonly concentration_mM: number | undefined;
  /** Singlet order up to the field cycle, then the size of the 13C polarization. */
  readonly polarization: number;
  readonly transferred: boolean;
  readonly polarizationFactor: number;
  readonly amountFactor: number;
}

/** The gas, and the reactor: what is lost in the solution, and what the product loses while it waits. */
export function gasStages(settings: DoseSettings, gas: Gas, { batch, outcome }: Made): Stage[] {
  const { hydrogen } = settings;
  const none = {
    time_s: undefined,
    duration_s: undefined,
    field_T: undefined,
    temperature_K: undefined,
    lifetime_s: undefined,
    volume_m3: undefined,
    concentration_mM: undefined,
    transferred: false,
    amountFactor: 1,
  };
  const [converted, stored, kept] = [gas.converted, gas.stored, batch.paraFraction].map(orderOf) as [
    number,
    number,
    number,
  ];
  const inVial = {
    time_s: batch.time_s,
    field_T: batch.field_T,
    temperature_K: settings.reaction?.temperature_K,
    volume_m3: batch.volume_m3,
    concentration_mM: batch.concentration_mM[batch.productSpecies]!,
  };
  const reactor: Stage[] =
    outcome === undefined
      ? [
          {
            ...none,
            ...inVial,
            name: 'reactor, as measured',
            kind: 'batch',
            duration_s: batch.time_s,
            polarization: kept,
            polarizationFactor: kept / stored,
          },
        ]
      : [
          {
            ...none,
            ...inVial,
            name: 'addition to the product',
            kind: 'addition',
            duration_s: batch.time_s,
            polarization: outcome.order.added,
            polarizationFactor: outcome.order.added / stored,
          },
          {
            ...none,
            ...inVial,
            name: 'waiting in the reactor',
            kind: 'waiting',
            lifetime_s: settings.molecule.orderLifetime_s,
            polarization: kept,
            polarizationFactor: kept / outcome.order.added,
          },
        ];
  return [
    {
      ...none,
      name: `hydrogen, ${hydrogen.converter_K} K`,
      kind: 'converter',
      temperature_K: hydrogen.converter_K,
      polarization: converted,
      polarizationFactor: converted,
    },
    {
      ...none,
      name: 'storage of the gas',
      kind: 'storage',
      duration_s: hydrogen.storage.time_s,
      lifetime_s: hydrogen.storage.lifetime_s,
      temperature_K: hydrogen.storage.temperature_K,
      polarization: stored,
      polarizationFactor: stored / converted,
    },
    ...reactor,
  ];
}

export function legStages(rows: readonly LegOutcome[]): Stage[] {
  return rows.map(
    ({ leg, contents, polarization, transferred, time_s, polarizationFactor, amountFactor, lifetime_s }) => ({
      name: leg.name,
      kind: leg.kind,
      time_s,
      duration_s: leg.duration_s,
      field_T: leg.kind === 'transfer' ? undefined : leg.field_T,
      temperature_K: leg.temperature_K,
      lifetime_s,
      volume_m3: contents.volume_m3,
      concentration_mM: contents.volume_m3 > 0 ? contents.amount_mol / contents.volume_m3 : undefined,
      polarization,
      transferred,
      polarizationFactor,
      amountFactor,
    }),
  );
}
