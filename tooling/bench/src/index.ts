export { markdownTable, replaceSection, writeSection } from './readme.ts';
export { inTurns, median, type Rounds } from './rounds.ts';
