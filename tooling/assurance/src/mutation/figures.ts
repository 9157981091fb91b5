import type { MutationScore } from './report.ts';

const BEGIN = '<!-- figures of mutation testing, written by pnpm mutate --document -->';
const END = '<!-- end of these figures -->';

/** A document with the figures between its two comments written anew. */
export function withFigures(
  document: string,
  scores: ReadonlyMap<string, MutationScore>,
  date: string,
): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The document has no place for the figures: ${BEGIN} … ${END}`);
  const rows = [...scores].map(([name, { score, mutants, timeouts, survivors }]) => {
    const explained = survivors.filter(({ explanation }) => explanation !== undefined).length;
    return `| ${name} | ${score.toFixed(1)} % | ${mutants} | ${timeouts} | ${explained} | ${survivors.length - explained} |`;
  });
  const table = [
    '| module | detected | changes | of them by a test without end | survivors explained | not explained |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
  return `${before}${BEGIN}\n${table}\n\nOf ${date}, by \`pnpm mutate\`.\n${END}${after}`;
}
