// table: acetylenedicarboxylate and hydrogen on a cis-selective rhodium catalyst. ASSUMED throughout.
import { assumed, type ReactionSystem } from '../system.ts';

const ACTIVATION = assumed(50e3, [35e3, 70e3], 'typical of hydrogenations on dissolved rhodium; not found');

export const MALEATE: ReactionSystem = {
  name: 'maleate from acetylenedicarboxylate',
  species: {
    H2: { pieces: { H2: 1 } },
    acetylenedicarboxylate: { pieces: { C4: 1 } },
    maleate: { pieces: { C4: 1, H2: 1 } },
    fumarate: { pieces: { C4: 1, H2: 1 } },
    succinate: { pieces: { C4: 1, H2: 2 } },
    'Rh catalyst': { pieces: { Rh: 1 } },
    'Rh spent': { pieces: { Rh: 1 } },
  },
  reference_K: 353.15,
  precursor: 'acetylenedicarboxylate',
  product: 'maleate',
  molecule: 'maleate',
  catalyst: 'Rh catalyst',
  solvent: 'water',
  reactions: [
    {
      name: 'cis addition',
      stoichiometry: { acetylenedicarboxylate: -1, H2: -1, maleate: 1 },
      orders: { acetylenedicarboxylate: 1, H2: 1, 'Rh catalyst': 1 },
      k: assumed(1e-2, [1e-3, 5e-2], 'not found'),
      activation_JPerMol: ACTIVATION,
      pairTo: 'maleate',
    },
    {
      name: 'trans addition',
      stoichiometry: { acetylenedicarboxylate: -1, H2: -1, fumarate: 1 },
      orders: { acetylenedicarboxylate: 1, H2: 1, 'Rh catalyst': 1 },
      k: assumed(2e-4, [0, 1e-3], 'a trace; not found'),
      activation_JPerMol: ACTIVATION,
      pairTo: 'fumarate',
    },
    {
      name: 'over-hydrogenation',
      stoichiometry: { maleate: -1, H2: -1, succinate: 1 },
      orders: { maleate: 1, H2: 1, 'Rh catalyst': 1 },
      k: assumed(1e-3, [1e-4, 1e-2], 'not found'),
      activation_JPerMol: ACTIVATION,
      pairTo: 'succinate',
    },
    {
      name: 'deactivation',
      stoichiometry: { 'Rh catalyst': -1, 'Rh spent': 1 },
      orders: { 'Rh catalyst': 1 },
      k: assumed(1e-3, [0, 1e-2], 'not found'),
      activation_JPerMol: ACTIVATION,
    },
  ],
};
