import { expect, test } from 'vitest';
import { COMMANDS } from '../commands/tree.ts';
import { everyCommand } from './command.ts';
import { commandHelp } from './help.ts';

const commands = await everyCommand(COMMANDS);
const named = commands.map(({ path, command }) => [path.join(' '), command] as const);

test.each(named)('the help of %s fits 80 columns and 50 lines', (path, command) => {
  const lines = commandHelp(`countersign ${path}`, command, 80).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.length).toBeLessThanOrEqual(50);
});

test.each(named)('the help of %s uses the width of a wide terminal', (path, command) => {
  const [narrow, wide] = [80, 120].map((width) => commandHelp(`countersign ${path}`, command, width));
  expect(wide?.split('\n').length).toBeLessThanOrEqual(narrow?.split('\n').length ?? 0);
  expect(wide?.replace(/[\s\\]+/g, ' ')).toBe(narrow?.replace(/[\s\\]+/g, ' '));
});
