// Magnetically equivalent spins: same isotope, same shift, and the same coupling to every spin outside. They act as one composite spin.
import type { Spins } from './system.ts';

/** Groups of spin indices, each ascending, ordered by their first member; a spin without equals, or one of `apart`, is a group of one. */
export function equivalentGroups(spins: Spins, apart: readonly number[] = []): readonly (readonly number[])[] {
  let groups: number[][] = [];
  const assigned = new Set<number>();
  for (let i = 0; i < spins.n; i++) {
    if (assigned.has(i)) continue;
    const group = [i];
    for (let k = i + 1; k < spins.n; k++)
      if (!assigned.has(k) && !apart.includes(i) && !apart.includes(k) && alike(spins, i, k)) group.push(k);
    for (const k of group) assigned.add(k);
    groups.push(group);
  }
  // Alike pairwise is not enough: members must see everything outside their own group alike.
  groups = groups.flatMap((group) => (sound(spins, group) ? [group] : group.map((i) => [i])));
  return groups.sort((a, b) => a[0]! - b[0]!);
}

function alike(spins: Spins, i: number, k: number): boolean {
  const { n, j_Hz } = spins;
  if (spins.isotopes[i] !== spins.isotopes[k] || spins.shift_ppm[i] !== spins.shift_ppm[k]) return false;
  if (spins.gamma_radPerSPerT[i] !== spins.gamma_radPerSPerT[k]) return false;
  for (let l = 0; l < n; l++) {
    if (l === i || l === k || j_Hz[i * n + l] === j_Hz[k * n + l]) continue;
    return false;
  }
  return true;
}

function sound(spins: Spins, group: readonly number[]): boolean {
  const { n, j_Hz } = spins;
  for (let l = 0; l < n; l++) {
    if (group.includes(l)) continue;
    for (const i of group) if (j_Hz[i * n + l] !== j_Hz[group[0]! * n + l]) return false;
  }
  return true;
}
