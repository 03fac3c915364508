// Label of one agent in the spaces of the whole animal, stepped exactly, with a budget of where it went.
import type { LabelBudget } from '../../records/index.ts';
import type { Step, Steps } from './steps.ts';

export interface SyringeContent {
  readonly concentration_mM: number;
  readonly polarization: number;
  readonly volume_mL: number;
  readonly duration_s: number;
}

export interface AnimalLabel {
  /** Amounts in umol times polarization, pools in the order of `LabelRates.poolsOf`, the syringe's concentration last. */
  readonly amounts: Float64Array;
  /** Steps to `to_s` in one piece or, where the injection ends, in two; calls `stepped` after each. */
  advance(from_s: number, to_s: number, stepped: (step: Step) => void): void;
  /** Multiplies one pool. */
  keep(pool: number, kept: number): void;
  budget(): LabelBudget;
}

export function animalLabel(steps: Steps, syringe: SyringeContent): AnimalLabel {
  const { n, relaxation_perS, loss_perS } = steps.rates;
  const flow_mLPerS = syringe.volume_mL / syringe.duration_s;
  const amounts = new Float64Array(n + 1);
  amounts[n] = syringe.concentration_mM * syringe.polarization;
  const sums = { injected: 0, relaxed: 0, excited: 0, lost: 0 };

  const piece = (from_s: number, to_s: number, stepped: (step: Step) => void): void => {
    const injecting = from_s < syringe.duration_s;
    const step = steps.over(amounts, from_s, to_s, injecting);
    if (injecting) sums.injected += flow_mLPerS * step.passed[n]!;
    for (let i = 0; i < n; i++) {
      sums.relaxed += relaxation_perS[i]! * step.passed[i]!;
      sums.lost += loss_perS[i]! * step.passed[i]!;
    }
    amounts.set(step.after);
    stepped(step);
  };

  return {
    amounts,
    advance(from_s, to_s, stepped) {
      const end_s = syringe.duration_s;
      const isCut = from_s < end_s && to_s > end_s;
      if (isCut) piece(from_s, end_s, stepped);
      if (to_s > from_s) piece(isCut ? end_s : from_s, to_s, stepped);
    },
    keep(pool, kept) {
      sums.excited += amounts[pool]! * (1 - kept);
      amounts[pool] = amounts[pool]! * kept;
    },
    budget() {
      let present = 0;
      for (let i = 0; i < n; i++) present += amounts[i]!;
      const nmol = (umol: number): number => 1000 * umol;
      return {
        injected_nmol: nmol(sums.injected),
        present_nmol: nmol(present),
        relaxed_nmol: nmol(sums.relaxed),
        excited_nmol: nmol(sums.excited),
        lost_nmol: nmol(sums.lost),
      };
    },
  };
}
