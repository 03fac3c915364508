// table: 2-hydroxyethyl acrylate and hydrogen on water-soluble rhodium. ASSUMED throughout.
import { assumed, type ReactionSystem } from '../system.ts';

export const PROPIONATE: ReactionSystem = {
  name: 'hydroxyethyl propionate from hydroxyethyl acrylate',
  species: {
    H2: { pieces: { H2: 1 } },
    'hydroxyethyl acrylate': { pieces: { ester: 1 } },
    'hydroxyethyl propionate': { pieces: { ester: 1, H2: 1 } },
    'Rh precatalyst': { pieces: { Rh: 1, diene: 1 } },
    'Rh catalyst': { pieces: { Rh: 1 } },
    'hydrogenated diene': { pieces: { diene: 1, H2: 1 } },
  },
  reference_K: 328.15,
  precursor: 'hydroxyethyl acrylate',
  product: 'hydroxyethyl propionate',
  molecule: 'hydroxyethyl propionate-d3',
  catalyst: 'Rh precatalyst',
  solvent: 'water',
  reactions: [
    {
      name: 'activation',
      stoichiometry: { 'Rh precatalyst': -1, H2: -1, 'Rh catalyst': 1, 'hydrogenated diene': 1 },
      orders: { 'Rh precatalyst': 1, H2: 1 },
      k: assumed(1, [0.1, 10], 'the diene ligand is hydrogenated off in about a second; not found'),
      activation_JPerMol: assumed(50e3, [35e3, 70e3], 'not found'),
    },
    {
      name: 'addition',
      stoichiometry: { 'hydroxyethyl acrylate': -1, H2: -1, 'hydroxyethyl propionate': 1 },
      orders: { 'hydroxyethyl acrylate': 1, H2: 1, 'Rh catalyst': 1 },
      k: assumed(5e-2, [5e-3, 0.3], 'some seconds at 55 C; not found'),
      activation_JPerMol: assumed(50e3, [35e3, 70e3], 'not found'),
      pairTo: 'hydroxyethyl propionate',
    },
  ],
};
