// table: acetylenedicarboxylate and hydrogen on Cp*Ru in water. The rate constants are ASSUMED: none was found in print.
import { assumed, type ReactionSystem, type Sourced } from '../system.ts';

const ACTIVATION = assumed(60e3, [40e3, 80e3], 'typical of hydrogenations on dissolved ruthenium; not found');

export const FUMARATE: ReactionSystem = {
  name: 'fumarate from acetylenedicarboxylate',
  species: {
    H2: { pieces: { H2: 1 } },
    acetylenedicarboxylate: { pieces: { C4: 1 } },
    fumarate: { pieces: { C4: 1, H2: 1 } },
    maleate: { pieces: { C4: 1, H2: 1 } },
    succinate: { pieces: { C4: 1, H2: 2 } },
    'Ru precatalyst': { pieces: { Ru: 1 } },
    'Ru catalyst': { pieces: { Ru: 1 } },
    'Ru spent': { pieces: { Ru: 1 } },
  },
  reference_K: 358.15,
  precursor: 'acetylenedicarboxylate',
  product: 'fumarate',
  molecule: 'fumarate, set B',
  catalyst: 'Ru precatalyst',
  solvent: 'water',
  reactions: [
    {
      name: 'activation',
      stoichiometry: { 'Ru precatalyst': -1, 'Ru catalyst': 1 },
      orders: { 'Ru precatalyst': 1 },
      k: assumed(0.5, [0.1, 5], 'seconds at 85 C; not found'),
      activation_JPerMol: ACTIVATION,
    },
    {
      name: 'trans addition',
      stoichiometry: { acetylenedicarboxylate: -1, H2: -1, fumarate: 1 },
      orders: { acetylenedicarboxylate: 1, H2: 1, 'Ru catalyst': 1 },
      k: assumed(6e-3, [3e-3, 2e-2], 'makes 100 mM in about a minute; not found'),
      activation_JPerMol: ACTIVATION,
      pairTo: 'fumarate',
      pairwise: assumed(1, [0.9, 1], 'not found'),
    },
    {
      name: 'cis addition',
      stoichiometry: { acetylenedicarboxylate: -1, H2: -1, maleate: 1 },
      orders: { acetylenedicarboxylate: 1, H2: 1, 'Ru catalyst': 1 },
      k: assumed(3e-6, [0, 5e-5], 'no maleate is reported: below what NMR sees'),
      activation_JPerMol: ACTIVATION,
      pairTo: 'maleate',
    },
    {
      name: 'over-hydrogenation',
      stoichiometry: { fumarate: -1, H2: -1, succinate: 1 },
      orders: { fumarate: 1, H2: 1, 'Ru catalyst': 1 },
      k: assumed(9.8e-5, [3e-5, 3e-4], 'set so that 89 % fumarate and 11 % succinate come out (eills-2019)'),
      activation_JPerMol: ACTIVATION,
      pairTo: 'succinate',
    },
    {
      name: 'over-hydrogenation of maleate',
      stoichiometry: { maleate: -1, H2: -1, succinate: 1 },
      orders: { maleate: 1, H2: 1, 'Ru catalyst': 1 },
      k: assumed(9.8e-5, [3e-5, 3e-4], 'as that of fumarate'),
      activation_JPerMol: ACTIVATION,
      pairTo: 'succinate',
    },
    {
      name: 'deactivation',
      stoichiometry: { 'Ru catalyst': -1, 'Ru spent': 1 },
      orders: { 'Ru catalyst': 1 },
      k: assumed(5e-3, [0, 3e-2], 'a few minutes at 85 C; not found'),
      activation_JPerMol: assumed(80e3, [60e3, 120e3], 'faster than the reaction when hot; not found'),
    },
  ],
  backConversion: {
    by: 'Ru catalyst',
    k_perMMPerS: assumed(1e-3, [0, 1e-2], 'loss of para at the Ru catalyst in water: not found'),
    activation_JPerMol: ACTIVATION,
  },
};

/** What the published set must give (eills-2019, abstract): shares of what the precursor became. */
export const PUBLISHED_SHARES: Readonly<Record<'fumarate' | 'succinate', Sourced>> = {
  fumarate: { value: 0.89, source: 'eills-2019', status: 'read' },
  succinate: { value: 0.11, source: 'eills-2019', status: 'read' },
};
