export {
  BOLTZMANN_JPerK,
  enhancement,
  HBAR_JS,
  isotope,
  ISOTOPES,
  thermalPolarization,
  type Isotope,
} from './isotopes.ts';
export { pairIndices, readSpins, spinIndex, type SpinSite, type Spins, type SpinSystem } from './system.ts';
export { checkSpinSystem } from './check-system.ts';
export { equivalentGroups } from './groups.ts';
export { multipletsOf, type Multiplet } from './multiplets.ts';
export {
  ladder,
  makeSpinSpace,
  SPACE_LIMIT_bytes,
  type Block,
  type Copy,
  type Sector,
  type SpaceSettings,
  type SpinSpace,
} from './space.ts';
export {
  expectDiagonal,
  groupPolarizations,
  paraPair,
  populationPolarizations,
  singletState,
  type CollectiveState,
} from './states.ts';
export { libraryMolecule, MOLECULES, type LibraryMolecule, type NumberStatus } from './library.ts';
export {
  checkDense,
  DENSE_LIMIT,
  denseHamiltonian_Hz,
  denseSinglet,
  productOperator,
  singleOperator,
  spinOperator,
  stateDigits,
  stateStrides,
  type Axis,
  type DenseHamiltonian,
} from './operators.ts';
export { redfieldSuperoperator, type RedfieldSettings } from './redfield.ts';
export {
  addCouplings,
  addRandomFields,
  addSuperoperator,
  addT1T2,
  denseDensity,
  Entries,
  zeemanDrive,
  zeroQuantum,
  zeroQuantumPart,
  zeroQuantumSuperoperator,
  type ZeroQuantum,
} from './liouville.ts';
