export { markdownTable, replaceSection, writeSection } from './readme.ts';
export { inTurns, type Rounds } from './rounds.ts';
