// Label counters along a sequence.
import type { SequenceBlock } from '../../records/index.ts';

/** Counters after the changes of a block, which its sampling window carries: first what is set, then what is increased. Missing ones are 0. */
export function labelsAfter(
  before: Readonly<Record<string, number>>,
  { labels }: SequenceBlock,
): Readonly<Record<string, number>> {
  if (labels === undefined || labels.length === 0) return before;
  const after: Record<string, number> = { ...before };
  for (const { label, change, value } of labels) if (change === 'set') after[label] = value;
  for (const { label, change, value } of labels) if (change === 'increase') after[label] = (after[label] ?? 0) + value;
  return after;
}
