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
  'fuller-1987': 'Fuller WA. Measurement Error Models. Wiley, 1987.',
};
