export { AGENT_TABLE, AGENTS, type Agent } from './agents.ts';
export { anatomyImage, animalOf, labelIn, voxelsOf, type Animal, type AnimalVoxels } from './animal.ts';
export { type SpinEcho } from './anatomy/contrast.ts';
export { type Shares } from './anatomy/layers.ts';
export { assumptionsOf, type Assumption } from './assumptions.ts';
export { gridAbout } from './grid.ts';
export { INJURY_PATTERNS, type InjuryPattern } from './injury/pattern.ts';
export { necroticShare } from './injury/severity.ts';
export { type FumaraseKinetics, type InjectedAgent, type Injection } from './label/tissue.ts';
export { checkInjection, type AnimalSettings, type InjurySettings } from './settings.ts';
export { BLOOD_TISSUES, TISSUES, type Tissue } from './tissues.ts';
export { trueRatio } from './truth.ts';
export {
  DEFAULT_VALUES,
  MOUSE_VALUE_TABLE,
  type MouseValueName,
  type MouseValues,
  type SourcedValue,
  type ValueStatus,
} from './values.ts';
