export { reactionSettingsOf, reactionSettingsSchema, type ReactionFile } from './settings.ts';
export { ageFigure, courseFigure, yieldFigure } from './figures.ts';
