export { sequenceDiagram } from './figures.ts';
export { kSpaceFigure } from './k-space-figure.ts';
export { sequenceOutput, type SequenceOutput } from './output.ts';
export { limitsLine, sequenceSentences } from './report.ts';
export { sequenceFileResultSchema, type SequenceFileResult } from './result.ts';
export { sequenceRoad, type SequenceRequest, type SequenceStudy } from './road.ts';
export { hardwareOf, hardwareSchema, type HardwareSettings } from './settings.ts';
