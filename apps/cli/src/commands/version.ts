import { defineCommand } from '../args/command.ts';
import { version } from '../version.ts';

export const versionCommand = defineCommand({
  summary: 'Print the version',
  options: {},
  json: { '': '{ version: string }' },
  examples: ['countersign version', 'countersign version --json'],
  async run(_args, io) {
    io.result(version, { version });
    return 0;
  },
});
