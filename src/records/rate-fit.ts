// Settings and result of a kinetic fit; shared by every model of kinetics.
import type { FitEnd } from '../math/index.ts';

/** R1 of one metabolite: known, or fitted between bounds. 1/s. */
export type Relaxation = number | { readonly low: number; readonly high: number };

export interface NoiseModel {
  /** `gaussian`: least squares; `rician`: maximum likelihood for magnitude images. */
  readonly kind: 'gaussian' | 'rician';
  /** Standard deviation of one channel per metabolite, in signal units, substrate first; undefined where not known: then equal, and scaled from the residuals. */
  readonly sd: readonly number[] | undefined;
}

export interface RateFitSettings {
  readonly model: 'inputless' | 'with-input';
  /** Input of `with-input`. */
  readonly bolus: 'box' | 'gamma';
  /** First fitted time point, 0-based. */
  readonly firstTime: number;
  /** Per metabolite, substrate first. */
  readonly relaxation_perS: readonly Relaxation[];
  readonly noise: NoiseModel;
}

/** Why a fit could not even start: `no-signal` where substrate or product is zero throughout. */
export type RateFitEnd = FitEnd | 'no-signal';

export interface FittedValue {
  /** Name with its unit: `relaxation_lactate_perS`, `arrival_s` ... */
  readonly name: string;
  readonly value: number;
  readonly error: number;
}

export interface RateFit {
  readonly end: RateFitEnd;
  /** Per product. */
  readonly rate_perS: Float64Array;
  /** Standard errors; NaN where the data do not fix the value. They include the substrate's noise and the misfit. */
  readonly rateError_perS: Float64Array;
  /** 95% confidence intervals (Student), [product][low, high]. */
  readonly rateInterval_perS: readonly (readonly [number, number])[];
  /** Longitudinal magnetization of each product before the first fitted excitation, signal units; empty for models without it. */
  readonly initialMz: Float64Array;
  readonly others: readonly FittedValue[];
  /** Coefficient of determination of each product's signal, 1 - SS_residual / SS_total; may be negative. */
  readonly rSquared: Float64Array;
  /** Residual variance over the variance that the noise alone explains, per product; NaN where the noise is not known. */
  readonly misfit: Float64Array;
  /** Sum of squares, or -2 ln likelihood (up to the data's own constant) for Rician noise. */
  readonly objective: number;
  readonly steps: number;
  /** Expected signal from the first fitted time point on, [metabolite][time], with the noise floor of magnitudes where the noise is Rician; the substrate's own signal where it drives the model. */
  readonly predicted: readonly Float64Array[];
}
