// "Did you mean ...": the nearest known name to one that is not known.

/** Edit distance with transpositions (optimal string alignment; Damerau 1964). */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: width }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j < width; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = best;
    }
  }
  return rows[a.length]![b.length]!;
}

/** A name whose stem, what stands before its unit, is a part of another counts as fewer slips than this: nearer than two letters wrong. */
const PART = 2;
const SHORTEST_PART = 3;

function distanceTo(name: string, candidate: string): number {
  const [short, long] = [name.split('_')[0]!, candidate.split('_')[0]!].sort((a, b) => a.length - b.length) as [string, string]; // prettier-ignore
  const slips = editDistance(name, candidate);
  // Of several that hold it, the one that adds least.
  return short.length >= SHORTEST_PART && long.includes(short) ? Math.min(slips, PART - 1 / slips) : slips;
}

/** The known name nearest to `name`, letters' case apart; undefined if `known` is empty. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const distance = distanceTo(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}
