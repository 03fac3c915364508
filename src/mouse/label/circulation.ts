// The animal as spaces that blood plasma flows through: vein, heart, lungs, artery, organs side by side, the gut before the liver.
// Each space is well mixed, so a bolus is dispersed by what it passes; red cells carry no label (ASSUMED).
import { ScienceError } from '../../base/index.ts';
import { ORGAN_TABLE, REST, VESSEL_TABLE, type Organ, type OrganRow, type Vessel } from '../tissues.ts';
import type { MouseValues } from '../values.ts';

export interface Space {
  readonly name: Organ | Vessel;
  /** Absent for vessels. */
  readonly organ?: Organ;
  readonly plasma_mL: number;
  /** Interstitium and open cells, 0 for vessels. */
  readonly tissue_mL: number;
  /** Of the whole organ; for vessels the blood. */
  readonly volume_mL: number;
  /** Plasma to interstitium and back. */
  readonly exchange_mLPerS: number;
  /** Share that the coil excites. */
  readonly seen: number;
}
export interface Flow {
  readonly from: number;
  readonly to: number;
  /** Of plasma. */
  readonly flow_mLPerS: number;
}
export interface Circulation {
  readonly spaces: readonly Space[];
  readonly flows: readonly Flow[];
  /** Plasma through the heart. */
  readonly output_mLPerS: number;
  /** Where the tail vein drains to. */
  readonly injectedInto: number;
}

const TISSUE_DENSITY_gPerML = 1.05; // muscle, liver: textbook
const PORTAL: readonly Organ[] = ['stomach', 'gut', 'spleen'];
const KIDNEY: readonly Organ[] = ['kidneyCortex', 'kidneyMedulla'];

/** `necrotic`: dead share of the liver; `liverScale`: liver volume over the table's. */
export function circulationOf(values: MouseValues, necrotic: number, liverScale: number): Circulation {
  const output = (values.cardiacOutput_mLPerMin / 60) * (1 - values.hematocrit);
  const { spaces, shares } = organsOf(values, necrotic, liverScale);
  const at = (name: Space['name']): number => spaces.findIndex((space) => space.name === name);
  const flows: Flow[] = [];
  const flow = (from: Space['name'], to: Space['name'], share: number): void => {
    if (share > 0) flows.push({ from: at(from), to: at(to), flow_mLPerS: share * output });
  };
  const portal = PORTAL.reduce((sum, organ) => sum + shares.get(organ)!, 0);
  const arterial = values.hepaticArteryShare;
  for (const [organ, share] of shares) {
    if (organ === 'liver' || organ === 'necroticLiver') {
      flow('aorta', organ, arterial * share);
      flow('portalVein', organ, portal * share);
      flow(organ, 'hepaticVein', (arterial + portal) * share);
    } else {
      flow('aorta', organ, share);
      flow(organ, PORTAL.includes(organ) ? 'portalVein' : organ === 'rest' ? 'rightHeart' : 'venaCava', share);
    }
  }
  const rest = shares.get('rest')!;
  flow('venaCava', 'rightHeart', 1 - rest - portal - arterial);
  flow('hepaticVein', 'rightHeart', portal + arterial);
  flow('rightHeart', 'lungs', 1);
  flow('lungs', 'leftHeart', 1);
  flow('leftHeart', 'aorta', 1);
  return { spaces, flows, output_mLPerS: output, injectedInto: at('venaCava') };
}

