export { balancedPH, BUFFERS, chargeAt, strongChargeFor, type WeakAcid } from './acid-base.ts';
export { carry, type Carriage, type Carried, type LegOutcome, type Molecule } from './carry.ts';
export { METHODS, withOwnFigures, type Figured, type FigureStatus, type Method } from './comparison.ts';
export { type Contents } from './contents.ts';
export { orderOf, startOf, type Species } from './from-batch.ts';
export { type Buffer, type Leg, type LegPlace, type LegWork, type Tonicity } from './leg.ts';
export { checkLifetimes, lifetimeAt, type LifetimeTable } from './lifetime.ts';
export { bolusVolume_m3, checkLimits, type LimitCheck, type Limits } from './limits.ts';
export { solutionOf, type Chemistry, type Solution } from './solution.ts';
