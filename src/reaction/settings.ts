// What a reactor is given.
import { FUMARATE } from './library/fumarate.ts';
import { assumed, type ReactionSystem, type Sourced } from './system.ts';

export interface ReactionSettings {
  readonly system: ReactionSystem;
  readonly temperature_K: number;
  /** Total, absolute: hydrogen and the vapour of the solvent. */
  readonly pressure_Pa: number;
  /** Of the gas that is bubbled. */
  readonly paraFraction: number;
  /** Gas to liquid, at 298.15 K; at the temperature of the reactor it is larger, as the square root of the diffusion coefficient. */
  readonly kLa_perS: number;
  /** By species, before the first bubble. */
  readonly initial_mM: Readonly<Record<string, number>>;
  readonly bubbling_s: number;
  /** From the last bubble to the transfer; what is dissolved goes on reacting. */
  readonly wait_s: number;
  readonly volume_m3: number;
  /** Field in which the product is made and waits. */
  readonly field_T: number;
  /** Time constant with which the pair in a molecule loses its order; not given: none is lost. */
  readonly orderLifetime_s?: number;
  /** Largest difference of levels in `field_T` that the ages must resolve; if not given: couplings up to 25 Hz, and up to 5 uT protons against 13C. */
  readonly largestFrequency_Hz?: number;
  /** Largest local error per step of the integration, 1e-10 if not given. */
  readonly tolerance?: number;
  /** Points of the course of each phase, 401 if not given. */
  readonly points?: number;
}

/** What `fumarole dose` begins with: acetylenedicarboxylate on ruthenium in hot water. The pressure is 8.5 bar above that of the air. */
export const DEFAULT_REACTION: ReactionSettings = {
  system: FUMARATE,
  temperature_K: 358.15,
  pressure_Pa: 9.5e5,
  paraFraction: 0.95,
  kLa_perS: 1,
  initial_mM: { acetylenedicarboxylate: 100, 'Ru precatalyst': 6 },
  bubbling_s: 60,
  wait_s: 5,
  volume_m3: 2e-6,
  field_T: 5e-5,
};

/** Where the settings of a default reactor come from, and how far they may be off. */
export const REACTOR_INPUTS: Readonly<Record<string, Sourced>> = {
  kLa_perS: assumed(
    1,
    [0.1, 3],
    'not found for H2 in such a vessel; film reactor 0.1-0.24 /s (read), fast bubbling more (recalled)',
  ),
  temperature_K: assumed(358.15, [353, 368], '80-95 C (recalled)'),
  pressure_Pa: assumed(9.5e5, [6e5, 11e5], '5-10 bar of para-H2 (recalled)'),
  'initial_mM.precursor': assumed(100, [50, 250], 'recalled'),
  'initial_mM.catalyst': assumed(6, [3, 12], 'recalled'),
  bubbling_s: assumed(60, [30, 60], 'recalled'),
  wait_s: assumed(5, [1, 20], 'no figure found'),
  volume_m3: assumed(2e-6, [1e-6, 1e-5], 'no figure found'),
};