/** Spaces, and for each organ its share of cardiac output; for living and dead liver their share of the liver's flow. */
function organsOf(values: MouseValues, necrotic: number, liverScale: number) {
  const plasma = 1 - values.hematocrit;
  const shares = new Map<Organ, number>();
  const spaces: Space[] = [];
  const add = (organ: Organ, row: Omit<OrganRow, 'volume_mLPerG' | 'flowShare'>, volume_mL: number): void => {
    spaces.push({
      name: organ,
      organ,
      plasma_mL: volume_mL * row.bloodFraction * plasma,
      tissue_mL: volume_mL * row.interstitialFraction,
      volume_mL,
      exchange_mLPerS: volume_mL * row.exchange_perS,
      seen: row.seen,
    });
  };
  const scaleOf = (group: readonly Organ[], total: number): number =>
    total / group.reduce((sum, organ) => sum + ORGAN_TABLE[organ as keyof typeof ORGAN_TABLE].flowShare, 0);
  const portalScale = scaleOf(PORTAL, values.portalFlowShare);
  const kidneyScale = scaleOf(KIDNEY, values.kidneyFlowShare);
  for (const [name, row] of Object.entries(ORGAN_TABLE)) {
    const organ = name as keyof typeof ORGAN_TABLE;
    const volume_mL = row.volume_mLPerG * values.bodyMass_g;
    if (organ === 'liver') {
      addLiver(volume_mL * liverScale);
      continue;
    }
    add(organ, row, volume_mL);
    const scale = PORTAL.includes(organ) ? portalScale : KIDNEY.includes(organ) ? kidneyScale : 1;
    shares.set(organ, row.flowShare * scale);
  }
  addRest();
  for (const [vessel, { blood_mL, seen }] of Object.entries(VESSEL_TABLE)) {
    const volume_mL = blood_mL * (values.bodyMass_g / 25);
    spaces.push({
      name: vessel as Vessel,
      plasma_mL: volume_mL * plasma,
      tissue_mL: 0,
      volume_mL,
      exchange_mLPerS: 0,
      seen,
    });
  }
  return { spaces, shares };

  function addLiver(volume_mL: number): void {
    const row = {
      bloodFraction: values.liverBloodFraction,
      interstitialFraction: values.liverInterstitialFraction,
      exchange_perS: values.liverExchange_perS,
      seen: 1,
    };
    const cells = 1 - row.bloodFraction - row.interstitialFraction;
    const open = { ...row, interstitialFraction: row.interstitialFraction + cells * values.openCellShare };
    const deadFlow = necrotic * values.necroticPerfusion;
    const dead = necrotic === 1 ? 1 : deadFlow / (1 - necrotic + deadFlow);
    if (necrotic < 1) {
      add('liver', row, volume_mL * (1 - necrotic));
      shares.set('liver', 1 - dead);
    }
    if (necrotic > 0) {
      add('necroticLiver', open, volume_mL * necrotic);
      shares.set('necroticLiver', dead);
    }
  }

  function addRest(): void {
    const sum = (of: (space: Space) => number): number => spaces.reduce((total, space) => total + of(space), 0);
    const vessels_mL = Object.values(VESSEL_TABLE).reduce((total, { blood_mL }) => total + blood_mL, 0);
    const blood_mL =
      (values.bloodVolume_mLPerKg * values.bodyMass_g) / 1000 -
      vessels_mL * (values.bodyMass_g / 25) -
      sum(({ plasma_mL }) => plasma_mL) / plasma;
    const volume_mL = values.bodyMass_g / TISSUE_DENSITY_gPerML - sum((space) => space.volume_mL);
    let flowShare = 1 - values.hepaticArteryShare;
    for (const [organ, share] of shares) if (organ !== 'liver' && organ !== 'necroticLiver') flowShare -= share;
    if (!(blood_mL > 0 && volume_mL > 0 && flowShare > 0)) {
      throw new ScienceError(
        'argument',
        `organs leave ${(100 * flowShare).toFixed(0)}% of the blood flow, ${blood_mL.toFixed(2)} mL of blood and ${volume_mL.toFixed(1)} mL of tissue for the rest of the animal; lower a share or raise the total`,
        { where: 'values' },
      );
    }
    add('rest', { ...REST, bloodFraction: blood_mL / volume_mL }, volume_mL);
    shares.set('rest', flowShare);
  }
}
