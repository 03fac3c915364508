// The whole road at drawn numbers, fast enough for tens of thousands of draws.
import { carry, type Carriage } from '../../../dose/index.ts';
import type { Batch } from '../../../records/index.ts';
import type { Exact, Surfaces } from './costly.ts';
import { gasOf, startFrom } from './reactor.ts';
import { legOf } from './settings/leg-settings.ts';
import { numberAt } from './settings/places.ts';
import type { DoseSettings } from './settings/settings.ts';
import type { UncertainInput } from './surfaces.ts';

/** The whole road at the numbers that stand in `changing`; NaN where it ends early. */
export function roadModel(
  { batch, efficiency }: Exact,
  changing: DoseSettings,
  { reactor, fieldCycle }: Surfaces,
): (out: Float64Array) => void {
  const standing = (inputs: readonly UncertainInput[]): (() => number[]) => {
    const read = inputs.map(({ place }) => readerOf(changing, place));
    return () => read.map((one) => one());
  };
  const [reactorValues, cycleValues] = [standing(reactor.inputs), standing(fieldCycle.inputs)];
  const gas = gasOf(changing).stored;
  const nominalKept = (batch.paraFraction - 0.25) / (gas - 0.25);
  const others = Object.keys(batch.concentration_mM).filter((name) => name !== batch.productSpecies);
  return (out) => {
    const [product, kept] = reactor.at(reactorValues());
    const [cycle] = fieldCycle.at(cycleValues());
    const scale = changing.batch?.concentration_mM[batch.productSpecies];
    const made_mM = scale ?? batch.concentration_mM[batch.productSpecies]! * product!;
    const orderKept = Math.min(1, changing.batch?.orderKept ?? nominalKept * kept!);
    const concentration_mM: Record<string, number> = { [batch.productSpecies]: made_mM };
    for (const name of others)
      concentration_mM[name] = changing.batch?.concentration_mM[name] ?? batch.concentration_mM[name]!;
    const drawn: Batch = {
      ...batch,
      volume_m3: (changing.batch ?? changing.reaction!).volume_mL * 1e-6,
      concentration_mM,
      paraFraction: 0.25 + orderKept * (gasOf(changing).stored - 0.25),
    };
    const rows = legRows(changing, drawn, Math.min(1, efficiency * cycle!) * changing.transfer.quality).rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < changing.legs.length) {
      out.fill(NaN);
      return;
    }
    const { amount_mol, volume_m3 } = last.contents;
    const polarization = Math.abs(last.polarization);
    out[0] = polarization;
    out[1] = amount_mol / volume_m3;
    out[2] = polarization * out[1];
    out[3] = volume_m3 * 1e6;
  };
}

/** Reads a number that may change: `numberAt` tells where it stands. */
function readerOf(tree: unknown, place: string): () => number {
  const { path } = numberAt(tree, place);
  const key = path.at(-1)!;
  const home = path.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], tree);
  return () => (home as Record<string | number, number>)[key]!;
}

export function legRows(settings: DoseSettings, batch: Batch, efficiency: number): Carriage {
  const { molecule, transfer, legs } = settings;
  const cycle = { efficiency, duration_s: transfer.profile.duration_s };
  return carry(
    startFrom(batch, settings),
    legs.map((leg) => legOf(leg, cycle, molecule.osmoticCoefficient)),
    {
      orderLifetime_s: molecule.orderLifetime_s,
      t1: molecule.t1Table ?? { field_T: [0], t1_s: [molecule.t1_s!] },
    },
  );
}
