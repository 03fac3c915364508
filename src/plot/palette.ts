// Colours that people with any colour vision can tell apart: Okabe & Ito, "Color universal design", 2008.

export const SUBSTRATE_COLOUR = '#0072b2';
/** For the first, second ... product. */
export const PRODUCT_COLOURS = ['#d55e00', '#009e73', '#cc79a7', '#e69f00'] as const;
/** For outlines on gray anatomy: bright ones, in the order in which they stay apart from the colour maps. */
export const OUTLINE_COLOURS = ['#ffffff', '#56b4e9', '#e69f00', '#cc79a7', '#f0e442'] as const;
