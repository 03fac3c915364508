// Carries a batch along the legs: amounts, volume, ions, and the order that is left. Nothing here throws for a bad outcome: `problem` says why a road ends early.
import { BUFFERS, strongChargeFor } from './acid-base.ts';
import { particlesOf_mol, type Contents } from './contents.ts';
import { lifetimeAt, type LifetimeTable } from './lifetime.ts';
import type { Buffer, Leg, Tonicity } from './leg.ts';

export interface Carried {
  readonly contents: Contents;
  /** Proton singlet order up to the transfer, then 13C polarization. */
  readonly polarization: number;
  readonly transferred: boolean;
  readonly time_s: number;
}

export interface LegOutcome extends Carried {
  readonly leg: Leg;
  /** Polarization (or order) after the leg over that before it. */
  readonly polarizationFactor: number;
  /** Amount of the molecule after the leg over that before it. */
  readonly amountFactor: number;
  readonly lost_mol: number;
  /** The lifetime that was used; undefined on the transfer, which brings its losses with it. */
  readonly lifetime_s: number | undefined;
}

export interface Molecule {
  /** Of the proton singlet order, before the transfer. */
  readonly orderLifetime_s: number;
  readonly t1: LifetimeTable;
}

export interface Carriage {
  readonly rows: readonly LegOutcome[];
  /** Name of the leg where the road ended, and why. */
  readonly problem: { readonly leg: string; readonly message: string } | undefined;
}

/** All legs in order, from the contents of the reactor with their order. Polarization falls as exp(-t/T1); thermal equilibrium, some 1e-6, counts as nothing. */
export function carry(start: Carried, legs: readonly Leg[], molecule: Molecule): Carriage {
  const rows: LegOutcome[] = [];
  let before = start;
  let { t1 } = molecule;
  for (const leg of legs) {
    const moved = moveContents(before.contents, leg);
    if (typeof moved === 'string') return { rows, problem: { leg: leg.name, message: moved } };
    const lifetime_s =
      leg.kind === 'transfer'
        ? undefined
        : (leg.lifetime_s ?? (before.transferred ? lifetimeAt(t1, leg.field_T) : molecule.orderLifetime_s));
    const polarizationFactor = leg.kind === 'transfer' ? leg.efficiency : Math.exp(-leg.duration_s / lifetime_s!);
    const after: LegOutcome = {
      leg,
      contents: moved,
      polarization: before.polarization * polarizationFactor,
      transferred: before.transferred || leg.kind === 'transfer',
      time_s: before.time_s + leg.duration_s,
      polarizationFactor,
      amountFactor: moved.amount_mol / before.contents.amount_mol,
      lost_mol: before.contents.amount_mol - moved.amount_mol,
      lifetime_s,
    };
    rows.push(after);
    before = after;
    if (leg.kind === 'cleavage') t1 = { field_T: [0], t1_s: [leg.t1_s] };
  }
  return { rows, problem: undefined };
}

