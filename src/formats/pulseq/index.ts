export { isPulseq, readPulseq, type PulseqFile } from './read.ts';
export type { SignatureState } from './signature.ts';
export { writePulseq, type PulseqText, type PulseqVersion } from './writer/write.ts';
