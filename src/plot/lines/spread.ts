// Labels beside the ends of lines, moved apart just enough to be read.

/** Positions at least `gap` apart, inside [lo, hi] where they fit, in the order of `wanted`, as close to it as pushing can. */
export function spreadLabels(wanted: readonly number[], gap: number, lo: number, hi: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  // Runs of labels that touch sit around the mean of what they want.
  const runs: { sum: number; members: number[] }[] = [];
  const room = Math.max(lo, hi);
  const firstOf = ({ sum, members }: { sum: number; members: number[] }): number => {
    const height = (members.length - 1) * gap;
    return Math.max(lo, Math.min(sum / members.length - height / 2, room - height));
  };
  for (const index of order) {
    runs.push({ sum: wanted[index]!, members: [index] });
    for (;;) {
      const last = runs.at(-1)!,
        before = runs.at(-2);
      if (!before || firstOf(before) + before.members.length * gap <= firstOf(last)) break;
      runs.splice(-2, 2, { sum: before.sum + last.sum, members: [...before.members, ...last.members] });
    }
  }
  const out = new Array<number>(wanted.length).fill(0);
  for (const run of runs) run.members.forEach((index, i) => (out[index] = firstOf(run) + i * gap));
  return out;
}
