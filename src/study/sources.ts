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
  'eills-2019':
    'Eills J et al. J Am Chem Soc 2019;141:20209 (preprint abstract: 25% 13C polarization of [1-13C]fumarate at 86% para, 89% fumarate, 11% succinate).',
  'mckay-1979':
    'McKay MD, Beckman RJ, Conover WJ. A comparison of three methods for selecting values of input variables. Technometrics 1979;21:239-245.',
  'saltelli-2010':
    'Saltelli A, Annoni P, Azzini I et al. Variance based sensitivity analysis of model output. Comput Phys Commun 2010;181:259-270. doi:10.1016/j.cpc.2009.09.018',
  'jansen-1999': 'Jansen MJW. Analysis of variance designs for model output. Comput Phys Commun 1999;117:35-43.',
  'allen-1974':
    'Allen DM. The relationship between variable selection and data augmentation and a method for prediction. Technometrics 1974;16:125-127.',
  'berrut-2004': 'Berrut JP, Trefethen LN. Barycentric Lagrange interpolation. SIAM Rev 2004;46:501-517 (recalled).',
  'devience-2013':
    'DeVience SJ, Walsworth RL, Rosen MS. Preparation of nuclear spin singlet states using spin-lock induced crossing. Phys Rev Lett 2013;111:173002 (recalled).',
  'stevanato-2017-s2hm':
    'Stevanato G, Eills J, Bengs C, Pileio G. A pulse sequence for singlet to heteronuclear magnetization transfer: S2hM. J Magn Reson 2017;277:169-178 (recalled).',
  'stevanato-2017-adapt':
    'Stevanato G. Alternating Delays Achieve Polarization Transfer (ADAPT) to heteronuclei in PHIP experiments. J Magn Reson 2017;274:148-162 (recalled; delays are our own).',
  'haake-1996':
    'Haake M, Natterer J, Bargon J. Efficient NMR pulse sequences to transfer the parahydrogen-induced polarization to hetero nuclei. J Am Chem Soc 1996;118:8688-8691 (recalled).',
  'goldman-2005':
    'Goldman M, Johannesson H. Conversion of a proton pair para order into 13C polarization by rf irradiation, for use in MRI. C R Physique 2005;6:575-581 (recalled; delays are our own).',
  'korchak-2018':
    'Korchak S, Mamone S, Gloeggler S. Over 50% 1H and 13C polarization for generating hyperpolarized metabolites: a para-hydrogen approach. ChemistryOpen 2018;7:672-676 (recalled).',
  'alvermann-2011':
    'Alvermann A, Fehske H. High-order commutator-free exponential time-propagation of driven quantum systems. J Comput Phys 2011;230:5930-5956 (recalled).',
  'khaneja-2005':
    'Khaneja N, Reiss T, Kehlet C, Schulte-Herbrueggen T, Glaser SJ. Optimal control of coupled spin dynamics: design of NMR pulse sequences by gradient ascent algorithms. J Magn Reson 2005;172:296-305. doi:10.1016/j.jmr.2004.11.004',
  'schmidt-2009':
    'Schmidt M, van den Berg E, Friedlander MP, Murphy K. Optimizing costly functions with simple constraints: a limited-memory projected quasi-Newton algorithm. AISTATS 2009;5:456-463.',
  'nelder-1965': 'Nelder JA, Mead R. A simplex method for function minimization. Comput J 1965;7:308-313.',
  'fuller-1987': 'Fuller WA. Measurement Error Models. Wiley, 1987.',
  'xing-2013':
    'Xing Y, Reed GD, Pauly JM, Kerr AB, Larson PEZ. Optimal variable flip angle schemes for dynamic acquisition of exchanging hyperpolarized substrates. J Magn Reson 2013;234:75-81.',
  'zhao-1996':
    'Zhao L, Mulkern R, Tseng CH et al. Gradient-echo imaging considerations for hyperpolarized 129Xe MR. J Magn Reson B 1996;113:179-183.',
  'rao-1945':
    'Rao CR. Information and the accuracy attainable in the estimation of statistical parameters. Bull Calcutta Math Soc 1945;37:81-91.',
  'hoult-1976':
    'Hoult DI, Richards RE. The signal-to-noise ratio of the nuclear magnetic resonance experiment. J Magn Reson 1976;24:71-85.',
  'hoult-1979':
    'Hoult DI, Lauterbur PC. The sensitivity of the zeugmatographic experiment involving human samples. J Magn Reson 1979;34:425-433.',
  'traechtler-2023':
    'Traechtler J, Fuetterer M, Albannay MM, Hoh T, Kozerke S. Considerations for hyperpolarized 13C MR at reduced field: comparing 1.5T versus 3T. Magn Reson Med 2023;89:1945-1960. doi:10.1002/mrm.29579',
  'delong-1988':
    'DeLong ER, DeLong DM, Clarke-Pearson DL. Comparing the areas under two or more correlated receiver operating characteristic curves. Biometrics 1988;44:837-845.',
  pulseq:
    'Layton KJ, Kroboth S, Jia F et al. Pulseq: a rapid and hardware-independent pulse sequence prototyping framework. Magn Reson Med 2017;77:1544-1552. doi:10.1002/mrm.26235',
  'korn-1998':
    'Korn EL, Graubard BI. Confidence intervals for proportions with small expected number of positive counts estimated from survey data. Survey Methodology 1998;24:193-201.',
  'clopper-1934':
    'Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika 1934;26:404-413.',
  'inati-2017':
    'Inati SJ, Naegele JD, Zwart NR et al. ISMRM Raw data format: A proposed standard for MRI raw datasets. Magn Reson Med 2017;77:411-421. doi:10.1002/mrm.26089',
  'roemer-1990':
    'Roemer PB, Edelstein WA, Hayes CE, Souza SP, Mueller OM. The NMR phased array. Magn Reson Med 1990;16:192-225 (recalled).',
  'walsh-2000':
    'Walsh DO, Gmitro AF, Marcellin MW. Adaptive reconstruction of phased array MR imagery. Magn Reson Med 2000;43:682-690 (recalled).',
  'rodgers-2010':
    'Rodgers CT, Robson MD. Receive array magnetic resonance spectroscopy: whitened singular value decomposition (WSVD) gives optimal Bayesian solution. Magn Reson Med 2010;63:881-891 (recalled).',
  'uecker-2014':
    'Uecker M, Lai P, Murphy MJ et al. ESPIRiT - an eigenvalue approach to autocalibrating parallel MRI: where SENSE meets GRAPPA. Magn Reson Med 2014;71:990-1001 (recalled).',
  'pruessmann-1999':
    'Pruessmann KP, Weiger M, Scheidegger MB, Boesiger P. SENSE: sensitivity encoding for fast MRI. Magn Reson Med 1999;42:952-962 (recalled).',
  'marchenko-1967':
    'Marchenko VA, Pastur LA. Distribution of eigenvalues for some sets of random matrices. Math USSR Sb 1967;1:457-483 (recalled).',
  'pruessmann-2001':
    'Pruessmann KP, Weiger M, Boernert P, Boesiger P. Advances in sensitivity encoding with arbitrary k-space trajectories. Magn Reson Med 2001;46:638-651 (recalled).',
  'robson-2008':
    'Robson PM, Grant AK, Madhuranthakam AJ et al. Comprehensive quantification of signal-to-noise ratio and g-factor for image-based and k-space-based parallel imaging reconstructions. Magn Reson Med 2008;60:895-907 (recalled).',
  'otazo-2015':
    'Otazo R, Candes E, Sodickson DK. Low-rank plus sparse matrix decomposition for accelerated dynamic MRI with separation of background and dynamic components. Magn Reson Med 2015;73:1125-1136 (recalled).',
  'milshteyn-2018':
    'Milshteyn E, von Morze C, Reed GD et al. Using a local low rank plus sparse reconstruction to accelerate dynamic hyperpolarized 13C imaging using the bSSFP sequence. J Magn Reson 2018;290:46-59.',
  'beck-2009':
    'Beck A, Teboulle M. A fast iterative shrinkage-thresholding algorithm for linear inverse problems. SIAM J Imaging Sci 2009;2:183-202 (recalled).',
  'josse-2016': 'Josse J, Sardy S. Adaptive shrinkage of singular values. Stat Comput 2016;26:715-724 (recalled).',
  'reeder-2004':
    'Reeder SB, Wen Z, Yu H et al. Multicoil Dixon chemical species separation with an iterative least-squares estimation method. Magn Reson Med 2004;51:35-45 (recalled).',
  'wiesinger-2012':
    'Wiesinger F, Weidl E, Menzel MI et al. IDEAL spiral CSI for dynamic metabolic MR imaging of hyperpolarized [1-13C]pyruvate. Magn Reson Med 2012;68:8-16 (recalled).',
  'man-1997':
    'Man LC, Pauly JM, Macovski A. Multifrequency interpolation for fast off-resonance correction. Magn Reson Med 1997;37:785-792 (recalled).',
  'sutton-2003':
    'Sutton BP, Noll DC, Fessler JA. Fast, iterative image reconstruction for MRI in the presence of field inhomogeneities. IEEE Trans Med Imaging 2003;22:178-188 (recalled).',
  'haacke-1991':
    'Haacke EM, Lindskog ED, Lin W. A fast, iterative, partial-Fourier technique capable of local phase recovery. J Magn Reson 1991;92:126-145 (recalled).',
  'schenck-1996':
    'Schenck JF. The role of magnetic susceptibility in magnetic resonance imaging. Med Phys 1996;23:815-850. doi:10.1118/1.597854 (recalled).',
  'maniewski-1988':
    'Maniewski R et al. 1988, susceptibility of lung as quoted in "Magnetic mapping of DC fields related to tissue susceptibility in the human body", 1989 (abstract).',
  'szczepaniak-2002': 'Szczepaniak LS, Dobbins RL, Stein DT, McGarry JD. Magn Reson Med 2002;47:607-610 (recalled).',
  'hopkins-1997': 'Hopkins JA, Wehrli FW. Magn Reson Med 1997;37:494-500 (recalled).',
  'spees-2001': 'Spees WM, Yablonskiy DA, Oswood MC, Ackerman JJH. Magn Reson Med 2001;45:533-542 (recalled).',
  'salomir-2003':
    'Salomir R, de Senneville BD, Moonen CTW. Concepts Magn Reson B 2003;19:26-34. doi:10.1002/cmr.b.10083; Marques JP, Bowtell R. Concepts Magn Reson B 2005;25:65-78. doi:10.1002/cmr.b.20034.',
  'he-2009':
    'He X, Yablonskiy DA. Biophysical mechanisms of phase contrast in gradient echo MRI. Proc Natl Acad Sci USA 2009;106:13558-13563. doi:10.1073/pnas.0904899106 (abstract).',
  'romeo-1984': 'Romeo F, Hoult DI. Magn Reson Med 1984;1:44-65 (recalled).',
  'hoult-2000':
    'Hoult DI. The principle of reciprocity in signal strength calculations. Concepts Magn Reson 2000;12:173-187 (recalled).',
};