/** The contents after a leg, or why there are none. */
function moveContents(now: Contents, leg: Leg): Contents | string {
  const { volume_m3, amount_mol } = now;
  const solid = volume_m3 === 0;
  if (
    solid &&
    leg.kind !== 'redissolution' &&
    leg.kind !== 'hold' &&
    leg.kind !== 'transport' &&
    leg.kind !== 'transfer'
  )
    return 'the molecule is a solid here; a redissolution comes first';
  switch (leg.kind) {
    case 'hold':
    case 'transport':
    case 'transfer':
      return now;
    case 'catalystRemoval': {
      const left = drained(now, leg.lostVolume_m3);
      if (typeof left === 'string') return left;
      return {
        ...left,
        amount_mol: left.amount_mol * leg.yield,
        catalyst_mol: left.catalyst_mol * leg.catalystKept,
      };
    }
    case 'precipitation': {
      const solid_mol = amount_mol - leg.solubility_mM * volume_m3;
      if (!(solid_mol > 0))
        return `nothing falls out: ${round(amount_mol / volume_m3)} mM is below the solubility of ${round(leg.solubility_mM)} mM; concentrate, cool or leave the precipitation away`;
      return {
        ...scaled(now, leg.othersKept),
        volume_m3: 0,
        amount_mol: solid_mol * leg.yield,
        strongCharge_mol: 0, // the acid falls out, its counter ions stay in the liquor
      };
    }
    case 'redissolution':
      if (!solid) return 'nothing has fallen out before; a precipitation comes first';
      return {
        ...now,
        volume_m3: leg.volume_m3,
        amount_mol: amount_mol * leg.yield,
        strongCharge_mol: now.strongCharge_mol + amount_mol * leg.baseEquivalents,
      };
    case 'dilution':
      return salted(diluted(now, leg.addedVolume_m3, leg.buffer), leg.tonicity);
    case 'cleavage': {
      const { addedVolume_m3, baseEquivalents, yield: cleaved } = leg;
      return {
        ...now,
        volume_m3: volume_m3 + addedVolume_m3,
        amount_mol: amount_mol * cleaved,
        others_mol: 0,
        neutral_mol: now.neutral_mol + amount_mol + now.others_mol, // an arm or an ester for each ester there was
        strongCharge_mol: now.strongCharge_mol + amount_mol * baseEquivalents,
      };
    }
    case 'extraction': {
      const { othersKept, catalystKept, yield: kept } = leg;
      return {
        ...scaled(now, kept), // the ions go with the molecule
        volume_m3: leg.volume_m3,
        catalyst_mol: now.catalyst_mol * catalystKept,
        others_mol: now.others_mol * othersKept,
        neutral_mol: now.neutral_mol * othersKept,
      };
    }
    case 'filtration': {
      const left = drained(now, leg.lostVolume_m3);
      return typeof left === 'string' ? left : { ...left, amount_mol: left.amount_mol * leg.yield };
    }
    case 'line':
      return drained(now, leg.deadVolume_m3);
  }
}

/** Without a volume that stays behind, and what is dissolved in it. */
function drained(now: Contents, lost_m3: number): Contents | string {
  if (!(lost_m3 < now.volume_m3))
    return `${round(now.volume_m3 * 1e6)} mL come in and ${round(lost_m3 * 1e6)} mL stay behind; nothing is left`;
  return { ...scaled(now, 1 - lost_m3 / now.volume_m3), volume_m3: now.volume_m3 - lost_m3 };
}

function scaled(now: Contents, part: number): Contents {
  const buffers: Partial<Record<Buffer['acid'], number>> = {};
  for (const [acid, amount] of Object.entries(now.buffers_mol)) buffers[acid as Buffer['acid']] = amount * part;
  return {
    volume_m3: now.volume_m3 * part,
    amount_mol: now.amount_mol * part,
    catalyst_mol: now.catalyst_mol * part,
    others_mol: now.others_mol * part,
    neutral_mol: now.neutral_mol * part,
    strongCharge_mol: now.strongCharge_mol * part,
    sodiumChloride_mol: now.sodiumChloride_mol * part,
    buffers_mol: buffers,
  };
}

function diluted(now: Contents, added_m3: number, buffer: Buffer | undefined): Contents {
  const volume_m3 = now.volume_m3 + added_m3;
  if (buffer === undefined) return { ...now, volume_m3 };
  const { acid, concentration_mM, pH, sodiumChloride_mM } = buffer;
  return {
    ...now,
    volume_m3,
    strongCharge_mol: now.strongCharge_mol + strongChargeFor(BUFFERS[acid], concentration_mM, pH) * added_m3,
    sodiumChloride_mol: now.sodiumChloride_mol + sodiumChloride_mM * added_m3,
    buffers_mol: { ...now.buffers_mol, [acid]: (now.buffers_mol[acid] ?? 0) + concentration_mM * added_m3 },
  };
}

/** With as much sodium chloride as the osmolality asks for; none where it is above that already. */
function salted(now: Contents, tonicity: Tonicity | undefined): Contents {
  if (tonicity === undefined) return now;
  const wanted_mol = (tonicity.osmolality_mOsmPerKg / tonicity.osmoticCoefficient) * now.volume_m3;
  const added_mol = Math.max(0, wanted_mol - particlesOf_mol(now)) / 2;
  return { ...now, sodiumChloride_mol: now.sodiumChloride_mol + added_mol };
}

const round = (value: number): number => Number(value.toPrecision(3));
