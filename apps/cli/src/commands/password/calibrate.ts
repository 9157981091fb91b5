import { calibrate } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { single } from '../../args/option.ts';
import { duration, integer } from '../../args/values.ts';

export const calibrateCommand = defineCommand({
  summary: 'Find Argon2id parameters for this machine',
  options: {
    target: single(duration, { help: 'The duration of one hash. Default 50ms.', value: 'TIME' }),
    memory: single(integer(), {
      help: 'The memory limit of one hash in kibibytes. Default 65536.',
      value: 'KIB',
    }),
  },
  json: {
    '': "{ algorithm: 'argon2id', memory: number, passes: number, parallelism: number, milliseconds: number }",
  },
  examples: [
    'countersign password calibrate',
    'countersign password calibrate --target 200ms --memory 262144',
  ],
  async run({ options }, io) {
    const { hash, milliseconds } = await calibrate(defined(options));
    const { memory, passes, parallelism } = hash;
    io.result(
      `memory ${memory} KiB, passes ${passes}, parallelism ${parallelism}: ${milliseconds.toFixed(1)} ms`,
      { ...hash, milliseconds },
    );
    return 0;
  },
});
