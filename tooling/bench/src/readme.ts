import { readFileSync, writeFileSync } from 'node:fs';

/** A table in Markdown, its columns as wide as they need. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [
    line(header),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

/**
 * Puts text between the marks `<!-- bench NAME -->` and `<!-- /bench NAME -->`.
 *
 * @throws an error when the marks are not there, so that no figure is lost
 */
export function replaceSection(document: string, name: string, text: string): string {
  const [open, close] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const start = document.indexOf(open);
  const end = document.indexOf(close, start);
  if (start < 0 || end < 0) throw new Error(`The document has no section between ${open} and ${close}.`);
  return `${document.slice(0, start + open.length)}\n\n${text}\n\n${document.slice(end)}`;
}

/** As {@link replaceSection}, in a file. */
export function writeSection(file: string, name: string, text: string): void {
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), name, text));
}
