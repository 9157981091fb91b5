import { type Algorithm, algorithms } from '@countersign/jwt';
import { type Single, single } from '../../args/option.ts';
import { oneOf } from '../../args/values.ts';

/** A JWS algorithm. */
export const jwsAlgorithm = oneOf(algorithms);

const common = { value: 'NAME', short: 'a', aliases: ['alg'] };

/** The option `--algorithm` of a command that takes one. */
export function algorithmOption(help: string): Single<Algorithm> {
  return single(jwsAlgorithm, { help, ...common });
}

export { common as algorithmNames };
