// The animal as tissue that a scanner can step: voxels of an anatomy fed by the circulation of the whole animal.
import { ScienceError } from '../../base/index.ts';
import type { Geometry, LabelBudget, SteppableTissue, TissueCompartment, TissueLine } from '../../records/index.ts';
import { AGENT_TABLE, type Agent } from '../agents.ts';
import { BLOOD_TISSUES, type Tissue } from '../tissues.ts';
import type { MouseValues } from '../values.ts';
import { animalLabel, type AnimalLabel } from './animal-label.ts';
import { circulationOf, type Circulation } from './circulation.ts';
import {
  addLabelInto,
  exciteDeviations,
  gathered,
  meanKept,
  noDeviations,
  stepDeviations,
  type Deviations,
  type Pieces,
} from './deviations.ts';
import { firstOrderSteps, type Steps, type SyringeFlow } from './steps.ts';
import { saturableSteps } from './saturable.ts';

/** Anatomy as the label sees it. */
export interface Body {
  readonly geometry: Geometry;
  readonly pieces: ReadonlyMap<Tissue, Pieces>;
  readonly values: MouseValues;
  /** Dead share of the whole liver. */
  readonly necrotic: number;
  readonly liverScale: number;
}
export interface InjectedAgent {
  readonly agent: Agent;
  readonly concentration_mM: number;
  /** When the injection begins, at time 0. */
  readonly polarization: number;
  readonly syringeT1_s: number;
}
export interface Injection {
  /** All in one syringe. */
  readonly agents: readonly InjectedAgent[];
  readonly volume_mL: number;
  readonly duration_s: number;
}
/** `first-order`: apparent rate; `saturable`: reversible Michaelis-Menten in the total concentrations. */
export type FumaraseKinetics = 'first-order' | 'saturable';

/** One tissue in the voxels, and the animal's space that it belongs to. */
interface Part {
  readonly space: number;
  readonly deviations: Deviations;
  /** Label per mL of tissue over the label of the space. */
  readonly perAmount_perML: number;
}
interface AgentTissue {
  readonly agent: Agent;
  readonly nLines: number;
  readonly poolsOf: readonly (readonly number[])[];
  readonly label: AnimalLabel;
  readonly parts: readonly Part[];
  /** Those of each space. */
  readonly partsOf: readonly (readonly Part[])[];
}

/** Everything of `body` that can hold label, at time 0, when the injection begins. Inputs are checked at the door of the station. */
export function tissueOf(body: Body, injection: Injection, kinetics: FumaraseKinetics): SteppableTissue {
  const circulation = circulationOf(body.values, body.necrotic, body.liverScale);
  const agents = injection.agents.map((injected) => agentTissue(body, circulation, injection, injected, kinetics));
  const lines = agents.flatMap(({ agent }) => linesOf(agent, body.values));
  const owners = agents.flatMap((agent) => AGENT_TABLE[agent.agent].lines.map((_, line) => ({ agent, line })));
  const [nx, ny, nz] = body.geometry.shape;
  const nVoxels = nx * ny * nz;
  let now_s = 0;
  const ownerOf = (line: number) => {
    const owner = owners[line];
    if (owner === undefined) throw new ScienceError('argument', `line ${line} of ${lines.length}; they count from 0`);
    return owner;
  };
  const checkLength = (data: Float64Array): void => {
    if (data.length !== nVoxels)
      throw new ScienceError('argument', `${data.length} values for ${nx} x ${ny} x ${nz} voxels`);
  };
  return {
    geometry: body.geometry,
    lines,
    get time_s() {
      return now_s;
    },
    advanceTo(time_s) {
      if (!(time_s >= now_s) || !Number.isFinite(time_s))
        throw new ScienceError('argument', `the tissue is at ${now_s} s and goes forward only, not to ${time_s} s`);
      for (const { label, parts } of agents) {
        label.advance(now_s, time_s, (step) => {
          for (const { space, deviations } of parts) stepDeviations(deviations, step.spaces[space]!);
        });
      }
      now_s = time_s;
    },
    polarizedInto(out, line, compartment) {
      checkLength(out);
      const { agent, line: own } = ownerOf(line);
      out.fill(0);
      for (const { space, deviations, perAmount_perML } of agent.parts) {
        for (const at of placesOf(agent, space, own, compartment)) {
          const pool = agent.poolsOf[space]![at]!;
          addLabelInto(out, deviations, at, agent.label.amounts[pool]! * perAmount_perML);
        }
      }
    },
    excite(line, kept) {
      if (typeof kept !== 'number') checkLength(kept);
      const { agent, line: own } = ownerOf(line);
      exciteLine(agent, circulation, own, kept);
    },
    budget(name): LabelBudget {
      const found = agents.find(({ agent }) => agent === name);
      if (found === undefined)
        throw new ScienceError('argument', `'${name}' was not injected; there is ${agents.map((a) => a.agent).join(', ')}`); // prettier-ignore
      return found.label.budget();
    },
  };
}

