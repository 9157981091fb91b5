import type { Example, Step } from './example.ts';
import { EXAMPLES } from './examples.ts';
import { commandLine } from './run-step.ts';

/** The tour as a Markdown page whose commands can be pasted into a shell. */
export function tourPage(): string {
  return `${INTRODUCTION}${EXAMPLES.map(section).join('')}`;
}

const INTRODUCTION = `# A tour of countersign

Eighteen examples. \`countersign tour\` runs them. Keys and passwords are on the command line here so that you can see
them; pass your own with \`--key-file\`, \`--key-env\` or the prompt.
`;

function section({ number, title, steps }: Example): string {
  return `
## ${number}. ${title}

\`\`\`sh
${steps.map(lines).join('\n')}
\`\`\`
`;
}

/** A step as a line of a shell. Its exact output follows as a comment. */
function lines(step: Step): string {
  const command = step.args.reduce(
    (line, argument) =>
      line.replace(`'${argument}'`, argument.startsWith('$') ? `"${argument}"` : `'${argument}'`),
    commandLine(step.args, step.input),
  );
  const line = step.exit === undefined ? command : `${command} || echo "exit code $?"`;
  if (step.saveAs !== undefined) return `${step.saveAs}=$(${line})`;
  const output =
    typeof step.output === 'string' && step.output !== '' ? step.output.trimEnd().split('\n') : [];
  return [line, ...output.map((text) => `# ${text}`)].join('\n');
}
