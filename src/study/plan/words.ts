// What the plan says in sentences.
import type { PlanStudy } from './road.ts';
import type { MetaboliteVisibility } from './visibility.ts';

export const percent = (fraction: number): string =>
  `${(100 * fraction).toFixed(Math.abs(fraction) < 0.1 ? 1 : 0).replace('-', '−')}%`;

/** The acquisition, its limit, its weakness; then the claim of five minutes, one sentence per metabolite. */
export function planSentences(study: PlanStudy): string[] {
  const { ranked, voxel_mm, settings, robustness, visibility } = study;
  const { frames, limit } = ranked[0];
  const { target } = settings;
  const seen =
    limit <= target.fraction
      ? `the ${percent(target.fraction)} asked for are seen`
      : limit <= 1
        ? `the ${percent(target.fraction)} asked for are not seen`
        : 'even complete necrosis is not seen';
  return [
    `Best of what was offered: first excitation ${frames.start_s} s after the begin of the injection, then ${frames.nFrames} frames every ${frames.repetition_s} s, voxels of ${voxel_mm} mm, ${anglesText(study)}.`,
    `An injured place of ${target.diameter_mm} mm shows from ${limit > 1 ? 'more than 100%' : percent(limit)} dead cells on (${percent(target.power)} power, ${percent(target.falsePositiveRate)} false positives per voxel): ${seen}.`,
    `With T1 or B1 up to ${percent(settings.error)} off, the fitted rate is up to ${percent(robustness.worstBias)} off, and the limit up to ${robustness.worstLimit > 1 ? 'more than 100%' : percent(robustness.worstLimit)}.`,
    ...visibility.metabolites.filter(({ seenIn }) => seenIn === 'voxel').map((one) => claimSentence(study, one)),
    ...visibility.metabolites.filter(({ seenIn }) => seenIn === 'liver').map((one) => claimSentence(study, one)),
  ];
}

export function anglesText({ ranked, settings }: PlanStudy): string {
  const names = [settings.dose.substrate, settings.tissue.product];
  return ranked[0].flips_rad
    .map((flips, pool) => {
      const degrees = flips.map((flip) => (flip * 180) / Math.PI);
      const [low, high] = [Math.min(...degrees), Math.max(...degrees)];
      const span = high - low < 1e-9 ? `${low.toFixed(1)}°` : `${low.toFixed(1)}° to ${high.toFixed(1)}°`;
      return `${names[pool]!} ${span}`;
    })
    .join(', ');
}

function claimSentence(
  { settings, visibility }: PlanStudy,
  { name, seenIn, lines, now_s }: MetaboliteVisibility,
): string {
  const where = seenIn === 'voxel' ? 'in one voxel' : 'in a spectrum of the whole liver';
  const most = Math.max(...visibility.T1_s);
  const T1_s = settings.tissue.T1_s[name]!;
  const series = lines.flatMap(({ angle_deg }, i) => (angle_deg === undefined ? [] : [{ angle_deg, now: now_s[i]! }]));
  const best = series.reduce((a, b) => (b.now > a.now ? b : a));
  const needed = lines
    .map(({ neededT1_s, angle_deg }) => ({ neededT1_s, angle_deg }))
    .filter((one) => !Number.isNaN(one.neededT1_s));
  const imaged = needed.filter((one) => one.angle_deg !== undefined).sort((a, b) => a.neededT1_s - b.neededT1_s)[0];
  const single = needed.find((one) => one.angle_deg === undefined);
  const minutes =
    imaged !== undefined
      ? `five minutes need a T1 of ${imaged.neededT1_s.toFixed(0)} s (${imaged.angle_deg}° pulses)`
      : single !== undefined
        ? `five minutes are reached only by a single 90° pulse, from a T1 of ${single.neededT1_s.toFixed(0)} s on`
        : `five minutes are not reached with any T1 up to ${most} s`;
  const seen =
    best.now > 0
      ? `${name} is seen until ${best.now.toFixed(0)} s with ${best.angle_deg}° every ${visibility.repetition_s} s`
      : `${name} is never seen in a frame of equal small angles`;
  return `With a T1 of ${T1_s} s, ${seen}, ${where}; ${minutes}.`;
}