function linesOf(agent: Agent, values: MouseValues): readonly TissueLine[] {
  const t1_s = AGENT_TABLE[agent].t1_s(values);
  return AGENT_TABLE[agent].lines.map((line, i) => {
    const plasma = t1_s[i]!;
    return { ...line, t1_s: { plasma, tissue: plasma * values.tissueT1Share } };
  });
}

/** Places among the pools of a space that hold line `own`. */
function placesOf(agent: AgentTissue, space: number, own: number, compartment?: TissueCompartment): readonly number[] {
  const hasTissue = agent.poolsOf[space]!.length > agent.nLines;
  const places: number[] = [];
  if (compartment !== 'tissue') places.push(own);
  if (compartment !== 'plasma' && hasTissue) places.push(agent.nLines + own);
  return places;
}

function exciteLine(agent: AgentTissue, { spaces }: Circulation, own: number, kept: number | Float64Array): void {
  let meanOfMap: number | undefined;
  const everywhere = (): number =>
    typeof kept === 'number' ? kept : (meanOfMap ??= kept.reduce((sum, x) => sum + x, 0) / kept.length);
  spaces.forEach(({ seen }, space) => {
    const parts = agent.partsOf[space]!;
    const keptOf = parts.map(({ deviations }) => (typeof kept === 'number' ? kept : gathered(deviations.pieces, kept)));
    // A pulse that leaves all of them alone changes nothing.
    if (parts.length > 0 && keptOf.every(isAll)) return;
    for (const at of placesOf(agent, space, own)) {
      const pool = agent.poolsOf[space]![at]!;
      const before = agent.label.amounts[pool]!;
      const [first, keptThere] = [parts[0], keptOf[0]];
      const mean =
        first === undefined || typeof keptThere !== 'object'
          ? everywhere()
          : meanKept(first.deviations, at, keptThere, before * first.perAmount_perML);
      agent.label.keep(pool, 1 - seen * (1 - mean));
      const after = agent.label.amounts[pool]!;
      parts.forEach(({ deviations, perAmount_perML: unit }, p) => {
        exciteDeviations(deviations, at, keptOf[p]!, before * unit, after * unit);
      });
    }
  });
}

const isAll = (kept: number | Float64Array): boolean =>
  typeof kept === 'number' ? kept === 1 : kept.every((x) => x === 1);

function agentTissue(
  { values, necrotic, pieces }: Body,
  circulation: Circulation,
  { volume_mL, duration_s }: Injection,
  { agent, concentration_mM, polarization, syringeT1_s }: InjectedAgent,
  kinetics: FumaraseKinetics,
): AgentTissue {
  const syringe: SyringeFlow = { flow_mLPerS: volume_mL / duration_s, t1_s: syringeT1_s };
  const isSaturable = kinetics === 'saturable' && agent === 'fumarate';
  const steps: Steps = isSaturable
    ? saturableSteps(values, circulation, necrotic, syringe, { concentration_mM })
    : firstOrderSteps(agent, values, circulation, necrotic, syringe);
  const { nLines, poolsOf } = steps.rates;
  const parts: Part[] = [];
  for (const [tissue, where] of pieces) {
    const blood = BLOOD_TISSUES[tissue];
    const name = blood?.vessel ?? tissue;
    const space = circulation.spaces.findIndex((candidate) => candidate.name === name);
    if (space < 0 || where.voxels.length === 0) continue;
    const { plasma_mL, volume_mL: organ_mL } = circulation.spaces[space]!;
    const plasmaShare = 1 - values.hematocrit;
    parts.push({
      space,
      deviations: noDeviations(where, poolsOf[space]!.length),
      perAmount_perML: blood === undefined ? 1 / organ_mL : (blood.bloodFraction * plasmaShare) / plasma_mL,
    });
  }
  const label = animalLabel(steps, { concentration_mM, polarization, volume_mL, duration_s });
  const partsOf = poolsOf.map((_, space) => parts.filter((part) => part.space === space));
  return { agent, nLines, poolsOf, label, parts, partsOf };
}
