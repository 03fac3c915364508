export { levelsOutput, type LevelsOutput } from './levels/output.ts';
export { levelsResultSchema, type LevelsResult } from './levels/result.ts';
export { DEFAULT_RANGE, levelsRoad, type LevelsOutcome, type LevelsRange } from './levels/road.ts';
export { percentText, projectionText, sentenceText, sideTexts } from './words.ts';
export { readProfile, type ProfileTable } from './profile-file.ts';
export { readSystem, type NamedSystem } from './read-system.ts';
export { spinSystemSchema, systemOf } from './system-settings.ts';
export { transferOutput, type TransferOutput } from './transfer/output.ts';
export { transferResultSchema, type TransferResult } from './transfer/result.ts';
export { readTransfer, transferRoad, type TransferInput, type TransferStudy } from './transfer/road.ts';
export { DEFAULT_TRANSFER, transferSettingsSchema, type TransferFile } from './transfer/settings.ts';
export { pulseSequenceSchema, type PulseSequenceFile } from './sequence/events.ts';
export { sequenceOutput, type SequenceOutput } from './sequence/output.ts';
export { sequenceResultSchema, type SequenceResult } from './sequence/result.ts';
export {
  isSequenceTransfer,
  readSequenceTransfer,
  sequenceRoad,
  type SequenceInput,
  type SequenceStudy,
} from './sequence/road.ts';
export { sequenceTransferSchema, type SequenceTransferFile } from './sequence/settings.ts';
export { lossText } from './design/explain.ts';
export { designOutput, type DesignOutput } from './design/output.ts';
export { designResultSchema, type DesignResult } from './design/result.ts';
export { designRoad, readDesign } from './design/road.ts';
export type { DesignInput, DesignStudy } from './design/study.ts';
export { DEFAULT_DESIGN_FILE, DEFAULT_DESIGN_NOTES, designSettingsSchema, type DesignFile } from './design/settings.ts';
