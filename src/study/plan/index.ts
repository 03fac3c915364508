export { planOutput, type PlanOutput } from './output.ts';
export { planResultSchema, type PlanResult } from './result.ts';
export { planRoad, readPlan, type PlanStudy } from './road.ts';
export { planFileSchema, type PlanFile } from './plan-file.ts';
export { DEFAULT_PLAN, planSettingsSchema, type PlanSettings } from './settings.ts';
