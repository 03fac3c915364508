// What to cite when a method was used; SOURCES.md holds the same keys with what was taken from each.

export const SOURCES: Readonly<Record<string, string>> = {
  'larson-2018':
    'Larson PEZ, Chen HY, Gordon JW et al. Investigation of analysis methods for hyperpolarized 13C-pyruvate metabolic MRI in prostate cancer patients. NMR Biomed 2018;31:e3997. doi:10.1002/nbm.3997',
  'hill-2013':
    'Hill DK, Orton MR, Mariotti E et al. Model free approach to kinetic analysis of real-time hyperpolarized 13C magnetic resonance spectroscopy data. PLoS One 2013;8:e71996. doi:10.1371/journal.pone.0071996',
  'gudbjartsson-1995':
    'Gudbjartsson H, Patz S. The Rician distribution of noisy MRI data. Magn Reson Med 1995;34:910-914. doi:10.1002/mrm.1910340618',
  'golub-1973':
    'Golub GH, Pereyra V. The differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate. SIAM J Numer Anal 1973;10:413-432. doi:10.1137/0710036',
  'currie-1968':
    'Currie LA. Limits for qualitative detection and quantitative determination. Anal Chem 1968;40:586-593. doi:10.1021/ac60259a007',
  'spin-hamiltonian':
    'Ernst RR, Bodenhausen G, Wokaun A. Principles of Nuclear Magnetic Resonance in One and Two Dimensions. Oxford, 1987.',
  'codata-2018':
    'Tiesinga E, Mohr PJ, Newell DB, Taylor BN. CODATA recommended values of the fundamental physical constants: 2018. Rev Mod Phys 2021;93:025010.',
  'harris-2001':
    'Harris RK, Becker ED et al. NMR nomenclature: nuclear spin properties and conventions for chemical shifts. Pure Appl Chem 2001;73:1795-1818.',
  'bowers-1987':
    'Bowers CR, Weitekamp DP. Parahydrogen and synthesis allow dramatically enhanced nuclear alignment. J Am Chem Soc 1987;109:5541-5542.',
  'magnus-2009':
    'Blanes S, Casas F, Oteo JA, Ros J. The Magnus expansion and some of its applications. Phys Rep 2009;470:151-238.',
  'rodin-2021':
    "Rodin BA, Eills J et al. Constant-adiabaticity ultralow magnetic field manipulations of parahydrogen-induced polarization: application to an AA'X spin system. Phys Chem Chem Phys 2021;23:7125-7134. doi:10.1039/D0CP06581A",
  'sorensen-1989':
    'Sorensen OW. Polarization transfer experiments in high-resolution NMR spectroscopy. Prog NMR Spectrosc 1989;21:503-569.',
  'goldman-2001': 'Goldman M. Formal theory of spin-lattice relaxation. J Magn Reson 2001;149:160-187.',
  'khaneja-2005':
    'Khaneja N, Reiss T, Kehlet C, Schulte-Herbrueggen T, Glaser SJ. Optimal control of coupled spin dynamics: design of NMR pulse sequences by gradient ascent algorithms. J Magn Reson 2005;172:296-305. doi:10.1016/j.jmr.2004.11.004',
  'schmidt-2009':
    'Schmidt M, van den Berg E, Friedlander MP, Murphy K. Optimizing costly functions with simple constraints: a limited-memory projected quasi-Newton algorithm. AISTATS 2009;5:456-463.',
  'fuller-1987': 'Fuller WA. Measurement Error Models. Wiley, 1987.',
};
