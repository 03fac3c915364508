// What is in the syringe.

export interface Dose {
  readonly molecule: string;
  readonly volume_m3: number;
  readonly concentration_mM: number;
  /** 13C polarization at the moment of injection. */
  readonly polarization: number;
  /** 13C T1 on the way into the animal. */
  readonly t1_s: number;
  readonly pH: number;
  readonly osmolality_mOsmPerKg: number;
  /** Standard deviation of the polarization and of the concentration over the uncertain inputs. */
  readonly polarizationSd: number;
  readonly concentrationSd_mM: number;
  readonly notes: readonly string[];
}
