// What each rate does to the yield and to the order: exact derivatives, carried along with the course.
import { integrateStiff } from '../math/ode/index.ts';
import { checkReactionSettings } from './check.ts';
import { jacobianAlongInto, jacobianInto, rhsInto, type Monomial } from './monomials.ts';
import { BACK_CONVERSION, GAS_TRANSFER, ORDER_DECAY, type Network } from './network.ts';
import { initialState, networksOf, scale_mM } from './reactor.ts';
import { REACTOR_INPUTS, type ReactionSettings } from './settings.ts';
import type { ReactionSystem, Sourced } from './system.ts';

export const SATURATION = 'dissolved H2 at saturation';
export const LOADING = 'catalyst loading';
/** Largest local error per step where the settings give none. */
const SENSITIVITY_TOLERANCE = 1e-8;

export interface Sensitivity {
  /** Name of a reaction, 'kLa', 'back-conversion', 'order decay', 'dissolved H2 at saturation' or 'catalyst loading'. */
  readonly rate: string;
  /** d yield / d ln rate, and d order / d ln rate: of the product, at the end. */
  readonly ofYield: number;
  readonly ofOrder: number;
  /** d ln(yield * order) / d ln rate. */
  readonly ofBoth: number;
  /** What its range moves yield * order, linearly, relative; undefined for a rate without a range. */
  readonly swing: number | undefined;
}

/** All rates of a reactor, those that matter most first: by swing where there is a range, by `ofBoth` otherwise. */
export function sensitivitiesOf(settings: ReactionSettings): Sensitivity[] {
  checkReactionSettings(settings);
  const { networks } = networksOf(settings);
  const rates = [...new Set([...networks[0].rateOf, SATURATION, LOADING])];
  const weightOf = (one: Sensitivity): number => one.swing ?? Math.abs(one.ofBoth);
  return rates.map((rate) => sensitivityOf(settings, rate)).sort((a, b) => weightOf(b) - weightOf(a));
}

function sensitivityOf(settings: ReactionSettings, rate: string): Sensitivity {
  const { networks, saturation_mM: saturation } = networksOf(settings);
  const { system, bubbling_s, wait_s, paraFraction } = settings;
  const [{ size, species, order }] = networks;
  const tolerance = settings.tolerance ?? SENSITIVITY_TOLERANCE;
  const floor = Math.min(1e-13, 1e-3 * tolerance) * scale_mM(settings, saturation);
  let state = new Float64Array(2 * size);
  state.set(initialState(networks[0], settings));
  const loaded = species.indexOf(system.catalyst);
  if (rate === LOADING) state[size + loaded] = state[loaded]!;
  [bubbling_s, wait_s].forEach((duration_s, phase) => {
    if (duration_s === 0) return;
    const { states } = integrateStiff(...alongSide(networks[phase]!, rate), state, [0, duration_s], {
      relativeTolerance: tolerance,
      absoluteTolerance: floor,
    });
    state = states.slice(2 * size);
  });
  const [product, pairs] = [species.indexOf(system.product), order[system.product]!];
  const [whole, ordered] = [state[product]!, state[pairs]!];
  const [dWhole, dOrdered] = [state[size + product]!, state[size + pairs]!];
  const gas = (4 * paraFraction - 1) / 3;
  const ofBoth = ordered > 0 ? dOrdered / ordered : 0;
  const number = numberOf(system, rate);
  return {
    rate,
    ofYield: dWhole / settings.initial_mM[system.precursor]!,
    ofOrder: whole > 0 ? gas * ((dOrdered * whole - ordered * dWhole) / (whole * whole)) : 0,
    ofBoth,
    swing:
      number?.range && number.value > 0
        ? Math.abs(ofBoth) * ((number.range[1] - number.range[0]) / number.value)
        : undefined,
  };
}

/** f and its Jacobian for the states and, behind them, their derivatives with respect to ln rate. */
function alongSide({ size: n, monomials, rateOf }: Network, rate: string) {
  const isConstant = (one: Monomial): boolean => one.factors.length === 0;
  const scaled = monomials.filter((one, m) =>
    rate === SATURATION ? rateOf[m] === GAS_TRANSFER && isConstant(one) : rateOf[m] === rate,
  );
  const jacobian = new Float64Array(n * n);
  const along = new Float64Array(n * n);
  const slope = new Float64Array(n);
  const rhs = (out: Float64Array, both: Float64Array): void => {
    const [y, s] = [both.subarray(0, n), both.subarray(n)];
    rhsInto(out.subarray(0, n), monomials, y);
    rhsInto(slope, scaled, y);
    jacobianInto(jacobian, monomials, y);
    for (let i = 0; i < n; i++) {
      let sum = slope[i]!;
      for (let j = 0; j < n; j++) sum += jacobian[i * n + j]! * s[j]!;
      out[n + i] = sum;
    }
  };
  const jacobianOfBoth = (out: Float64Array, both: Float64Array): void => {
    const [y, s] = [both.subarray(0, n), both.subarray(n)];
    out.fill(0);
    jacobianInto(jacobian, monomials, y);
    const place = (block: Float64Array, row: number, column: number): void => {
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[(row + i) * 2 * n + column + j]! += block[i * n + j]!;
    };
    place(jacobian, 0, 0);
    place(jacobian, n, n);
    jacobianAlongInto(along, monomials, y, s);
    place(along, n, 0);
    jacobianInto(along, scaled, y);
    place(along, n, 0);
  };
  return [rhs, jacobianOfBoth] as const;
}

function numberOf(system: ReactionSystem, rate: string): Sourced | undefined {
  if (rate === GAS_TRANSFER) return REACTOR_INPUTS['kLa_perS'];
  if (rate === BACK_CONVERSION) return system.backConversion?.k_perMMPerS;
  if (rate === SATURATION) return REACTOR_INPUTS['pressure_Pa'];
  if (rate === LOADING) return REACTOR_INPUTS['initial_mM.catalyst'];
  if (rate === ORDER_DECAY) return undefined;
  return system.reactions.find(({ name }) => name === rate)?.k;
}
